"""The last step: write what the preview showed, all of it or nothing."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import NotRequired, TypedDict, Unpack
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from colead.apps.ledger.services import append_move
from colead.apps.notices.services import tell_move
from colead.apps.people import permissions
from colead.apps.people.bridge.current import read_current
from colead.apps.people.diff import Diff, diff, many_leave
from colead.apps.people.diff.turnover import turnover
from colead.apps.people.models import StaffImport, StaffImportFile
from colead.apps.people.services.account_links import follow_addresses
from colead.apps.people.services.check_import import Progress, check_import, compare, silent, summary
from colead.apps.people.services.opening import (
    in_background,
    is_large,
    open_import,
    open_table,
    preview_url,
    read_import,
)
from colead.apps.people.services.start_import import header_hash
from colead.apps.people.services.turnover import follow_turnover
from colead.apps.people.services.writing import Writer, prepared_writer
from colead.apps.people.structure_version import locked_structure_version, structure_version
from colead.apps.people.workflow import STAFF_IMPORT
from colead.files.columns import ColumnMapping
from colead.files.masking import mask
from colead.files.questions import NO_ANSWERS, Answers
from colead.files.tables import Table
from colead.kit.errors import Conflict, DomainError
from colead.kit.moves import Move, begin, require
from colead.kit.roles import Member
from colead.kit.statistics import refresh_when_written

OVERTAKEN = "organisation_changed"


class StaffListFile(TypedDict):
    """A file, and how it is to be read."""

    content: bytes
    file_name: str
    mapping: ColumnMapping
    is_full: bool
    as_of: date
    table: NotRequired[Table]  # what was read from the content, when it was
    answers: NotRequired[Answers]  # to what the file leaves open
    many_may_leave: NotRequired[bool]  # somebody has said that this is meant


def request_apply(*, by: Member, import_id: int, now: datetime) -> StaffImport:
    """Apply an import that has been checked: at once, or by a job when the file is large."""
    with transaction.atomic():
        staff_import = open_import(by, import_id)
        if begin(STAFF_IMPORT, "apply", staff_import, by=by, now=now) is None:
            return staff_import
        if is_large(staff_import):
            return in_background(staff_import, "apply", by=by, now=now, result_url=preview_url(staff_import))
    return apply_import(by=by, import_id=import_id, now=now)


def apply_import(*, by: Member, import_id: int, now: datetime, progress: Progress = silent) -> StaffImport:
    """Write an import's changes in one transaction; Conflict when they are no longer those of the preview.

    Then a new preview is made at once. Everything is compared and prepared before the transaction begins, so
    that others wait for a few statements alone. An import that has been applied is its own receipt: a second
    call changes nothing.
    """
    try:
        return _apply(by, import_id, now, progress)
    except Conflict as error:
        if error.code == OVERTAKEN:
            check_import(by=by, import_id=import_id, now=now)
        raise


def _apply(by: Member, import_id: int, now: datetime, progress: Progress) -> StaffImport:
    staff_import = read_import(by, import_id)
    if begin(STAFF_IMPORT, "apply", staff_import, by=by, now=now) is None:
        return staff_import
    progress(5, 100)
    version, found = structure_version(), compare(staff_import)
    progress(40, 100)
    if found.problems or found.fingerprint() != staff_import.fingerprint:
        raise _stale()
    _require_answers(found)
    counts = found.counts
    with _prepared(staff_import, found, progress) as writer, transaction.atomic():
        move = require(STAFF_IMPORT, "apply", open_import(by, import_id), by=by, now=now)
        _require_version(version, by)
        return _write(move, writer, counts)


@dataclass(frozen=True)
class PreparedStaffList:
    """A staff list that was read and compared with the structure of `version`; nothing of it is stored."""

    version: UUID | None
    counts: dict[str, int]
    writer: Writer
    staff_import: StaffImport


@contextmanager
def prepared_staff_list(
    *, by: Member, now: datetime, progress: Progress = silent, **file: Unpack[StaffListFile]
) -> Iterator[PreparedStaffList]:
    """The slow half of `import_staff_list`, outside a transaction: DomainError with every problem."""
    by.require(permissions.IMPORT)
    version, mapping, as_of = structure_version(), file["mapping"], file["as_of"]
    table = file.get("table") or open_table(file["content"], file["file_name"])
    progress(10, 100)
    answers = file.get("answers", NO_ANSWERS)
    found = checked_diff(table, mapping, is_full=file["is_full"], as_of=as_of, answers=answers)
    _require_answers(found)
    if not file.get("many_may_leave", True):
        _require_few_leave(found)
    progress(40, 100)
    staff_import = StaffImport(
        organisation=by.organisation,
        mode=StaffImport.Mode.FULL if file["is_full"] else StaffImport.Mode.PARTIAL,
        as_of=as_of,
        file_name=mask(file["file_name"])[:200],
        file_hash="",
        header_hash=header_hash(table.header),
        n_rows=table.n_rows,
        mapping=mapping.columns,
        answers=dict(answers),
        summary=summary(found),
        created_by=by.user,
        created_at=now,
    )
    with _prepared(staff_import, found, progress) as writer:
        yield PreparedStaffList(version, found.counts, writer, staff_import)


@transaction.atomic
def store_staff_list(*, by: Member, prepared: PreparedStaffList, now: datetime) -> StaffImport:
    """The other half: one transaction, or Conflict when the organisation has changed meanwhile."""
    by.require(permissions.IMPORT)
    _require_version(prepared.version, by)
    move = require(STAFF_IMPORT, "apply_at_once", prepared.staff_import, by=by, now=now)
    return _write(move, prepared.writer, prepared.counts)


def import_staff_list(
    *, by: Member, now: datetime, progress: Progress = silent, **file: Unpack[StaffListFile]
) -> StaffImport:
    """The whole way at once, for programs: DomainError with every problem, and then nothing is stored."""
    with prepared_staff_list(by=by, now=now, progress=progress, **file) as prepared:
        return store_staff_list(by=by, prepared=prepared, now=now)


def checked_diff(
    table: Table, mapping: ColumnMapping, *, is_full: bool, as_of: date, answers: Answers = NO_ANSWERS
) -> Diff:
    """What a staff list would change; DomainError with every problem when it has any. Writes nothing."""
    found = diff(table, mapping, read_current(as_of), is_full=is_full, answers=answers)
    if found.problems:
        raise DomainError(
            "problems",
            _("The file has problems, so nothing has been stored."),
            _("Correct them and try again."),
            problems=found.problems,
        )
    return found


def _require_answers(found: Diff) -> None:
    """Nothing is applied while the file leaves something open that matters."""
    if found.open_questions:
        raise DomainError(
            "open_questions",
            _("The file leaves questions open, so nothing has been changed."),
            _("Answer them and try again."),
            field="answers",
            problems=[one.as_problem() for one in found.open_questions],
        )


def _require_few_leave(found: Diff) -> None:
    if many_leave(found.n_listed, found.counts):
        raise DomainError(
            "many_leave",
            _("%(count)s people would leave, because they are not in the file: more than a fifth.")
            % {"count": found.counts["leaves"]},
            _("Say that it is meant, or that the file holds only a part. Nothing has been changed."),
        )


def _prepared(staff_import: StaffImport, found: Diff, progress: Progress) -> AbstractContextManager[Writer]:
    """Whoever uploaded the list brings in its addresses."""
    made, email_by = _shares(found, progress), staff_import.created_by_id
    return prepared_writer(staff_import.organisation_id, found, made, email_by=email_by)


def _write(move: Move, writer: Writer, counts: dict[str, int]) -> StaffImport:
    move.write()
    staff_import: StaffImport = move.row
    writer.write(staff_import)
    if move.by:
        found = turnover(writer.found)
        follow_turnover(by=move.by, found=found, staff_import=staff_import, now=move.now)
        follow_addresses(by=move.by, people=writer.readdressed, now=move.now)  # the audit log is locked last
    # not noted: left over, it goes by its age
    StaffImportFile.objects.filter(staff_import=staff_import).delete()
    if is_large(staff_import):
        tell_move(move, url=preview_url(staff_import), values=_told(counts))
    append_move(move, **counts | _told(counts))
    refresh_when_written()
    return staff_import


def _told(counts: dict[str, int]) -> dict[str, int]:
    """The three numbers of the headline."""
    return {
        "joined": counts.get("joins", 0),
        "left": counts.get("leaves", 0),
        "moved": counts.get("moves", 0),
    }


def _shares(found: Diff, progress: Progress) -> "_Share":
    people, units = found.people, found.units
    tables = (units.placements, people.posts, people.lines, people.leaves)
    rows = sum(len(changes.opened) + len(changes.ended) for changes in tables)
    return _Share(progress, rows + len(people.created) + len(units.created))


class _Share:
    """Rows written, told as progress from 40 to 99 per cent."""

    def __init__(self, progress: Progress, total: int) -> None:
        self.progress, self.total, self.done = progress, max(total, 1), 0

    def __call__(self, rows: int) -> None:
        self.done += rows
        self.progress(40 + 59 * self.done // self.total, 100)


def _require_version(version: UUID | None, by: Member) -> None:
    """Inside the transaction that writes: from here on nobody else changes the structure."""
    if version != locked_structure_version(by.organisation.pk):
        raise _stale()


def _stale() -> Conflict:
    return Conflict(
        OVERTAKEN,
        _("The organisation has changed since this preview was made."),
        _("Look at the new preview and apply it."),
    )
