"""One example of everything that a URL can name, each carrying its organisation's canary."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils import timezone

from cast import DAY, LONG_AGO
from colead.apps.network.models import Nomination, NominationSet, Respondent
from colead.apps.organisations import scope
from colead.apps.organisations.models import Membership, Organisation
from colead.apps.organisations.roles import Member
from colead.apps.people.models import Person, Position, ReportingLine, Unit, UnitPlacement

CANARY = "canary-of-{}"


@dataclass(frozen=True)
class World:
    """The values for URL parameters, by name."""

    values: dict[str, Any]


def build_world(organisation: Organisation, member: Member) -> World:
    """Furnish an organisation with a unit, a lead, two colleagues, a nomination set, a job, a notice …"""
    with scope.organisation(organisation):
        unit = _unit(organisation)
        people = _people(organisation, unit)
        nominations = _nomination_set(organisation, people)
    values = {
        "organisation": organisation.slug,
        "person": people[1].key,
        "unit": unit.key,
        "nomination_set": nominations.pk,
        "membership_id": Membership.objects.filter(organisation=organisation).latest("pk").pk,
    }
    return World(values)


def _unit(organisation: Organisation) -> Unit:
    canary = CANARY.format(organisation.slug)
    unit = Unit.objects.create(
        organisation=organisation, key=f"unit-{organisation.slug}", name=f"Unit {canary}"
    )
    UnitPlacement.objects.create(organisation=organisation, unit=unit, valid_from=LONG_AGO)
    return unit


def _people(organisation: Organisation, unit: Unit) -> list[Person]:
    people = [
        Person.objects.create(
            organisation=organisation,
            key=f"p{number}-{organisation.slug}",
            name=f"Person {number} {CANARY.format(organisation.slug)}",
        )
        for number in range(12)
    ]
    for person in people:
        Position.objects.create(organisation=organisation, person=person, unit=unit, valid_from=LONG_AGO)
    for person in people[1:]:
        ReportingLine.objects.create(
            organisation=organisation, person=person, manager=people[0], valid_from=LONG_AGO
        )
    return people


def _nomination_set(organisation: Organisation, people: list[Person]) -> NominationSet:
    nominations = NominationSet.objects.create(
        organisation=organisation,
        name=f"Advice {CANARY.format(organisation.slug)}",
        held_on=DAY,
        created_at=timezone.now(),
    )
    for source, target in pairwise(people):
        Respondent.objects.create(organisation=organisation, nomination_set=nominations, person=source)
        Nomination.objects.create(
            organisation=organisation, nomination_set=nominations, source=source, target=target
        )
    return nominations
