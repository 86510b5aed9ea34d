"""Step two: say what each column holds."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from colead.apps.people.models import StaffImport, StaffImportFile
from colead.apps.people.services.check_import import check_import
from colead.apps.people.services.opening import in_background, is_large, kept_file, open_import
from colead.apps.people.workflow import STAFF_IMPORT
from colead.files.columns import STAFF_COLUMNS
from colead.files.questions import NO_ANSWERS, Answers
from colead.kit.errors import DomainError
from colead.kit.moves import require
from colead.kit.roles import Member


def choose_columns(
    *,
    by: Member,
    import_id: int,
    columns: Mapping[str, str],
    now: datetime,
    answers: Answers = NO_ANSWERS,
) -> StaffImport:
    """Set what the columns hold (our name -> the file's) and check the file; a large one by a job.

    answers : to questions that the file will leave open, put over those of the last time.
    """
    with transaction.atomic():
        staff_import = open_import(by, import_id)
        move = require(STAFF_IMPORT, "choose_columns", staff_import, by=by, now=now)
        file = kept_file(staff_import)
        _refuse_undecided(file)
        mapping = _completed(columns, file.header)
        said = {**staff_import.answers, **answers}
        move.write(mapping=mapping, answers=said, summary={}, fingerprint="")
        if is_large(staff_import):
            return in_background(staff_import, "check", by=by, now=now)
    return check_import(by=by, import_id=import_id, now=now)


def _refuse_undecided(file: StaffImportFile) -> None:
    """Nobody leaves because of a sheet that nobody named."""
    if file.look.get("asks"):
        raise DomainError(
            "several_sheets",
            _("Several sheets hold tables: %(sheets)s.") % {"sheets": ", ".join(file.look["sheets"])},
            _("Choose one of them, or all."),
            field="sheet",
        )


def _completed(columns: Mapping[str, str], header: list[str]) -> dict[str, str]:
    """The choice in the order of our columns; without staff numbers, people are known by e-mail."""
    chosen = {ours: columns[ours] for ours in STAFF_COLUMNS if columns.get(ours)}
    unknown = next((label for label in chosen.values() if label not in header), None)
    if unknown is not None:
        raise DomainError("unknown_column", _("The file has no column “%(label)s”.") % {"label": unknown})
    if "key" not in chosen and "email" in chosen:
        chosen["key"] = chosen["email"]
    if "key" not in chosen:
        raise DomainError(
            "no_key_column",
            _("No column tells people apart."),
            _("Choose the column with the employee number, or the one with the e-mail address."),
        )
    return chosen
