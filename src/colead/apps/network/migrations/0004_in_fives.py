"""What a map keeps of its groups is in fives, so that sums for the units of any day tell nothing more."""

from typing import Any

from django.db import migrations

from colead.engine.disclosure import rounded, rounded_within


def keep_fives(apps: Any, _schema_editor: Any) -> None:
    for one in apps.get_model("network", "LeadershipMap").objects.all().iterator(chunk_size=10):
        for atom in one.atoms:
            atom["answered"] = rounded_within(atom["answered"], atom["people"])
        flows = [(*pair, rounded(count)) for *pair, count in zip(*one.flows, strict=True)]
        columns = zip(*(flow for flow in flows if flow[2]), strict=True)
        one.flows = [list(column) for column in columns] or [[], [], []]
        one.save(update_fields=["atoms", "flows"])


class Migration(migrations.Migration):
    dependencies = [("network", "0003_frozen")]

    operations = [migrations.RunPython(keep_fives, migrations.RunPython.noop)]
