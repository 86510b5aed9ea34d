"""Pairs of people never on the same task are exclusion pairs, also in the scenarios that are kept."""

from collections.abc import Callable
from typing import Any

from django.db import migrations

KEPT = ("wishes", "question", "result")


def renamed(kept: Any, old: str, new: str) -> Any:
    """The same JSON, with the key and the name of the constraint changed wherever they stand."""
    if isinstance(kept, dict):
        return {
            new if key == old else key: new
            if (key, value) == ("constraint", old)
            else renamed(value, old, new)
            for key, value in kept.items()
        }
    return [renamed(one, old, new) for one in kept] if isinstance(kept, list) else kept


def rename(old: str, new: str) -> Callable[[Any, Any], None]:
    def run(apps: Any, _editor: Any) -> None:
        for scenario in apps.get_model("leadership", "Scenario").objects.iterator():
            for field in KEPT:
                setattr(scenario, field, renamed(getattr(scenario, field), old, new))
            scenario.save(update_fields=KEPT)

    return run


class Migration(migrations.Migration):
    dependencies = [("leadership", "0002_suggested")]

    operations = [
        migrations.RunPython(rename("apart", "exclusion_pairs"), rename("exclusion_pairs", "apart")),
    ]
