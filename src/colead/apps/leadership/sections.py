"""Leadership tasks on the page of a unit, and on the page of whoever holds them: neither is a secret."""

from datetime import date

from colead.apps.leadership.selectors.board import tasks_held_by, tasks_of_unit
from colead.apps.people.models import Person, Unit
from colead.kit.manifest import Section
from colead.kit.roles import Member


def of_unit(member: Member, unit: Unit, day: date, today: date) -> Section:
    """The tasks of the unit itself. Six queries at most."""
    cards = tasks_of_unit(unit, day, member=member, today=today)
    return Section("leadership/_tasks_of_unit.html", {"cards": cards, "key": unit.key})


def of_person(member: Member, person: Person, day: date, today: date) -> Section:
    """What the person leads on the day, also as deputy or cover. Six queries at most."""
    cards = tasks_held_by(person, day, member=member, today=today)
    return Section("leadership/_tasks_of_person.html", {"cards": cards, "key": person.key})
