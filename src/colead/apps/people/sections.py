"""What apps above this one show on the page of a unit and of a person. People itself knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from colead.apps.people.models import Person, Unit
from colead.kit.roles import Member


@dataclass(frozen=True)
class Section:
    """A template, and what it shows under the name `shown`."""

    template: str
    shown: object


UnitSection = Callable[[Member, Unit, date], Section]
PersonSection = Callable[[Member, Person, date], Section]
_OF_UNITS: list[UnitSection] = []
_OF_PEOPLE: list[PersonSection] = []


def register_sections(*, of_unit: UnitSection, of_person: PersonSection) -> None:
    """Add a section to both pages; once, when Django starts."""
    _OF_UNITS.append(of_unit)
    _OF_PEOPLE.append(of_person)


def sections_of_unit(member: Member, unit: Unit, day: date) -> list[Section]:
    """The sections of a unit's page. No query but those of the sections."""
    return [make(member, unit, day) for make in _OF_UNITS]


def sections_of_person(member: Member, person: Person, day: date) -> list[Section]:
    """The sections of a person's page. No query but those of the sections."""
    return [make(member, person, day) for make in _OF_PEOPLE]
