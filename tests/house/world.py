"""One example of everything that a URL can name, each carrying its organisation's canary."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Any

from django.utils import timezone

from cast import DAY, LONG_AGO
from colead.apps.jobs.services import enqueue
from colead.apps.leadership.models import (
    Application,
    Assignment,
    Handover,
    HandoverItem,
    LeadershipTask,
    Offer,
    Scenario,
)
from colead.apps.ledger.services import append_entry
from colead.apps.network.models import Nomination, NominationSet, Respondent
from colead.apps.network.services import compute_map
from colead.apps.network.services import start_import as start_nomination_import
from colead.apps.notices.services import notify
from colead.apps.organisations.models import Membership, Organisation
from colead.apps.organisations.services import create_token
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
from colead.apps.people.services import start_import as start_staff_import
from colead.kit import scope
from colead.kit.roles import Member

CANARY = "canary-of-{}"


@dataclass(frozen=True)
class World:
    """The values for URL parameters, by name."""

    values: dict[str, Any]


def build_world(
    organisation: Organisation,
    own: Member,
    *,
    office: Member | None = None,
    lead: Member | None = None,
    former_lead: Member | None = None,
    elsewhere: Sequence[Member] = (),
) -> World:
    """Furnish an organisation with a unit, people, tasks and nominations.

    own : what can be somebody's own is theirs: job, notice, token, offer, application, assignment, handover,
        and the request for their view, which `lead` made. office : started the imports; without it, `own`.
    lead, former_lead : lead the unit, and led it until last month. elsewhere : work in another unit.
    """
    office = office or own
    with scope.organisation(organisation):
        unit = _unit(organisation, "unit")
        people = _people(organisation, unit)
        _staff(people, lead, former_lead, own)
        _colleagues(organisation, elsewhere)
        nominations = _nomination_set(organisation, people)
        compute_map(by=office, nomination_set=nominations.pk, day=DAY, now=timezone.now())
        competency = _competency(organisation)
        things = _own_things(own) | _imports(office, people)
        things["view_request"] = _view_request(own, people, competency)
        _evidence(people[2], competency)
        scenario = _scenario(organisation)
        held = _leadership(organisation, unit, people)
    values = {
        "organisation": organisation.slug,
        "person": people[1].key,
        "unit": unit.key,
        "nomination_set": nominations.pk,
        "competency": competency.key,
        "membership_id": Membership.objects.get(organisation=organisation, user=own.user).pk,
        "scenario": scenario.pk,
        "entry": _entry(office),
    }
    return World(values | held | things)


def _entry(member: Member) -> int:
    """The number of an entry in the audit log; every organisation counts its own, so none has the other's."""
    for _number in range(len(member.organisation.slug) ** 2):
        last = append_entry(by=member, action="a.b", subject="canary", now=timezone.now())
    return last.index


def _own_things(member: Member) -> dict[str, int]:
    """A job, a notice and a token of this member."""
    now = timezone.now()
    job = enqueue(by=member, work="people.check_import", arguments={"import_id": 0}, now=now)
    notice = notify(
        to=member.user,
        organisation=member.organisation,
        kind="people.import_finished",
        subject="import:0",
        values={"joined": 1, "left": 0, "moved": 0},
        now=now,
    )
    name = CANARY.format(member.organisation.slug)
    token, _secret = create_token(by=member, name=name, scope="read", now=now, lifetime=timedelta(days=1))
    return {"job": job.pk, "notice": notice.pk, "token_id": token.pk}


def _imports(member: Member, people: list[Person]) -> dict[str, int]:
    """Two unfinished imports of this member."""
    now, canary = timezone.now(), CANARY.format(member.organisation.slug)
    staff_list = f"id,name,manager,unit\n{people[0].key},{canary},,Ward\n".encode()
    imported = start_staff_import(
        by=member, content=staff_list, file_name="people.csv", mode="partial", as_of=DAY, now=now
    )
    ties = f"from,to\n{people[1].key},{people[0].key}\n".encode()
    nominations = start_nomination_import(by=member, name=canary, held_on=DAY, nominations=ties, now=now)
    return {"import_id": imported.pk, "nomination_import": nominations.pk}


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
    """The first leads the unit, and all others report to them."""
    people = [_person(organisation, f"p{number}", unit) for number in range(12)]
    people[0].positions.update(leads_unit=True)
    for person in people[1:]:
        ReportingLine.objects.create(
            organisation=organisation, person=person, manager=people[0], valid_from=LONG_AGO
        )
    return people


def _staff(people: list[Person], lead: Member | None, former_lead: Member | None, own: Member) -> None:
    """Who of the people signs in as whom; the second led the unit until a month ago."""
    month_ago = timezone.now().date() - timedelta(days=30)
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


def _view_request(member: Member, people: list[Person], competency: Competency) -> int:
    """The lead asks the member for their view."""
    request = ViewRequest.objects.create(
        organisation=member.organisation, person=people[0], colleague=people[2], asked_at=timezone.now()
    )
    RequestedCompetency.objects.create(
        organisation=member.organisation, request=request, competency=competency
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


def _scenario(organisation: Organisation) -> Scenario:
    return Scenario.objects.create(
        organisation=organisation,
        name=f"Scenario {CANARY.format(organisation.slug)}",
        as_of=DAY,
        created_at=timezone.now(),
    )


def _leadership(organisation: Organisation, unit: Unit, people: list[Person]) -> dict[str, int]:
    """Three tasks of the unit: one person holds and hands over the first, is offered the second, and would
    like the third."""
    canary, now, own = CANARY.format(organisation.slug), timezone.now(), people[2]
    shared = {"organisation": organisation}
    held_task, offered, wanted = (_task(unit, f"Task {number} {canary}") for number in range(3))
    held = Assignment.objects.create(
        task=held_task, person=own, valid_from=LONG_AGO, accepted_at=now, why=canary, **shared
    )
    handover = Handover.objects.create(assignment=held, note=canary, started_at=now, **shared)
    return {
        "task": held_task.pk,
        "assignment": held.pk,
        "handover": handover.pk,
        "item": HandoverItem.objects.create(handover=handover, text=canary, **shared).pk,
        "offer": Offer.objects.create(
            task=offered, person=own, starts_on=DAY, offered_at=now, message=canary, **shared
        ).pk,
        "application": Application.objects.create(
            task=wanted, person=own, created_at=now, message=canary, **shared
        ).pk,
    }


def _task(unit: Unit, title: str) -> LeadershipTask:
    return LeadershipTask.objects.create(
        organisation=unit.organisation,
        title=title,
        purpose=title,
        unit=unit,
        hours_per_week=2,
        seats=3,
        valid_from=LONG_AGO,
        opened_at=timezone.now(),
    )
