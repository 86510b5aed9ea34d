"""Who leads whom, and which unit. What follows from it as a right is always asked of today."""

from datetime import date

from django.db.models import Exists

from colead.apps.people.bridge import Structure, structure_on
from colead.apps.people.models import Person, Position, ReportingLine
from colead.apps.people.own_person import find_own_person
from colead.kit.roles import Member


def leads_of_person(structure: Structure, person_pk: int) -> list[int]:
    """Indices of the person's leads: whom they report to, and those who lead the unit they work in.

    Nobody further up: who shows something to their lead does not expect the whole line to read it.
    """
    person = structure.index_of(person_pk)
    if person < 0:
        return []
    manager, unit = int(structure.engine.manager[person]), int(structure.engine.unit[person])
    leads = {manager} if manager >= 0 else set()
    if unit >= 0:
        leads.update(structure.leads_of(unit))
    return sorted(leads - {person})


def is_lead(viewer: Person, person: Person, *, today: date) -> bool:
    """True when the viewer is a lead of the person today. Four queries, see structure_on."""
    structure = structure_on(today)
    return structure.index_of(viewer.pk) in leads_of_person(structure, person.pk)


def units_led(member: Member, *, today: date) -> frozenset[int]:
    """Primary keys of the units that the member leads today, with all below them.

    Two queries; for somebody to whom people report, or who is marked as a lead, those of the structure.
    """
    own = find_own_person(member)
    if own is None or not _may_be_lead(own, today):
        return frozenset()
    structure = structure_on(today)
    led = structure.units_led_by(structure.index_of(own.pk))
    return frozenset(pk for unit in led for pk in structure.pks_below(unit))


def _may_be_lead(person: Person, today: date) -> bool:
    """Nobody leads a unit whom neither the staff list marks nor anybody reports to. One query."""
    marked = Position.objects.on(today).filter(person=person, leads_unit=True)
    followed = ReportingLine.objects.on(today).filter(manager=person)
    return Person.objects.filter(Exists(marked) | Exists(followed), pk=person.pk).exists()
