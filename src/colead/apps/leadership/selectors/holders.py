"""Who holds a task, what is on its way, and what the reader may do about it now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from colead.apps.leadership import permissions
from colead.apps.leadership.models import Application, Assignment, Kind, LeadershipTask, Offer
from colead.apps.leadership.seats import SMALLEST_SHARE, held_at_most
from colead.apps.leadership.selectors.offers import (
    ApplicationRow,
    WaitingOffer,
    application_row,
    waiting_offer,
)
from colead.apps.leadership.selectors.who_led import AssignmentRow, assignment_row
from colead.apps.leadership.stewards import stewards_unit
from colead.apps.organisations.queries import lasting_beyond
from colead.apps.people.models import Person
from colead.apps.people.own_person import find_own_person
from colead.apps.people.selectors.links import PersonLink
from colead.engine.periods import Period
from colead.kit.roles import Member


@dataclass(frozen=True)
class HelperRow(AssignmentRow):
    """A deputy, or somebody who covers."""

    is_self: bool


@dataclass(frozen=True)
class HolderRow(HelperRow):
    """Somebody who holds a share of a seat. `handover`: the one under way.

    `may_manage`: the reader may open its page, to find a deputy or cover, hand it over or give it back.
    """

    trial_until: date | None
    may_manage: bool
    handover: int | None
    deputies: list[HelperRow]
    covers: list[HelperRow]


@dataclass(frozen=True)
class Applicant(ApplicationRow):
    """Somebody who would like the task. Only stewards and the person see it."""

    person: PersonLink


@dataclass(frozen=True)
class Actions:
    """What the reader may do now; numbers name the row it is about."""

    volunteer: bool
    withdraw_application: int | None
    suggest: bool
    answer_suggestion: int | None
    answer_offer: int | None
    own_assignment: int | None
    offer: bool
    allocate: bool


@dataclass(frozen=True)
class Holders:
    """Who holds a task on a day. `free_share` is in seats; `upcoming` begin after the day."""

    task_id: int
    seats: int
    free_share: Decimal
    holders: list[HolderRow]
    upcoming: list[HolderRow]
    offers: list[WaitingOffer]
    applications: list[Applicant]
    actions: Actions


def holding(member: Member, task_pk: int, day: date, *, today: date) -> Holders:
    """Who holds the task on `day`. Six queries, and those that tell whether the member leads the unit.

    That is asked of today, whatever day a page shows: who led it once sees nothing of what waits.
    """
    task = LeadershipTask.objects.select_related("unit").get(pk=task_pk)
    own = find_own_person(member) if member.may(permissions.TAKE_PART) else None
    is_steward = stewards_unit(member, task.unit, today=today)
    rows = assignments_from(Q(task=task), day)
    held = holder_rows(rows, own=own, manages=is_steward)
    offers = _offers(task, own, is_steward)
    applications = _applications(task, own, is_steward)
    free = task.seats - held_at_most((row for row in rows if row.kind == Kind.HOLDER), Period(day, None))
    on_day = [row for row in held if row.since <= day]
    return Holders(
        task_id=task.pk,
        seats=task.seats,
        free_share=task.seats - sum((row.share for row in on_day), Decimal(0)),
        holders=on_day,
        upcoming=[row for row in held if row.since > day],
        offers=[waiting_offer(row, is_own=_is(own, row.person_id)) for row in offers],
        applications=[
            application_row(Applicant, row, person=PersonLink(row.person.key, row.person.name))
            for row in applications
            if is_steward and row.state == Application.State.OPEN
        ],
        actions=_actions(
            own,
            (rows, offers, applications),
            is_wanted=task.is_valid_on(day) and free >= SMALLEST_SHARE,
            may_offer=task.is_valid_on(day) and is_steward,
            may_allocate=member.may(permissions.ALLOCATE),
        ),
    )


def assignments_from(which: Q, day: date) -> list[Assignment]:
    """Assignments in force on `day` or beginning later, with names. One query."""
    rows = Assignment.objects.filter(lasting_beyond(day), which)
    named = rows.select_related("person", "handover", "task__unit")
    return list(named.order_by("valid_from", "person__name_plain", "pk"))


def holder_rows(rows: Sequence[Assignment], *, own: Person | None, manages: bool) -> list[HolderRow]:
    """The holders among `rows`, each with the deputies and covers that stand beside. No query."""

    def helpers(beside: Assignment, kind: Kind) -> list[HelperRow]:
        found = (row for row in rows if row.beside_id == beside.pk and row.kind == kind)
        return [assignment_row(HelperRow, row, is_self=_is(own, row.person_id)) for row in found]

    return [
        assignment_row(
            HolderRow,
            row,
            is_self=_is(own, row.person_id),
            may_manage=manages or _is(own, row.person_id),
            handover=row.handover.pk if hasattr(row, "handover") else None,
            deputies=helpers(row, Kind.DEPUTY),
            covers=helpers(row, Kind.COVER),
        )
        for row in rows
        if row.kind == Kind.HOLDER
    ]


def _is(own: Person | None, person_pk: int) -> bool:
    return own is not None and own.pk == person_pk


def _offers(task: LeadershipTask, own: Person | None, is_steward: bool) -> list[Offer]:
    rows = (
        Offer.objects.open().filter(task=task).select_related("person", "task").order_by("offered_at", "pk")
    )
    return list(rows if is_steward else rows.filter(person=own))


def _applications(task: LeadershipTask, own: Person | None, is_steward: bool) -> list[Application]:
    rows = Application.objects.waiting().filter(task=task).select_related("person", "suggested_by", "task")
    readable = Q(person=own) | Q(state=Application.State.OPEN) if is_steward else Q(person=own)
    return list(rows.filter(readable).order_by("created_at", "pk"))


def _actions(
    own: Person | None,
    rows: tuple[Sequence[Assignment], Sequence[Offer], Sequence[Application]],
    *,
    is_wanted: bool,
    may_offer: bool,
    may_allocate: bool,
) -> Actions:
    assignments, offers, applications = rows
    waiting = {row.state: row.pk for row in applications if _is(own, row.person_id)}
    offered = next((row.pk for row in offers if _is(own, row.person_id)), None)
    holds = next((row.pk for row in assignments if _is(own, row.person_id)), None)
    return Actions(
        volunteer=is_wanted and own is not None and not waiting and offered is None and holds is None,
        withdraw_application=waiting.get(Application.State.OPEN),
        suggest=is_wanted and own is not None,
        answer_suggestion=waiting.get(Application.State.SUGGESTED),
        answer_offer=offered,
        own_assignment=holds,
        offer=may_offer,
        allocate=is_wanted and may_allocate,
    )
