"""Step three: what the file would change, and everything that is wrong with it. Writes only the preview."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from colead.apps.people.bridge.current import read_current
from colead.apps.people.diff import Diff, diff
from colead.apps.people.diff.turnover import turnover
from colead.apps.people.models import StaffImport
from colead.apps.people.services.opening import kept_file, open_import, read_import, table_of
from colead.apps.people.services.turnover import Foreseen, foresee_turnover
from colead.apps.people.workflow import STAFF_IMPORT
from colead.files.columns import ColumnMapping
from colead.files.problems import FileProblem
from colead.files.questions import Question
from colead.kit.moves import follow
from colead.kit.roles import Member

SHOWN_EVENTS = 200  # of each kind; the rest is in the download
SHOWN_PROBLEMS = 500

Progress = Callable[[int, int], None]


def silent(_done: int, _total: int) -> None:
    """For those who do not wait to see progress."""


def check_import(*, by: Member, import_id: int, now: datetime, progress: Progress = silent) -> StaffImport:
    """Compare the file with the organisation and keep the result for the preview."""
    staff_import = read_import(by, import_id)
    if not staff_import.is_open:
        return staff_import
    progress(1, 10)
    found = compare(staff_import)
    progress(9, 10)
    foreseen = {} if found.problems else foresee_turnover(turnover(found), by=by, now=now)
    return _keep(by, import_id, found, foreseen, (staff_import.mapping, staff_import.answers), now)


@transaction.atomic
def _keep(
    by: Member,
    import_id: int,
    found: Diff,
    foreseen: Foreseen,
    said: tuple[dict[str, str], dict[str, str]],
    now: datetime,
) -> StaffImport:
    """Write the preview, unless somebody has applied the import or said otherwise meanwhile."""
    staff_import = open_import(by, import_id)
    if not staff_import.is_open or (staff_import.mapping, staff_import.answers) != said:
        return staff_import
    file = kept_file(staff_import)
    file.findings = findings(found) | {"follows": foreseen}
    file.save(update_fields=["findings"])
    outcome = "find_problems" if found.problems else "find_none"
    move = follow(STAFF_IMPORT, outcome, staff_import, now=now)
    move.write(summary=summary(found), fingerprint=found.fingerprint())
    return staff_import


def compare(staff_import: StaffImport) -> Diff:
    """The difference between an import's file and the organisation as it is now."""
    table = table_of(staff_import, kept_file(staff_import))
    return diff(
        table,
        ColumnMapping(staff_import.mapping),
        read_current(staff_import.as_of),
        is_full=staff_import.is_full,
        answers=staff_import.answers,
    )


def summary(found: Diff) -> dict[str, Any]:
    """Counts alone: what the receipt keeps."""
    return {
        "listed": found.n_listed,
        "changes": {} if found.problems else found.counts,
        "problems": len(found.problems),
        "warnings": len(found.warnings),
    }


def findings(found: Diff) -> dict[str, Any]:
    """What the preview shows, names among it; removed together with the file."""
    return {
        "problems": _plain(found.problems),
        "warnings": _plain(found.warnings),
        "events": {} if found.problems else _shown_events(found),
        "tree": [one._asdict() for one in found.tree],
        "questions": [asdict(one) for one in found.questions],
    }


def _shown_events(found: Diff) -> dict[str, list[list[str]]]:
    shown: dict[str, list[list[str]]] = {kind: [] for kind in found.counts}
    for event in found.events:
        rows = shown[event.kind]
        if len(rows) < SHOWN_EVENTS:
            rows.append([event.key, event.name, event.before, event.after])
    return shown


def _plain(problems: Iterable[FileProblem]) -> list[dict[str, Any]]:
    return [
        {
            "line": one.line,
            "column": one.column,
            "value": one.value,
            "code": one.code,
            "template": one.template,
            "hint": one.hint,
            "values": {name: _plain_value(value) for name, value in one.values.items()},
        }
        for one, _number in zip(problems, range(SHOWN_PROBLEMS), strict=False)
    ]


def _plain_value(value: object) -> object:
    return value if isinstance(value, int | float | str | None) else str(value)


def question_from(plain: Mapping[str, Any]) -> Question:
    """The question that was kept, ready to be asked in the reader's language."""
    return Question(**{**plain, "choices": tuple(plain["choices"])})


def problem_from(plain: Mapping[str, Any]) -> FileProblem:
    """The problem that was kept, ready to be told in the reader's language."""
    return FileProblem(**plain)
