"""People, units and reporting lines on a day."""

from dataclasses import dataclass
from typing import Literal

from colead.apps.people import permissions, selectors
from colead.apps.people.api.router import router
from colead.apps.people.selectors.directory import PersonRow, people_page
from colead.apps.people.selectors.existing import existing_person, existing_unit
from colead.apps.people.selectors.lines import Line, reporting_lines
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
    return people_page(request.as_of, filters, paging, member=request.member)


@router.read("/people/{path:person}", permissions.VIEW, response=PersonPage)
def show_person(request: OrganisationRequest, person: str) -> PersonPage:
    """A person by employee number: positions, lines up and down, history, strengths as far as shown."""
    found = existing_person(person)
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
    return selectors.unit_page(existing_unit(unit), request.as_of)


@router.read_page("/reporting-lines", permissions.VIEW, response=Line)
def list_reporting_lines(
    request: OrganisationRequest,
    paging: Paging,
    person: str = "",
    manager: str = "",
    kind: Literal["", "solid", "dotted"] = "",
) -> Page[Line]:
    """The reporting lines in force on the day; of one person, below one manager, of one kind."""
    return reporting_lines(request.as_of, paging, person=person, manager=manager, kind=kind)
