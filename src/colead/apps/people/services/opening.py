"""Opening a staff list: the door at which unreadable files and civil registration numbers are refused."""

import zlib
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from colead.apps.jobs.services import enqueue
from colead.apps.people import permissions
from colead.apps.people.models import StaffImport, StaffImportFile
from colead.apps.people.workflow import STAFF_IMPORT
from colead.files.chosen_place import chosen_place
from colead.files.civil_registration import civil_registration_problems, columns_of_numbers
from colead.files.leaving_out import left_out, written
from colead.files.opened_file import OpenedFile, table_or_question
from colead.files.places import WHERE_FOUND, Place
from colead.files.problems import FileError, FileProblem
from colead.files.spelling import compared
from colead.files.tables import Table
from colead.kit.errors import DomainError, NotFound
from colead.kit.roles import Member
from colead.kit.uploads import open_upload, read_upload, read_uploaded_grids

BACKGROUND_ROWS = 2_000  # larger files are checked, applied and undone by a job


def open_file(content: bytes, name: str, place: Place = WHERE_FOUND, *, may_ask: bool = False) -> OpenedFile:
    """An uploaded file; DomainError when it cannot be read, or holds CPR numbers on any of its sheets.

    may_ask : whether a file is opened all the same when somebody must say which of several sheets is meant.
    """
    try:
        opened = open_upload(content, name, place, may_ask=may_ask)
    except FileError as error:
        raise unreadable(error) from error
    refuse_numbers([*civil_registration_problems(opened.table), *opened.elsewhere])
    return opened


def refuse_numbers(forbidden: Sequence[FileProblem], *, field: str = "file") -> None:
    """DomainError when there are any."""
    if forbidden:
        raise DomainError(
            "civil_registration_numbers",
            _("The file holds civil registration numbers (CPR), which Colead does not take."),
            _("Leave these columns out, or remove the numbers. Nothing of the file has been kept."),
            field=field,
            problems=forbidden,
        )


def place_in_words(**words: str) -> Place:
    """Where a table stands. See `files.chosen_place`; DomainError for words that are no lines."""
    try:
        return chosen_place(**words)
    except FileError as error:
        found = error.problems[0]
        raise DomainError(
            "bad_lines", found.text(gettext), field=found.column or "", problems=error.problems
        ) from error


def open_table(content: bytes, name: str, place: Place = WHERE_FOUND) -> Table:
    """The table in an uploaded file. See :func:`open_file`."""
    return open_file(content, name, place).table


def number_columns(content: bytes, name: str) -> list[str]:
    """The columns of an uploaded file that are there for CPR numbers; none where some stand elsewhere."""
    try:
        table = open_upload(content, name, may_ask=True).table
    except FileError as error:
        raise unreadable(error) from error
    columns = columns_of_numbers(table)
    return columns if len(columns) == len(civil_registration_problems(table)) else []


def without_columns(
    content: bytes,
    name: str,
    columns: Collection[str] = (),
    place: Place = WHERE_FOUND,
    *,
    numbers: bool = False,
) -> bytes:
    """An uploaded file without the values of some of its columns, which then reach no disk and no log.

    numbers : whether whatever holds civil registration numbers is left out as well.
    DomainError when the file cannot be read, or has no such column.
    """
    if not columns and not numbers:
        return content
    try:
        grids = read_uploaded_grids(content, name)
        unread = [one for grid in grids if grid.visible for one in grid.problems]
        if unread:  # written again, such a cell would be empty
            raise FileError(unread, name=name)
        table, _place, _asks = table_or_question(grids, name, place, may_ask=True)
        header = [compared(label) for label in table.header]
    except FileError as error:
        raise unreadable(error) from error
    for column in columns:
        if compared(column) not in header:
            raise DomainError("unknown_column", _("The file has no column “%(label)s”.") % {"label": column})
    return written(left_out(grids, columns, numbers=numbers))


def unreadable(error: FileError, *, field: str = "file") -> DomainError:
    """What is said of a file that cannot be read."""
    return DomainError(
        "unreadable_file",
        _("The file cannot be read."),
        _("Nothing has been stored."),
        field=field,
        problems=error.problems,
    )


def open_import(by: Member, import_id: int) -> StaffImport:
    """The import, locked for a change; NotFound if there is none."""
    by.require(permissions.IMPORT)
    found = StaffImport.objects.select_for_update(of=("self",)).filter(pk=import_id).first()
    if found is None:
        raise STAFF_IMPORT.not_found()
    return found


@transaction.atomic
def read_import(by: Member, import_id: int) -> StaffImport:
    """The import as it is, without keeping it locked."""
    return open_import(by, import_id)


def is_large(staff_import: StaffImport) -> bool:
    """Its steps are made by jobs."""
    return staff_import.n_rows > BACKGROUND_ROWS


def in_background(
    staff_import: StaffImport, step: str, *, by: Member, now: datetime, result_url: str = ""
) -> StaffImport:
    """Have a job make a step of a large import: check, apply or undo."""
    staff_import.job = enqueue(
        by=by,
        work=f"people.{step}_import",
        arguments={"import_id": staff_import.pk},
        key=f"staff-import:{staff_import.pk}:{step}",
        now=now,
        result_url=result_url,
    )
    staff_import.save(update_fields=["job"])
    return staff_import


def preview_url(staff_import: StaffImport) -> str:
    """The address of an import's page."""
    return reverse("people:import_preview", args=[staff_import.organisation.slug, staff_import.pk])


def kept_file(staff_import: StaffImport) -> StaffImportFile:
    """The file of an import; NotFound when it has been removed."""
    found = StaffImportFile.objects.filter(staff_import=staff_import).first()
    if found is None:
        raise NotFound(
            "file_removed",
            _("The file of this import has been removed."),
            _("Import the file again."),
        )
    return found


def table_of(staff_import: StaffImport, file: StaffImportFile) -> Table:
    """The table in the file that was kept."""
    return read_upload(zlib.decompress(file.content), staff_import.file_name, file.chosen_place)
