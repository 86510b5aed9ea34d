"""Who holds a task, the offers and applications on their way, and what the reader may do about it now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from colead.apps.leadership import permissions
from colead.apps.leadership.bridge.commitments import hours_of
from colead.apps.leadership.models import Accountability, Application, Assignment, Kind, LeadershipTask, Offer
from colead.apps.leadership.seats import SMALLEST_SHARE, held_at_most
from colead.apps.leadership.selectors.mandates import mandates_of, sentence_of
from colead.apps.leadership.selectors.who_led import AssignmentRow, assignment_row
from colead.apps.leadership.stewards import stewards_unit
from colead.apps.leadership.workflow import OFFER, OFFER_WORDS, OFFERER, OWN_OFFER_WORDS, PERSON
from colead.apps.organisations.queries import lasting_beyond, meeting
from colead.apps.people.models import Person
from colead.apps.people.own_person import find_own_person
from colead.apps.people.selectors.links import PersonLink, UnitLink
from colead.engine.periods import Period
from colead.kit.columns import Column, ListOf
from colead.kit.columns import Kind as ColumnKind
from colead.kit.paging import Listing
from colead.kit.roles import Member
from colead.kit.shapes import shape
from colead.kit.workflow import Party


@dataclass(frozen=True)
class OfferRow:
    """An offer to the caller."""

    id: int
    task: int
    title: Annotated[str, Column("Task")]
    kind: Annotated[str, Column("As")]
    share: Annotated[Decimal, Column("Share", ColumnKind.SHARE, about="of a seat")]
    starts_on: Annotated[date, Column("From")]
    ends_on: Annotated[date | None, Column("Until")]
    state: Annotated[str, Column("State")]


@dataclass(frozen=True)
class WaitingOffer(OfferRow):
    """An offer that waits for an answer: stewards see all of a task, anybody else their own."""

    person: PersonLink
    kind_label: str
    is_own: bool


@dataclass(frozen=True)
class OfferPage(WaitingOffer):
    """An offer with what it asks and what it allows. `hours` are a week, of the share that is offered.

    `may_answer`: to say yes; `steps`: what else the reader may do by a click. `words` say how it stands.
    `reason` is filled for the one who offered and the person alone.
    """

    purpose: str
    unit: UnitLink
    may_answer: bool
    steps: list[str]
    beside: PersonLink | None
    hours: Decimal
    trial_until: date | None
    message: str
    offered_by: str
    state_label: str
    words: str
    reason: str
    assignment: int | None
    accountabilities: list[str]
    mandate: str
    others: list[PersonLink]


@dataclass(frozen=True)
class ApplicationRow:
    """What the caller would like, or what a colleague suggests them for."""

    id: int
    task: int
    title: Annotated[str, Column("Task")]
    state: Annotated[str, Column("State")]
    suggested_by: Annotated[PersonLink | None, Column("Suggested by", about="null: their own wish")]
    message: Annotated[str, Column("Message")]


OFFERS = ListOf("Offers", OfferRow, api="/leadership/offers")
APPLICATIONS = ListOf("Applications", ApplicationRow, api="/leadership/applications")
AnOffer = TypeVar("AnOffer", bound=OfferRow)
AnApplication = TypeVar("AnApplication", bound=ApplicationRow)


def offers_to(person: Person, *, state: str = "") -> Listing[Offer, OfferRow]:
    """The offers to a person, the oldest first; in one state, if it is asked for. One query a page."""
    chosen = {"state": state} if state else {}
    rows = Offer.objects.filter(person=person, **chosen).select_related("task")
    return Listing(rows, ("offered_at", "pk"), lambda found: [offer_row(OfferRow, one) for one in found])


def offer_row(of: type[AnOffer], row: Offer, **more: Any) -> AnOffer:
    """A row of this kind of an offer, whose task is loaded. No query."""
    return shape(of, row, task=row.task_id, title=row.task.title, **more)


def waiting_offer(row: Offer, *, is_own: bool) -> WaitingOffer:
    """An offer whose task and person are loaded. No query."""
    person = PersonLink(row.person.key, row.person.name)
    return offer_row(WaitingOffer, row, person=person, kind_label=row.get_kind_display(), is_own=is_own)


def applications_of(person: Person) -> Listing[Application, ApplicationRow]:
    """What a person would like or is suggested for, as far as it waits. One query a page."""
    rows = Application.objects.waiting().filter(person=person).select_related("task", "suggested_by")
    return Listing(
        rows, ("created_at", "pk"), lambda found: [application_row(ApplicationRow, one) for one in found]
    )


def application_row(of: type[AnApplication], row: Application, **more: Any) -> AnApplication:
    """A row of this kind of an application, whose task and colleague are loaded. No query."""
    by = row.suggested_by
    suggested_by = PersonLink(by.key, by.name) if by else None
    return shape(of, row, task=row.task_id, title=row.task.title, suggested_by=suggested_by, **more)


def offer_page(member: Member, offer_id: int, today: date) -> OfferPage:
    """An offer for the person, the one who made it, and those who look after the task; NotFound for anybody
    else. Seven queries, and those that tell whether the member leads the unit.
    """
    rows = Offer.objects.select_related("task__unit", "person", "beside__person", "offered_by")
    offer = rows.filter(pk=offer_id).first()
    parties = OFFER.parties(offer, by=member, today=today) if offer else None
    if offer is None or not parties:
        raise OFFER.not_found()
    return _page(offer, parties)


def _page(offer: Offer, parties: frozenset[Party]) -> OfferPage:
    task, beside, is_own = offer.task, offer.beside.person if offer.beside else None, PERSON in parties
    words = OFFER_WORDS | (OWN_OFFER_WORDS if is_own else {})
    lines = Accountability.objects.on(offer.starts_on).filter(task=task).order_by("place", "pk")
    return offer_row(
        OfferPage,
        offer,
        purpose=task.purpose,
        unit=UnitLink(task.unit.key, task.unit.name),
        person=PersonLink(offer.person.key, offer.person.name),
        is_own=is_own,
        may_answer=OFFER.offers("accept", offer, parties),
        steps=OFFER.steps_for(offer, parties & {PERSON} or parties),
        kind_label=offer.get_kind_display(),
        beside=PersonLink(beside.key, beside.name) if beside else None,
        hours=hours_of(task.hours_per_week, offer.share, offer.kind),
        offered_by=offer.offered_by.name if offer.offered_by else _("Colead"),
        state_label=offer.get_state_display(),
        words=str(words.get(offer.state) or f"{capfirst(offer.get_state_display())}."),
        reason=offer.reason if parties & {PERSON, OFFERER} else "",
        assignment=offer.assignment_id,
        accountabilities=list(lines.values_list("text", flat=True)),
        mandate=sentence_of(mandates_of([task.pk], offer.starts_on).get(task.pk)),
        others=_others(offer),
    )


def _others(offer: Offer) -> list[PersonLink]:
    """Who else holds the task in that period."""
    rows = Assignment.objects.holders().filter(
        meeting(offer.period) & ~Q(person=offer.person), task=offer.task
    )
    named = rows.order_by("person__name_plain").values_list("person__key", "person__name").distinct()
    return [PersonLink(key, name) for key, name in named]


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
class Applicant:
    """Somebody who would like the task, for its stewards. Whether they were suggested stays theirs."""

    id: int
    person: PersonLink
    message: str


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
    person = find_own_person(member) if member.may(permissions.TAKE_PART) else None
    own = person.pk if person else 0  # nobody
    is_steward = stewards_unit(member, task.unit, today=today)
    lasting = Assignment.objects.filter(lasting_beyond(day), task=task)
    named = lasting.select_related("person", "handover", "task__unit")
    rows = list(named.order_by("valid_from", "person__name_plain", "pk"))
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
        offers=[waiting_offer(row, is_own=row.person_id == own) for row in offers],
        applications=[
            Applicant(row.pk, PersonLink(row.person.key, row.person.name), row.message)
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


def holder_rows(rows: Sequence[Assignment], *, own: int, manages: bool) -> list[HolderRow]:
    """The holders among `rows`, each with the deputies and covers that stand beside. `own`: the reader."""

    def helpers(beside: Assignment, kind: Kind) -> list[HelperRow]:
        found = (row for row in rows if row.beside_id == beside.pk and row.kind == kind)
        return [assignment_row(HelperRow, row, is_self=row.person_id == own) for row in found]

    return [
        assignment_row(
            HolderRow,
            row,
            is_self=row.person_id == own,
            may_manage=manages or row.person_id == own,
            handover=row.handover.pk if hasattr(row, "handover") else None,
            deputies=helpers(row, Kind.DEPUTY),
            covers=helpers(row, Kind.COVER),
        )
        for row in rows
        if row.kind == Kind.HOLDER
    ]


def _offers(task: LeadershipTask, own: int, is_steward: bool) -> list[Offer]:
    readable = {"task": task} if is_steward else {"task": task, "person": own}
    rows = Offer.objects.open().filter(**readable).select_related("person", "task")
    return list(rows.order_by("offered_at", "pk"))


def _applications(task: LeadershipTask, own: int, is_steward: bool) -> list[Application]:
    rows = Application.objects.waiting().filter(task=task).select_related("person", "suggested_by", "task")
    readable = Q(person=own) | Q(state=Application.State.OPEN) if is_steward else Q(person=own)
    return list(rows.filter(readable).order_by("created_at", "pk"))


def _actions(
    own: int,
    rows: tuple[Sequence[Assignment], Sequence[Offer], Sequence[Application]],
    *,
    is_wanted: bool,
    may_offer: bool,
    may_allocate: bool,
) -> Actions:
    assignments, offers, applications = rows
    waiting = {row.state: row.pk for row in applications if row.person_id == own}
    offered = next((row.pk for row in offers if row.person_id == own), None)
    holds = next((row.pk for row in assignments if row.person_id == own), None)
    return Actions(
        volunteer=is_wanted and own > 0 and not waiting and offered is None and holds is None,
        withdraw_application=waiting.get(Application.State.OPEN),
        suggest=is_wanted and own > 0,
        answer_suggestion=waiting.get(Application.State.SUGGESTED),
        answer_offer=offered,
        own_assignment=holds,
        offer=may_offer,
        allocate=is_wanted and may_allocate,
    )
