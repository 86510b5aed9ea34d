"""Leadership tasks on the page of a unit, and on the page of whoever holds them: neither is a secret."""

from dataclasses import dataclass
from datetime import date

from colead.apps.leadership.selectors.board import Card, tasks_held_by, tasks_of_unit
from colead.apps.people.models import Person, Unit
from colead.kit.manifest import Section
from colead.kit.roles import Member


@dataclass(frozen=True)
class Tasks:
    """Tasks as cards, and the key of the unit or of the person."""

    cards: list[Card]
    key: str


def of_unit(member: Member, unit: Unit, day: date, today: date) -> Section:
    """The tasks of the unit itself. Six queries at most."""
    return Section(
        "leadership/_tasks_of_unit.html",
        Tasks(tasks_of_unit(unit, day, member=member, today=today), unit.key),
    )


def of_person(member: Member, person: Person, day: date, today: date) -> Section:
    """What the person leads on the day, also as deputy or cover. Six queries at most."""
    cards = tasks_held_by(person, day, member=member, today=today)
    return Section("leadership/_tasks_of_person.html", Tasks(cards, person.key))
