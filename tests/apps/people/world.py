"""Its part of the tests' world: a unit and its people, on whom later apps hang their things."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from cast import DAY, LONG_AGO, today
from colead.apps.organisations.models import Organisation
from colead.apps.people.models import (
    Competency,
    Person,
    Position,
    ReportingLine,
    RequestedCompetency,
    Strength,
    Unit,
    UnitPlacement,
    ViewRequest,
)
from colead.apps.people.services import start_import
from colead.kit.roles import Member
from house.world import CANARY, World


def furnish(world: World) -> None:
    """A unit with its people, one more unit, a competency, a question for a view, an unfinished import."""
    organisation = world.organisation
    world.unit = _unit(organisation, "unit")
    world.people = _people(organisation, world.unit)
    world.competency = _competency(organisation)
    _staff(world.people, world.lead, world.former_lead, world.own)
    _colleagues(organisation, world.elsewhere)
    _evidence(world.people[2], world.competency)
    world.values |= {
        "unit": world.unit.key,
        "person": world.people[1].key,
        "colleague": world.people[5].key,  # in no address, but what is sent may name them
        "competency": world.competency.key,
        "view_request": _view_request(world.people, world.competency),
        "import_id": _import(world),
    }


def _import(world: World) -> int:
    staff_list = f"id,name,manager,unit\n{world.people[0].key},{world.canary},,Ward\n".encode()
    return start_import(
        by=world.office,
        content=staff_list,
        file_name="people.csv",
        mode="partial",
        as_of=DAY,
        now=timezone.now(),
    ).pk


def _unit(organisation: Organisation, key: str) -> Unit:
    canary = CANARY.format(organisation.slug)
    unit = Unit.objects.create(
        organisation=organisation, key=f"{key}-{organisation.slug}", name=f"{key.title()} {canary}"
    )
    UnitPlacement.objects.create(organisation=organisation, unit=unit, valid_from=LONG_AGO)
    return unit


def _person(organisation: Organisation, name: str, unit: Unit) -> Person:
    person = Person.objects.create(
        organisation=organisation,
        key=f"{name}-{organisation.slug}",
        name=f"{name.title()} {CANARY.format(organisation.slug)}",
    )
    Position.objects.create(organisation=organisation, person=person, unit=unit, valid_from=LONG_AGO)
    return person


def _people(organisation: Organisation, unit: Unit) -> list[Person]:
    """The first leads the unit, and all others report to them, but the last one: to the second."""
    people = [_person(organisation, f"p{number}", unit) for number in range(12)]
    people[0].positions.update(leads_unit=True)
    for person in people[1:]:
        manager = people[1] if person == people[-1] else people[0]
        ReportingLine.objects.create(
            organisation=organisation, person=person, manager=manager, valid_from=LONG_AGO
        )
    return people


def _staff(people: list[Person], lead: Member | None, former_lead: Member | None, own: Member) -> None:
    """Who of the people signs in as whom; the second led the unit until a month ago."""
    month_ago = today() - timedelta(days=30)
    led, now = people[1].positions.get(), people[1].positions.get()
    now.pk, now.valid_from = None, month_ago
    led.leads_unit, led.valid_until = True, month_ago
    led.save()
    now.save()
    for person, member in zip(people, (lead, former_lead, own), strict=False):
        person.user = member.user if member else None
        person.save()


def _colleagues(organisation: Organisation, members: Sequence[Member]) -> None:
    unit = _unit(organisation, "office")
    for member in members:
        assert member.user is not None
        person = _person(organisation, member.user.name.lower(), unit)
        person.user = member.user
        person.save()


def _competency(organisation: Organisation) -> Competency:
    canary = CANARY.format(organisation.slug)
    return Competency.objects.create(
        organisation=organisation,
        key=f"competency-{organisation.slug}",
        name_en=f"Leading {canary}",
        name_da=f"Lede {canary}",
    )


def _view_request(people: list[Person], competency: Competency) -> int:
    """The first, who leads the unit, asks the third for their view."""
    request = ViewRequest.objects.create(
        organisation=competency.organisation, person=people[0], colleague=people[2], asked_at=timezone.now()
    )
    RequestedCompetency.objects.create(
        organisation=competency.organisation, request=request, competency=competency
    )
    return request.pk


def _evidence(person: Person, competency: Competency) -> None:
    Strength.objects.create(
        organisation=person.organisation,
        person=person,
        competency=competency,
        level=3,
        source=Strength.Source.EVIDENCE,
    )
