"""Offers and applications: as the person reads them who decides, and as those do who made them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from colead.apps.leadership.bridge.commitments import hours_of
from colead.apps.leadership.models import Accountability, Application, Assignment, Offer
from colead.apps.leadership.selectors.mandates import mandates_of, sentence_of
from colead.apps.leadership.workflow import OFFER, OFFER_WORDS, OFFERER, OWN_OFFER_WORDS, PERSON
from colead.apps.organisations.queries import meeting
from colead.apps.people.models import Person
from colead.apps.people.selectors.links import PersonLink, UnitLink
from colead.kit.columns import Column, Kind, ListOf
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
    share: Annotated[Decimal, Column("Share", Kind.SHARE, about="of a seat")]
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
    rows = Offer.objects.filter(person=person, **({"state": state} if state else {}))
    return Listing(
        rows.select_related("task"), ("pk",), lambda found: [offer_row(OfferRow, one) for one in found]
    )


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
    return Listing(rows, ("pk",), lambda found: [application_row(ApplicationRow, one) for one in found])


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
        words=_words(offer, is_own=is_own),
        reason=offer.reason if parties & {PERSON, OFFERER} else "",
        assignment=offer.assignment_id,
        accountabilities=_accountabilities(offer),
        mandate=sentence_of(mandates_of([task.pk], offer.starts_on).get(task.pk)),
        others=_others(offer),
    )


def _words(offer: Offer, *, is_own: bool) -> str:
    words = OFFER_WORDS | (OWN_OFFER_WORDS if is_own else {})
    return str(words.get(offer.state) or f"{capfirst(offer.get_state_display())}.")


def _accountabilities(offer: Offer) -> list[str]:
    rows = Accountability.objects.on(offer.starts_on).filter(task=offer.task)
    return list(rows.order_by("place", "pk").values_list("text", flat=True))


def _others(offer: Offer) -> list[PersonLink]:
    """Who else holds the task in that period."""
    rows = Assignment.objects.holders().filter(
        meeting(offer.period) & ~Q(person=offer.person), task=offer.task
    )
    named = rows.order_by("person__name_plain").values_list("person__key", "person__name").distinct()
    return [PersonLink(key, name) for key, name in named]
