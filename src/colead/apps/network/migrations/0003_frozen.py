"""A map is measured once: maps with the structure of other days go, and each set has one."""

from typing import Any

from django.db import migrations, models
from django.db.models import F


def keep_own_days(apps: Any, _schema_editor: Any) -> None:
    """A set whose only map was of another day is measured again when somebody asks."""
    apps.get_model("network", "LeadershipMap").objects.exclude(as_of=F("nomination_set__held_on")).delete()


class Migration(migrations.Migration):
    dependencies = [("network", "0002_consent_versions")]

    operations = [
        migrations.RunPython(keep_own_days, migrations.RunPython.noop),
        migrations.RemoveConstraint("leadershipmap", "leadershipmap_once"),
        migrations.AddConstraint(
            "leadershipmap", models.UniqueConstraint(fields=["nomination_set"], name="leadershipmap_once")
        ),
    ]
