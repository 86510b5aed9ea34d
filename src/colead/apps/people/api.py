"""People, units and reporting lines on a day, and staff lists on their way in."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import File, Form
from ninja.files import UploadedFile
from pydantic import Field, TypeAdapter, ValidationError

from colead.api.paging import Page, Paging
from colead.api.routes import Body, OrganisationRouter
from colead.apps.organisations.access import OrganisationRequest
from colead.apps.organisations.errors import DomainError
from colead.apps.people import permissions, selectors, services
from colead.apps.people.models import Person, ReportingLine, StaffImport, Unit
from colead.apps.people.selectors.directory import PersonRow, narrowed, person_rows
from colead.apps.people.selectors.imports import ImportPage, ImportRow
from colead.apps.people.selectors.links import PersonLink
from colead.apps.people.selectors.person import PersonPage
from colead.apps.people.selectors.tree import UnitRow
from colead.apps.people.selectors.unit import UnitPage
from colead.apps.people.services.opening import open_table
from colead.files.columns import ColumnMapping, chosen_columns, guess_columns

router = OrganisationRouter(tags=["people"])

IMPORTS = "/people-imports"
IMPORT = IMPORTS + "/{int:import_id}"


@dataclass(frozen=True)
class UnitItem:
    """A unit in the tree. `place` counts along the tree: a unit comes right before those below it."""

    place: int
    key: str
    name: str
    parent: str | None
    depth: int
    people_here: int
    people_below: int
    leads: list[PersonLink]


@dataclass(frozen=True)
class Line:
    """A person reports to a manager, from a day until the day before another (null = still)."""

    id: int
    person: PersonLink
    manager: PersonLink
    kind: Literal["solid", "dotted"]
    valid_from: date
    valid_until: date | None


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
    applies_from: Annotated[date | None, Field(description="The day of the changes; left out: today.")] = None
    columns: Annotated[
        str, Field(description='JSON: our column → the file\'s, e.g. {"key": "Nr."}. Left out: guessed.')
    ] = ""


@router.read_page("/people", permissions.VIEW, response=PersonRow)
def list_people(
    request: OrganisationRequest,
    paging: Paging,
    q: str = "",
    unit: str = "",
    leads: bool = False,
    without_lead: bool = False,
) -> Page[PersonRow]:
    """Everybody who works here on the day. `q`: words of name, title or unit; `unit`: with all below."""
    filters = selectors.Filters(q=q, unit=unit, leads=leads, without_lead=without_lead)
    found = narrowed(request.as_of, filters, request.member)
    if after := paging.after("", 0):
        name, pk = after
        same_name = Q(person__name_plain=name, person_id__gt=pk)
        found = found.filter(Q(person__name_plain__gt=name) | same_name)
    page = paging.page(found[: paging.limit + 1], lambda one: (one.person.name_plain, one.person_id))
    return Page(person_rows(page.items, request.as_of), page.next)


@router.read("/people/{path:person}", permissions.VIEW, response=PersonPage)
def show_person(request: OrganisationRequest, person: str) -> PersonPage:
    """A person by employee number: positions, lines up and down, history, strengths as far as shown."""
    found = get_object_or_404(Person, key=person)
    return selectors.person_page(found, request.as_of, member=request.member, today=request.today)


@router.read_list("/units", permissions.VIEW, response=UnitItem, order=lambda unit: (unit.place,))
def list_units(request: OrganisationRequest) -> list[UnitItem]:
    """The tree of units on the day, each unit right before those below it."""
    above: list[str] = []
    items = []
    for place, row in enumerate(selectors.unit_tree(request.as_of).rows):
        above = [*above[: row.depth], row.key]
        items.append(_unit(row, place, above[-2] if row.depth else None))
    return items


def _unit(row: UnitRow, place: int, parent: str | None) -> UnitItem:
    return UnitItem(
        place=place,
        key=row.key,
        name=row.name,
        parent=parent,
        depth=row.depth,
        people_here=row.people_here,
        people_below=row.people_below,
        leads=list(row.leads),
    )


@router.read("/units/{path:unit}", permissions.VIEW, response=UnitPage)
def show_unit(request: OrganisationRequest, unit: str) -> UnitPage:
    """A unit by key: where it lies, who leads it, who works there, what lies below, its history."""
    return selectors.unit_page(get_object_or_404(Unit, key=unit), request.as_of)


@router.read_page("/reporting-lines", permissions.VIEW, response=Line)
def list_reporting_lines(
    request: OrganisationRequest,
    paging: Paging,
    person: str = "",
    manager: str = "",
    kind: Literal["", "solid", "dotted"] = "",
) -> Page[Line]:
    """The reporting lines in force on the day; of one person, below one manager, of one kind."""
    wanted = {"person__key": person, "manager__key": manager, "kind": kind}
    lines = ReportingLine.objects.on(request.as_of).filter(**{name: of for name, of in wanted.items() if of})
    if after := paging.after(0):
        lines = lines.filter(pk__gt=after[0])
    found = list(lines.select_related("person", "manager").order_by("pk")[: paging.limit + 1])
    return paging.page([_line(one) for one in found], lambda line: (line.id,))


def _line(row: ReportingLine) -> Line:
    return Line(
        id=row.pk,
        person=PersonLink(row.person.key, row.person.name),
        manager=PersonLink(row.manager.key, row.manager.name),
        kind="solid" if row.kind == ReportingLine.Kind.SOLID else "dotted",
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


@router.read_list(IMPORTS, permissions.IMPORT, response=ImportRow, order=lambda row: (-row.id,))
def list_imports(request: OrganisationRequest) -> list[ImportRow]:  # noqa: ARG001  (in scope)
    """The last staff lists that were imported, the newest first."""
    return selectors.recent_imports()


@router.read(IMPORT, permissions.IMPORT, response=ImportPage)
def show_import(request: OrganisationRequest, import_id: int) -> ImportPage:
    """A staff list on its way, with what it changes and every problem; later its receipt."""
    return _import_page(request, import_id)


@router.write(IMPORTS, permissions.IMPORT, response=ImportPage)
def import_staff_list(
    request: OrganisationRequest, data: Form[StaffListFields], file: File[UploadedFile]
) -> ImportPage:
    """Take a staff list (CSV or XLSX): look at what it changes (dry_run), or apply it at once.

    Looking answers with the summary and problems of the import page, and an id to apply it by; a long list is
    checked in the background, then ask for the import again. Applying at once stores all of it, or with any
    problem nothing.
    """
    content, name = file.read(), file.name or ""
    columns = _columns(data.columns)
    now, day = timezone.now(), data.applies_from or request.today
    if data.dry_run:
        started = services.start_import(
            by=request.member, content=content, file_name=name, mode=data.mode, as_of=day, now=now
        )
        chosen = columns or started.mapping
        services.choose_columns(by=request.member, import_id=started.pk, columns=chosen, now=now)
        return _import_page(request, started.pk)
    applied = services.import_staff_list(
        by=request.member,
        content=content,
        file_name=name,
        mapping=_mapping(content, name, columns),
        is_full=data.mode == "full",
        as_of=day,
        now=now,
    )
    return _import_page(request, applied.pk)


@router.write(IMPORT + "/apply", permissions.IMPORT, response=ImportPage, status=200)
def apply_import(request: OrganisationRequest, import_id: int) -> ImportPage:
    """Apply a staff list that was looked at; a long one in the background. Twice is as once."""
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
    services.discard_import(by=request.member, import_id=import_id)
    return Discarded(import_id)


def _import_page(request: OrganisationRequest, import_id: int) -> ImportPage:
    return selectors.import_page(get_object_or_404(StaffImport, pk=import_id), member=request.member)


def _columns(text: str) -> dict[str, str]:
    """The choice of columns in a form field; empty when there is none."""
    if not text:
        return {}
    try:
        return TypeAdapter(dict[str, str]).validate_json(text)
    except ValidationError:
        raise DomainError(
            "bad_columns",
            _("“columns” is not JSON of names."),
            _('Write it as {"key": "Employee number", "manager": "Reports to"}.'),
            field="columns",
        ) from None


def _mapping(content: bytes, name: str, columns: dict[str, str]) -> ColumnMapping:
    header = open_table(content, name).header
    guess = guess_columns(header)
    return chosen_columns(guess, columns) if columns else guess
