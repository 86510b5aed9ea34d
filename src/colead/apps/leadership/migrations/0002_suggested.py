"""A colleague is suggested for a task: a nomination is the word of the leadership map."""

from collections.abc import Callable
from typing import Any

from django.db import migrations, models
from django.db.models import Q


def rename(old: str, new: str) -> Callable[[Any, Any], None]:
    def run(apps: Any, _editor: Any) -> None:
        apps.get_model("leadership", "Application").objects.filter(state=old).update(state=new)

    return run


STATES = [
    ("suggested", "a colleague suggests you"),
    ("open", "would like to"),
    ("offered", "has an offer"),
    ("quiet", "did not take it up"),
    ("withdrawn", "withdrawn"),
    ("filled", "the seats were filled"),
]


class Migration(migrations.Migration):
    dependencies = [("leadership", "0001_initial")]

    operations = [
        migrations.RemoveConstraint("application", "application_one_open"),
        migrations.RunPython(rename("nominated", "suggested"), rename("suggested", "nominated")),
        migrations.RenameField("application", "nominated_by", "suggested_by"),
        migrations.AlterField(
            "application",
            "state",
            models.CharField("state", choices=STATES, default="open", max_length=10),
        ),
        migrations.AddConstraint(
            "application",
            models.UniqueConstraint(
                condition=Q(state__in=["suggested", "open"]),
                fields=("organisation", "task", "person"),
                name="application_one_open",
            ),
        ),
    ]
