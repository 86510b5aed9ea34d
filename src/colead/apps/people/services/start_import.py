"""Step one: take the file, if it may be taken, and guess its columns; or throw it away again."""

import hashlib
import zlib
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from colead.apps.people import permissions
from colead.apps.people.models import FILE_LIFETIME, StaffImport, StaffImportFile
from colead.apps.people.services.opening import number_columns, open_file, open_import, without_columns
from colead.apps.people.workflow import STAFF_IMPORT, UNAPPLIED
from colead.files.columns import ColumnMapping
from colead.files.masking import mask
from colead.files.opened_file import OpenedFile
from colead.files.places import WHERE_FOUND, Place
from colead.files.staff_columns import guess_staff_columns
from colead.files.tables import Table
from colead.kit.erasures import note_erasure
from colead.kit.errors import DomainError
from colead.kit.moves import require
from colead.kit.roles import Member

SAMPLES = 3
SAMPLE_LENGTH = 60


def start_import(
    *,
    by: Member,
    content: bytes,
    file_name: str,
    mode: str,
    as_of: date,
    now: datetime,
    place: Place = WHERE_FOUND,
    opened: OpenedFile | None = None,
    leaves_numbers_out: bool = False,
) -> StaffImport:
    """Keep a staff list for the next steps, its columns guessed, or as they were chosen the last time.

    place : where in the file the table stands.   opened : what was read from the content, when it was; else
    a file with several tables, or without a header, is kept, and asked about in the next step.
    leaves_numbers_out : whether a file with civil registration numbers is kept without the columns that hold
        them, which are named in `StaffImportFile.left_out`.
    DomainError with every problem when it cannot be read, or holds civil registration numbers: then nothing
    of it is kept.
    """
    by.require(permissions.IMPORT)
    if mode not in StaffImport.Mode.values:
        raise DomainError(
            "unknown_mode", _("“%(mode)s” is neither full nor partial.") % {"mode": mode}, field="mode"
        )
    left_out: list[str] = []
    if opened is None and leaves_numbers_out:
        content, left_out = _without_numbers(content, file_name)
    opened = opened or open_file(content, file_name, place, may_ask=True)
    table = opened.table
    mapping, answers = columns_for(table)
    staff_import = StaffImport(
        organisation=by.organisation,
        mode=mode,
        as_of=as_of,
        file_name=mask(file_name)[:200],
        file_hash=hashlib.sha256(content).hexdigest(),
        header_hash=header_hash(table.header),
        n_rows=table.n_rows,
        mapping=mapping.columns,
        answers=answers,
        created_by=by.user,
        created_at=now,
    )
    kept = StaffImportFile(
        organisation=by.organisation,
        staff_import=staff_import,
        content=zlib.compress(content, 1),
        left_out=left_out,
        **what_was_read(opened),
    )
    with transaction.atomic():
        require(STAFF_IMPORT, "upload", staff_import, by=by, now=now).write()
        kept.save()
    return staff_import


def _without_numbers(content: bytes, name: str) -> tuple[bytes, list[str]]:
    """The content without columns of civil registration numbers, and what they are called.

    Where a number stands among other values nothing is taken out: that is refused, to be looked at.
    """
    columns = number_columns(content, name)
    return (without_columns(content, name, columns, numbers=True) if columns else content), columns


@transaction.atomic
def discard_import(*, by: Member, import_id: int, now: datetime) -> None:
    """Remove an import that has not been applied, with its file."""
    require(STAFF_IMPORT, "discard", open_import(by, import_id), by=by, now=now).row.delete()
    note_erasure(by=by, what=StaffImport._meta.label_lower, ids=[import_id], now=now)


@transaction.atomic
def remove_expired_files(*, by: Member, now: datetime) -> int:  # noqa: ARG001  (every service says who acts)
    """Remove files older than seven days, and the imports that were never applied. Returns how many."""
    expired = StaffImport.objects.expired(now, FILE_LIFETIME)
    ids = list(expired.values_list("pk", flat=True))
    # not noted: they go by their age
    StaffImportFile.objects.filter(staff_import__in=ids).delete()
    StaffImport.objects.filter(pk__in=ids, state__in=UNAPPLIED).delete()
    return len(ids)


def header_hash(header: list[str]) -> str:
    """Equal for files with the same columns in the same order."""
    return hashlib.sha256("\x1f".join(header).encode()).hexdigest()


def columns_for(table: Table) -> tuple[ColumnMapping, dict[str, str]]:
    """What the columns hold, and the answers to questions, as they were the last time; else a guess.

    The last time is that of a file with the same header. One query.
    """
    mapping, answers = _remembered(table.header) or (None, {})
    return (guess_staff_columns(table) if mapping is None else ColumnMapping(mapping)), answers


def _remembered(header: list[str]) -> tuple[dict[str, str], dict[str, str]] | None:
    checked = StaffImport.objects.filter(header_hash=header_hash(header)).exclude(
        state__in=[StaffImport.State.UPLOADED, StaffImport.State.FAILED]
    )
    return checked.order_by("-created_at").values_list("mapping", "answers").first()


def what_was_read(opened: OpenedFile) -> dict[str, Any]:
    """The fields of a kept file that say how it was read."""
    return {
        "header": opened.table.header,
        "samples": _samples(opened.table),
        "place": asdict(opened.place),
        "look": asdict(opened.look),
    }


def _samples(table: Table) -> list[list[str]]:
    """The first values of each column."""
    head = table.frame.head(50)
    return [
        [str(value)[:SAMPLE_LENGTH] for value in head.get_column(label).drop_nulls().head(SAMPLES)]
        for label in table.header
    ]
