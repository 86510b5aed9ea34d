"""People, units and reporting lines on a day."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import Q
from django.shortcuts import get_object_or_404

from colead.apps.people import permissions, selectors
from colead.apps.people.api.router import router
from colead.apps.people.models import Person, ReportingLine, Unit
from colead.apps.people.selectors.directory import PersonRow, narrowed, person_rows
from colead.apps.people.selectors.links import PersonLink
from colead.apps.people.selectors.person import PersonPage
from colead.apps.people.selectors.tree import UnitRow
from colead.apps.people.selectors.unit import UnitPage
from colead.kit.access import OrganisationRequest
from colead.kit.paging import Page, Paging


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
