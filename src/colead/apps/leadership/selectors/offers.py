"""An offer as the person reads it who decides on it, and as those read it who made it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from colead.apps.leadership.bridge.commitments import hours_of
from colead.apps.leadership.models import Accountability, Assignment, Offer
from colead.apps.leadership.selectors.mandates import mandates_of, sentence_of
from colead.apps.leadership.workflow import OFFER, OFFER_WORDS, OFFERER, OWN_OFFER_WORDS, PERSON
from colead.apps.organisations.queries import meeting
from colead.apps.people.models import Person
from colead.apps.people.selectors.links import PersonLink, UnitLink
from colead.engine.periods import Period
from colead.kit.columns import Column, Kind, ListOf
from colead.kit.paging import Listing
from colead.kit.roles import Member
from colead.kit.workflow import Party


@dataclass(frozen=True)
class OfferPage:
    """An offer with what it asks and what it allows. `hours` are a week, of the share that is offered.

    `may_answer`: to say yes; `steps`: what else the reader may do by a click. `words` say how it stands.
    `reason` is filled for the one who offered and the person alone.
    """

    id: int
    task: int
    title: str
    purpose: str
    unit: UnitLink
    person: PersonLink
    is_own: bool
    may_answer: bool
    steps: list[str]
    kind: str
    kind_label: str
    beside: PersonLink | None
    share: Decimal
    hours: Decimal
    starts_on: date
    ends_on: date | None
    trial_until: date | None
    message: str
    offered_by: str
    state: str
    state_label: str
    words: str
    reason: str
    assignment: int | None
    accountabilities: list[str]
    mandate: str
    others: list[PersonLink]


@dataclass(frozen=True)
class OfferItem:
    """An offer to the caller."""

    id: int
    task: int
    title: Annotated[str, Column("Task")]
    kind: Annotated[str, Column("As")]
    share: Annotated[Decimal, Column("Share", Kind.SHARE, about="of a seat")]
    starts_on: Annotated[date, Column("From")]
    ends_on: Annotated[date | None, Column("Until")]
    state: Annotated[str, Column("State")]


OFFERS = ListOf("Offers", OfferItem, api="/leadership/offers")


def offers_to(person: Person, *, state: str = "") -> Listing[Offer, OfferItem]:
    """The offers to a person, the oldest first; in one state, if it is asked for. One query a page."""
    rows = Offer.objects.filter(person=person, **({"state": state} if state else {}))
    return Listing(rows.select_related("task"), ("pk",), lambda found: [_item(one) for one in found])


def _item(row: Offer) -> OfferItem:
    return OfferItem(
        id=row.pk,
        task=row.task_id,
        title=row.task.title,
        kind=row.kind,
        share=row.share,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        state=row.state,
    )


def offer_page(member: Member, offer_id: int, today: date) -> OfferPage:
    """An offer for the person, the one who made it, and those who look after the task; NotFound for anybody
    else. Seven queries, and those that tell whether the member leads the unit.
    """
    rows = Offer.objects.select_related("task__unit", "person", "beside__person", "offered_by")
    offer = rows.filter(pk=offer_id).first()
    if offer is None:
        raise OFFER.not_found()
    parties = OFFER.parties(offer, by=member, today=today)
    if not parties:
        raise OFFER.not_found()
    return _page(offer, parties)


def _page(offer: Offer, parties: frozenset[Party]) -> OfferPage:
    task, beside = offer.task, offer.beside.person if offer.beside else None
    mandate = mandates_of([task.pk], offer.starts_on).get(task.pk)
    return OfferPage(
        id=offer.pk,
        task=task.pk,
        title=task.title,
        purpose=task.purpose,
        unit=UnitLink(task.unit.key, task.unit.name),
        person=PersonLink(offer.person.key, offer.person.name),
        is_own=PERSON in parties,
        may_answer=OFFER.offers("accept", offer, parties),
        steps=OFFER.steps_for(offer, parties & {PERSON} or parties),
        kind=offer.kind,
        kind_label=offer.get_kind_display(),
        beside=PersonLink(beside.key, beside.name) if beside else None,
        share=offer.share,
        hours=hours_of(task.hours_per_week, offer.share, offer.kind),
        starts_on=offer.starts_on,
        ends_on=offer.ends_on,
        trial_until=offer.trial_until,
        message=offer.message,
        offered_by=offer.offered_by.name if offer.offered_by else _("Colead"),
        state=offer.state,
        state_label=offer.get_state_display(),
        words=_words(offer, is_own=PERSON in parties),
        reason=offer.reason if parties & {PERSON, OFFERER} else "",
        assignment=offer.assignment_id,
        accountabilities=_accountabilities(offer),
        mandate=sentence_of(mandate) if mandate else "",
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
    met = meeting(Period(offer.starts_on, offer.ends_on))
    rows = Assignment.objects.holders().filter(met & ~Q(person=offer.person), task=offer.task)
    named = rows.order_by("person__name_plain").values_list("person__key", "person__name").distinct()
    return [PersonLink(key, name) for key, name in named]
