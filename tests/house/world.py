"""One example of everything that a URL can name, each carrying its organisation's canary."""

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


def build_world(organisation: Organisation, member: Member) -> World:
    """Furnish an organisation with a unit, people, nominations, and what `member` left lying about."""
    with scope.organisation(organisation):
        unit = _unit(organisation)
        people = _people(organisation, unit)
        nominations = _nomination_set(organisation, people)
        compute_map(by=member, nomination_set=nominations.pk, day=DAY, now=timezone.now())
        competency = _competency(organisation)
        own = _own_things(member, people) | {"view_request": _view_request(member, people, competency)}
        scenario = _scenario(organisation)
        held = _leadership(organisation, unit, people)
    values = {
        "organisation": organisation.slug,
        "person": people[1].key,
        "unit": unit.key,
        "nomination_set": nominations.pk,
        "competency": competency.key,
        "membership_id": Membership.objects.filter(organisation=organisation).latest("pk").pk,
        "scenario": scenario.pk,
        "entry": _entry(member),
    }
    return World(values | held | own)


def _entry(member: Member) -> int:
    """The number of an entry in the audit log; every organisation counts its own, so none has the other's."""
    for _number in range(len(member.organisation.slug) ** 2):
        last = append_entry(by=member, action="a.b", subject="canary", now=timezone.now())
    return last.index


def _own_things(member: Member, people: list[Person]) -> dict[str, int]:
    """A job, a notice, a token and two unfinished imports of this member."""
    now = timezone.now()
    canary = CANARY.format(member.organisation.slug)
    job = enqueue(by=member, work="people.check_import", arguments={"import_id": 0}, now=now)
    notice = notify(
        to=member.user,
        organisation=member.organisation,
        kind="people.import_finished",
        subject="import:0",
        values={"joined": 1, "left": 0, "moved": 0},
        now=now,
    )
    token, _secret = create_token(by=member, name=canary, scope="read", now=now, lifetime=timedelta(days=1))
    staff_list = f"id,name,manager,unit\n{people[0].key},{canary},,Ward\n".encode()
    imported = start_staff_import(
        by=member, content=staff_list, file_name="people.csv", mode="partial", as_of=DAY, now=now
    )
    ties = f"from,to\n{people[1].key},{people[0].key}\n".encode()
    nominations = start_nomination_import(by=member, name=canary, held_on=DAY, nominations=ties, now=now)
    return {
        "job": job.pk,
        "notice": notice.pk,
        "token_id": token.pk,
        "import_id": imported.pk,
        "nomination_import": nominations.pk,
    }


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


def _competency(organisation: Organisation) -> Competency:
    canary = CANARY.format(organisation.slug)
    return Competency.objects.create(
        organisation=organisation,
        key=f"competency-{organisation.slug}",
        name_en=f"Leading {canary}",
        name_da=f"Lede {canary}",
    )


def _view_request(member: Member, people: list[Person], competency: Competency) -> int:
    """The member is one of the people, and a colleague asks them for their view."""
    asker, own = people[3], people[2]
    own.user = member.user
    own.save()
    request = ViewRequest.objects.create(
        organisation=member.organisation, person=asker, colleague=own, asked_at=timezone.now()
    )
    RequestedCompetency.objects.create(
        organisation=member.organisation, request=request, competency=competency
    )
    return request.pk


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
    """A task that somebody hands over, offered to another, and that a third would like."""
    canary, now = CANARY.format(organisation.slug), timezone.now()
    shared = {"organisation": organisation}
    task = LeadershipTask.objects.create(
        title=f"Task {canary}",
        purpose=canary,
        unit=unit,
        hours_per_week=2,
        seats=3,
        valid_from=LONG_AGO,
        opened_at=now,
        **shared,
    )
    held = Assignment.objects.create(
        task=task, person=people[4], valid_from=LONG_AGO, accepted_at=now, why=canary, **shared
    )
    handover = Handover.objects.create(assignment=held, note=canary, started_at=now, **shared)
    return {
        "task": task.pk,
        "assignment": held.pk,
        "handover": handover.pk,
        "item": HandoverItem.objects.create(handover=handover, text=canary, **shared).pk,
        "offer": Offer.objects.create(
            task=task, person=people[5], starts_on=DAY, offered_at=now, message=canary, **shared
        ).pk,
        "application": Application.objects.create(
            task=task, person=people[6], created_at=now, message=canary, **shared
        ).pk,
    }
