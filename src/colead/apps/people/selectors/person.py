"""One person on a day: position, place, lines up and down, history, strengths as far as one may see them."""

from dataclasses import dataclass
from datetime import date

from colead.apps.people import permissions
from colead.apps.people.bridge import Structure, structure_on
from colead.apps.people.models import Leave, Person, Position, ReportingLine
from colead.apps.people.own_person import find_own_person
from colead.apps.people.selectors.history import Period, person_history
from colead.apps.people.selectors.links import PersonLink, UnitLink, unit_link, unit_path
from colead.apps.people.selectors.shown_strengths import StrengthRow, shown_strengths
from colead.kit.roles import Member


@dataclass(frozen=True)
class PositionRow:
    """A position on the day."""

    title: str
    unit: UnitLink | None
    is_primary: bool
    until: date | None


@dataclass(frozen=True)
class Report:
    """Somebody who reports to the person."""

    key: str
    name: str
    title: str
    unit: str


@dataclass(frozen=True)
class PersonPage:
    """Everything the page of a person shows. `works_here` is False on days without a position."""

    key: str
    name: str
    email: str
    is_self: bool
    works_here: bool
    positions: list[PositionRow]
    path: list[UnitLink]
    leads: UnitLink | None
    manager: PersonLink | None
    also_reports_to: list[PersonLink]
    reports: list[Report]
    people_below: int
    layer: int
    away_until: date | None
    is_away: bool
    history: list[Period]
    strengths: list[StrengthRow]


def person_page(person: Person, day: date, *, member: Member, today: date) -> PersonPage:
    """A person on `day`; their strengths as they show them `today`.

    Ten queries at most, and those of the structure, whatever the number of people.
    """
    structure = structure_on(day)
    index = structure.index_of(person.pk)
    own = find_own_person(member)
    lines = list(ReportingLine.objects.on(day).filter(person=person).select_related("manager"))
    leave = Leave.objects.on(day).filter(person=person).first()
    unit = int(structure.engine.unit[index]) if index >= 0 else -1
    is_self = own is not None and own.pk == person.pk
    return PersonPage(
        key=person.key,
        name=person.name,
        email=person.email if member.may(permissions.SEE_EMAIL) or is_self else "",
        is_self=is_self,
        works_here=index >= 0,
        positions=_positions(person, day),
        path=unit_path(structure, unit),
        leads=_led(structure, index, unit),
        manager=next((_manager(line) for line in lines if line.kind == ReportingLine.Kind.SOLID), None),
        also_reports_to=[_manager(line) for line in lines if line.kind == ReportingLine.Kind.DOTTED],
        reports=_reports(person, day),
        people_below=int(structure.people_below[index]) if index >= 0 else 0,
        layer=int(structure.engine.depth[index]) + 1 if index >= 0 else 0,
        is_away=leave is not None,
        away_until=leave.valid_until if leave else None,
        history=person_history(person.pk),
        strengths=shown_strengths(person, own, today=today),
    )


def _led(structure: Structure, person: int, own: int) -> UnitLink | None:
    """The unit that the person leads: their own before others."""
    led = structure.units_led_by(person)
    return unit_link(structure, own if own in led else next(iter(led), -1))


def _manager(line: ReportingLine) -> PersonLink:
    return PersonLink(line.manager.key, line.manager.name)


def _positions(person: Person, day: date) -> list[PositionRow]:
    rows = Position.objects.on(day).filter(person=person).select_related("unit").order_by("-is_primary", "pk")
    return [
        PositionRow(
            title=row.title,
            unit=UnitLink(row.unit.key, row.unit.name) if row.unit else None,
            is_primary=row.is_primary,
            until=row.valid_until,
        )
        for row in rows
    ]


def _reports(person: Person, day: date) -> list[Report]:
    below = ReportingLine.objects.on(day).filter(manager=person, kind=ReportingLine.Kind.SOLID)
    rows = Position.objects.main_on(day).filter(person__in=below.values("person"))
    named = rows.order_by("person__name_plain").values_list(
        "person__key", "person__name", "title", "unit__name"
    )
    return [Report(key, name, title, unit or "") for key, name, title, unit in named]
