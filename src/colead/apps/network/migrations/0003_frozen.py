"""A map is measured once, over whole groups: those measured otherwise go, with what was to measure them again.

Each set then has no map, and whoever may have one computed is asked to on its page.
"""

from typing import Any

from django.db import migrations, models

WORK = ("network.compute_map", "network.refresh_maps")
UNFINISHED = ("queued", "running")


def forget_measured_again(apps: Any, _schema_editor: Any) -> None:
    apps.get_model("network", "LeadershipMap").objects.all().delete()
    apps.get_model("jobs", "Job").objects.filter(work__in=WORK, state__in=UNFINISHED).delete()


class Migration(migrations.Migration):
    dependencies = [("network", "0002_consent_versions"), ("jobs", "0003_states")]

    operations = [
        migrations.RunPython(forget_measured_again, migrations.RunPython.noop),
        migrations.RemoveConstraint("leadershipmap", "leadershipmap_once"),
        migrations.AddConstraint(
            "leadershipmap", models.UniqueConstraint(fields=["nomination_set"], name="leadershipmap_once")
        ),
    ]
