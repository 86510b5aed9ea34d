"""People, units and reporting lines on a day."""

from typing import Literal

from colead.apps.people import permissions, selectors
from colead.apps.people.api.router import router
from colead.apps.people.models import Position, ReportingLine
from colead.apps.people.selectors.directory import PersonRow
from colead.apps.people.selectors.existing import existing_person, existing_unit
from colead.apps.people.selectors.lines import Line, reporting_lines
from colead.apps.people.selectors.person import PersonPage
from colead.apps.people.selectors.tree import UnitRow
from colead.apps.people.selectors.unit import UnitPage
from colead.kit.access import OrganisationRequest
from colead.kit.paging import Listing


@router.read_page("/people", permissions.VIEW, response=PersonRow)
def list_people(
    request: OrganisationRequest,
    q: str = "",
    unit: str = "",
    leads: bool = False,
    without_lead: bool = False,
) -> Listing[Position, PersonRow]:
    """Everybody who works here on the day. `q`: words of name, title or unit; `unit`: with all below."""
    filters = selectors.Filters(q=q, unit=unit, leads=leads, without_lead=without_lead)
    return selectors.directory(request.as_of, filters, member=request.member)


@router.read("/people/{path:person}", permissions.VIEW, response=PersonPage)
def show_person(request: OrganisationRequest, person: str) -> PersonPage:
    """A person by employee number: positions, lines up and down, history, strengths as far as shown."""
    found = existing_person(person)
    return selectors.person_page(found, request.as_of, member=request.member, today=request.today)


@router.read_list("/units", permissions.VIEW, response=UnitRow, order=lambda unit: (unit.place,))
def list_units(request: OrganisationRequest) -> list[UnitRow]:
    """The tree of units on the day, each unit right before those below it."""
    return selectors.unit_tree(request.as_of).rows


@router.read("/units/{path:unit}", permissions.VIEW, response=UnitPage)
def show_unit(request: OrganisationRequest, unit: str) -> UnitPage:
    """A unit by key: where it lies, who leads it, who works there, what lies below, its history."""
    return selectors.unit_page(existing_unit(unit), request.as_of)


@router.read_page("/reporting-lines", permissions.VIEW, response=Line)
def list_reporting_lines(
    request: OrganisationRequest,
    person: str = "",
    manager: str = "",
    kind: Literal["", "solid", "dotted"] = "",
) -> Listing[ReportingLine, Line]:
    """The reporting lines in force on the day; of one person, below one manager, of one kind."""
    return reporting_lines(request.as_of, person=person, manager=manager, kind=kind)
