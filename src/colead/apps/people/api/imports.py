"""A staff list on its way in, from the first look to undo."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import File, Form
from ninja.files import UploadedFile
from pydantic import Field, TypeAdapter, ValidationError

from colead.apps.people import permissions, selectors, services
from colead.apps.people.api.router import router
from colead.apps.people.models import StaffImport
from colead.apps.people.selectors.existing import existing_import
from colead.apps.people.selectors.imports import ImportPage, ImportRow
from colead.apps.people.services.apply_import import PreparedStaffList
from colead.files.columns import chosen_columns
from colead.files.opened_file import OpenedFile
from colead.kit import bodies
from colead.kit.access import OrganisationRequest
from colead.kit.errors import DomainError
from colead.kit.parameters import Day
from colead.kit.routes import Body, Write

IMPORTS = "/people-imports"
IMPORT = IMPORTS + "/{int:import_id}"


@dataclass(frozen=True)
class Discarded:
    """The receipt of an import that was thrown away."""

    discarded: int


class StaffListFields(Body):
    """What goes with a staff list."""

    mode: Annotated[
        Literal["full", "partial"], Field(description="full: people who are not in the file leave.")
    ] = "full"
    dry_run: Annotated[bool, Field(description="true: only look. Apply it later by its id.")] = True
    applies_from: Annotated[Day | None, Field(description="The day of the changes; left out: today.")] = None
    columns: Annotated[
        str, Field(description='JSON: our column → the file\'s, e.g. {"key": "Nr."}. Left out: guessed.')
    ] = ""

    answers: Annotated[
        str,
        Field(
            description='JSON: question → answer, e.g. {"date_order": "month_first"}. Left out: as before.'
        ),
    ] = ""
    leave_out: Annotated[
        str, Field(description='JSON: columns whose values are not to be kept, e.g. ["CPR"].')
    ] = ""
    sheet: Annotated[
        str, Field(description="Of a workbook with several tables: the sheet's name, or all.")
    ] = ""
    header_row: Annotated[str, Field(description="Lines of the header: 3, 3-4 or none. Left out: found.")] = (
        ""
    )
    skip_rows: Annotated[
        str, Field(description="Lines that are no rows of the table, besides those found: 12, 20-22.")
    ] = ""
    keep_rows: Annotated[
        str, Field(description="Lines that are rows of the table, whatever they look like.")
    ] = ""
    many_may_leave: Annotated[
        bool, Field(description="With dry_run=false: it is meant that more than a fifth of the staff leaves.")
    ] = False


class Answers(Body):
    """What somebody says of the questions that a staff list leaves open."""

    answers: Annotated[
        dict[str, str],
        Field(description="The id of each question → the code of a choice.", default_factory=dict),
    ]


@router.read_list(
    IMPORTS,
    permissions.IMPORT,
    response=ImportRow,
    order=lambda row: (-row.created_at.timestamp(), -row.id),
)
def list_imports(request: OrganisationRequest) -> list[ImportRow]:  # noqa: ARG001  (in scope)
    """The last staff lists that were imported, the newest first."""
    return selectors.recent_imports()


@router.read(IMPORT, permissions.IMPORT, response=ImportPage)
def show_import(request: OrganisationRequest, import_id: int) -> ImportPage:
    """A staff list on its way, with what it changes and every problem; later its receipt."""
    return _import_page(request, import_id)


@router.write_prepared(IMPORTS, permissions.IMPORT, response=ImportPage)
@bodies.takes(bodies.upload)
def import_staff_list(
    request: OrganisationRequest, data: Form[StaffListFields], file: File[UploadedFile]
) -> Iterator[Write]:
    """Take a staff list (CSV, a workbook or Parquet): look at what it changes (dry_run), or apply it at once.

    Looking answers with the summary and problems of the import page, and an id to apply it by; a long list is
    checked in the background, then ask for the import again. Applying at once stores all of it, or with any
    problem nothing.
    """
    content, name = file.read(), file.name or ""
    columns, answers = _names(data.columns, "columns"), _names(data.answers, "answers")
    place = services.place_in_words(
        sheet=data.sheet, header_row=data.header_row, skip_rows=data.skip_rows, keep_rows=data.keep_rows
    )
    content = services.without_columns(content, name, _labels(data.leave_out), place)
    opened, day = services.open_file(content, name, place), data.applies_from or request.today
    if data.dry_run:
        yield lambda: _looked_at(request, data, opened, content, name, day, columns, answers)
        return
    table = opened.table
    mapping, remembered = services.columns_for(table)
    with services.prepared_staff_list(
        by=request.member,
        content=content,
        file_name=name,
        mapping=chosen_columns(mapping, columns),
        answers=remembered | answers,
        many_may_leave=data.many_may_leave,
        is_full=data.mode == "full",
        as_of=day,
        now=timezone.now(),
        table=table,
    ) as prepared:
        yield lambda: _import_page(request, _stored(request, prepared).pk)


def _looked_at(
    request: OrganisationRequest,
    data: StaffListFields,
    opened: OpenedFile,
    content: bytes,
    name: str,
    day: date,
    columns: dict[str, str],
    answers: dict[str, str],
) -> ImportPage:
    by, now = request.member, timezone.now()
    started = services.start_import(
        by=by, content=content, file_name=name, mode=data.mode, as_of=day, now=now, opened=opened
    )
    mapping = columns or started.mapping
    services.choose_columns(by=by, import_id=started.pk, columns=mapping, answers=answers, now=now)
    return _import_page(request, started.pk)


def _stored(request: OrganisationRequest, prepared: PreparedStaffList) -> StaffImport:
    return services.store_staff_list(by=request.member, prepared=prepared, now=timezone.now())


@router.write(IMPORT + "/answers", permissions.IMPORT, response=ImportPage, status=200)
def answer_questions(request: OrganisationRequest, import_id: int, data: Answers) -> ImportPage:
    """Say what a staff list leaves open, and see what it then changes."""
    services.answer_questions(
        by=request.member, import_id=import_id, answers=data.answers, now=timezone.now()
    )
    return _import_page(request, import_id)


@router.write(IMPORT + "/apply", permissions.IMPORT, response=ImportPage, status=200)
def apply_import(request: OrganisationRequest, import_id: int) -> ImportPage:
    """Apply a staff list that was looked at; a long one in the background. Repeating it changes nothing."""
    services.request_apply(by=request.member, import_id=import_id, now=timezone.now())
    return _import_page(request, import_id)


@router.write(IMPORT + "/undo", permissions.IMPORT, response=ImportPage, status=200)
def undo_import(request: OrganisationRequest, import_id: int) -> ImportPage:
    """Take back the last import that was applied."""
    services.request_undo(by=request.member, import_id=import_id, now=timezone.now())
    return _import_page(request, import_id)


@router.write(IMPORT, permissions.IMPORT, response=Discarded, method="DELETE", status=200)
def discard_import(request: OrganisationRequest, import_id: int) -> Discarded:
    """Throw a staff list away that was not applied."""
    services.discard_import(by=request.member, import_id=import_id, now=timezone.now())
    return Discarded(import_id)


def _import_page(request: OrganisationRequest, import_id: int) -> ImportPage:
    return selectors.import_page(existing_import(import_id), member=request.member)


def _names(text: str, field: str) -> dict[str, str]:
    """The choice in a form field; empty when there is none."""
    if not text:
        return {}
    try:
        return TypeAdapter(dict[str, str]).validate_json(text)
    except ValidationError:
        raise DomainError(
            f"bad_{field}",
            _("“%(field)s” is not JSON of names.") % {"field": field},
            _('Write it as {"key": "Employee number", "manager": "Reports to"}.')
            if field == "columns"
            else _('Write it as {"date_order": "month_first"}.'),
            field=field,
        ) from None


def _labels(text: str) -> list[str]:
    """The columns to leave out; empty when there are none."""
    try:
        return TypeAdapter(list[str]).validate_json(text) if text else []
    except ValidationError:
        raise DomainError(
            "bad_leave_out",
            _("“%(field)s” is not JSON of names.") % {"field": "leave_out"},
            _('Write it as ["CPR"].'),
            field="leave_out",
        ) from None
