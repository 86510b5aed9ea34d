"""New rows get random numbers. The column stays as it is; rows that are there keep the number they have.

Imports noted the rows that they opened as runs of numbers [first, last]; random ones are noted one by one.
"""

from itertools import chain
from typing import Any

from django.db import migrations

from colead.kit.random_ids import drawn_from_here_on


def runs_to_ids(apps: Any, _editor: Any) -> None:
    """[[1, 3], [7, 7]] becomes [1, 2, 3, 7]."""
    changes = apps.get_model("people", "ImportChange").objects.filter(action="opened")
    for change in changes.iterator(chunk_size=1):
        change.rows = list(chain.from_iterable(range(first, last + 1) for first, last in change.rows))
        change.save(update_fields=["rows"])


def ids_to_runs(apps: Any, _editor: Any) -> None:
    """[1, 2] becomes [[1, 1], [2, 2]]."""
    changes = apps.get_model("people", "ImportChange").objects.filter(action="opened")
    for change in changes.iterator(chunk_size=1):
        change.rows = [[one, one] for one in change.rows]
        change.save(update_fields=["rows"])


class Migration(migrations.Migration):
    dependencies = [("people", "0007_structure_version")]

    operations = [
        drawn_from_here_on(
            "accountlink",
            "competency",
            "importchange",
            "leave",
            "person",
            "position",
            "reportingline",
            "requestedcompetency",
            "staffimport",
            "staffimportfile",
            "strength",
            "strengthconsent",
            "strengthnotes",
            "unit",
            "unitplacement",
            "viewrequest",
        ),
        migrations.RunPython(runs_to_ids, ids_to_runs),
    ]
