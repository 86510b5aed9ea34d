"""The staff directory: everybody on a day, to search and to leaf through."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from colead.apps.people import permissions
from colead.apps.people.bridge import structure_on
from colead.apps.people.models import Leave, Person, Position, ReportingLine
from colead.apps.people.queries import PositionQuerySet
from colead.apps.people.selectors.links import PersonLink, UnitLink
from colead.apps.people.selectors.tree import units_below
from colead.kit.columns import Column, ListOf
from colead.kit.paging import Listing
from colead.kit.roles import Member

MOST_FOUND = 20
ORDER = ("person__name_plain", "person_id")


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to: words, a unit and all below it, formal leaders, people without lead."""

    q: str = ""
    unit: str = ""
    leads: bool = False
    without_lead: bool = False

    @property
    def are_set(self) -> bool:
        """Something is narrowed down."""
        return bool(self.q or self.unit or self.leads or self.without_lead)


@dataclass(frozen=True)
class PersonRow:
    """A person in the list."""

    key: Annotated[str, Column(_("Employee number"), page=False)]
    name: Annotated[str, Column(_("Name"), cell="people/_person_cell.html")]
    title: Annotated[str, Column(_("Title"), page=False)]
    unit: Annotated[UnitLink | None, Column(_("Unit"), empty="")]
    manager: Annotated[PersonLink | None, Column(_("Reports to"), empty=_("nobody"))]
    reports: Annotated[int, Column(_("Direct reports"), cell="people/_reports_cell.html")]
    leads_unit: bool
    is_away: bool


PEOPLE = ListOf(_("People"), PersonRow, page="people:list", api="/people")


def directory(day: date, filters: Filters, *, member: Member) -> Listing[Any, PersonRow]:
    """The people who work here on `day`, by name. Five queries a page at most, and those of the structure."""
    rows = narrowed(day, filters, member)
    if filters.are_set:
        return Listing(rows, ORDER, lambda found: person_rows(found, day))
    # of everybody a page is read along the index of names, instead of sorting a hundred thousand rows
    here = Person.objects.filter(Exists(rows.filter(person=OuterRef("pk"))))
    return Listing(
        here,
        ("name_plain", "pk"),
        lambda people: person_rows(list(rows.filter(person__in=people).order_by(*ORDER)), day),
        count=structure_on(day).engine.n_people,
    )


def find_people(day: date, text: str, *, member: Member) -> list[PersonRow]:
    """At most twenty people whose name, title or unit holds every word; none without words.

    Four queries, and those of the structure.
    """
    if not text.strip():
        return []
    found = narrowed(day, Filters(q=text), member).order_by(*ORDER)
    return person_rows(list(found[:MOST_FOUND]), day)


def narrowed(day: date, filters: Filters, member: Member) -> PositionQuerySet:
    """The main positions that the filters leave; e-mails are searched for those who may see them."""
    rows = Position.objects.main_on(day).select_related("person", "unit")
    if filters.q:
        rows = rows.search(filters.q, with_email=member.may(permissions.SEE_EMAIL))
    if filters.unit:
        rows = rows.filter(unit_id__in=units_below(day, filters.unit))
    if filters.leads:
        rows = rows.formal_leaders(day)
    if filters.without_lead:
        rows = rows.without_lead(day)
    return rows


def person_rows(positions: Sequence[Position], day: date) -> list[PersonRow]:
    """A page of positions as the list shows them: managers, reports and leave are read for all at once."""
    people, structure = [position.person_id for position in positions], structure_on(day)
    managers, reports, away = _managers(people, day), _reports(people, day), _away(people, day)
    return [
        PersonRow(
            key=position.person.key,
            name=position.person.name,
            title=position.title,
            unit=UnitLink(position.unit.key, position.unit.name) if position.unit else None,
            manager=managers.get(position.person_id),
            reports=reports.get(position.person_id, 0),
            leads_unit=bool(structure.units_led_by(structure.index_of(position.person_id))),
            is_away=position.person_id in away,
        )
        for position in positions
    ]


def _managers(people: list[int], day: date) -> dict[int, PersonLink]:
    lines = ReportingLine.objects.on(day).filter(person_id__in=people, kind=ReportingLine.Kind.SOLID)
    named = lines.values_list("person_id", "manager__key", "manager__name")
    return {person: PersonLink(key, name) for person, key, name in named}


def _reports(people: list[int], day: date) -> dict[int, int]:
    lines = ReportingLine.objects.on(day).filter(manager_id__in=people, kind=ReportingLine.Kind.SOLID)
    return dict(lines.values_list("manager_id").annotate(Count("pk")))


def _away(people: list[int], day: date) -> set[int]:
    return set(Leave.objects.on(day).filter(person_id__in=people).values_list("person_id", flat=True))
