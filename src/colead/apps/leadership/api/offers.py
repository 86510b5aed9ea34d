"""Offers as programs make and answer them."""

from decimal import Decimal
from typing import Annotated, Literal

from django.utils import timezone
from pydantic import Field

from colead.apps.leadership import permissions, workflow
from colead.apps.leadership.api.router import router
from colead.apps.leadership.api.steps import add_steps
from colead.apps.leadership.models import Kind, Offer
from colead.apps.leadership.selectors.assignment import AssignmentPage, assignment_page
from colead.apps.leadership.selectors.holders import OfferPage, OfferRow, offer_page, offers_to
from colead.apps.leadership.services import offers
from colead.apps.leadership.services.offers import Place
from colead.apps.people.own_person import own_person
from colead.apps.people.selectors.existing import existing_person
from colead.kit.access import OrganisationRequest
from colead.kit.paging import Listing
from colead.kit.parameters import Day
from colead.kit.routes import Body

OFFERS = "/leadership/offers"
OFFER = OFFERS + "/{int:offer}"
Message = Annotated[str, Field(max_length=300)]
Share = Annotated[Decimal, Field(gt=0, le=1, description="1 is a whole seat.")]


class NewOffer(Body):
    """A place for a person. A deputy or cover stands `beside` the assignment of a holder."""

    task: int
    person: Annotated[str, Field(min_length=1, max_length=200, description="Employee number.")]
    kind: Literal["holder", "deputy", "cover"] = "holder"
    beside: int | None = None
    share: Share = Decimal(1)
    starts_on: Annotated[Day | None, Field(description="null: today.")] = None
    ends_on: Annotated[Day | None, Field(description="null: after the term of the task.")] = None
    trial_until: Day | None = None
    message: Message = ""


@router.read_page(OFFERS, permissions.TAKE_PART, response=OfferRow)
def list_offers(
    request: OrganisationRequest, state: workflow.OfferState | Literal[""] = ""
) -> Listing[Offer, OfferRow]:
    """The offers to the caller, the oldest first."""
    return offers_to(own_person(request.member), state=state)


@router.read(OFFER, permissions.TAKE_PART, response=OfferPage)
def show_offer(request: OrganisationRequest, offer: int) -> OfferPage:
    """An offer with what it asks and allows, for the person and those who look after the task."""
    return offer_page(request.member, offer, request.today)


@router.write(OFFERS, permissions.TAKE_PART, response=OfferPage)
def create_offer(request: OrganisationRequest, data: NewOffer) -> OfferPage:
    """Offer a place to a person. It is theirs only when they accept."""
    made = offers.offer_task(
        by=request.member,
        task_id=data.task,
        person=existing_person(data.person),
        place=Place(
            kind=Kind(data.kind),
            beside=data.beside,
            share=data.share,
            starts_on=data.starts_on,
            ends_on=data.ends_on,
            trial_until=data.trial_until,
        ),
        message=data.message,
        now=timezone.now(),
    )
    return offer_page(request.member, made.pk, request.today)


@router.write(OFFER + "/accept", permissions.TAKE_PART, response=AssignmentPage)
def accept_offer(request: OrganisationRequest, offer: int) -> AssignmentPage:
    """Say yes to an offer. Repeating it changes nothing."""
    made = offers.accept_offer(by=request.member, offer_id=offer, now=timezone.now())
    return assignment_page(request.member, made.pk, request.today)


add_steps(
    workflow.OFFER,
    OFFER,
    response=OfferPage,
    answer=lambda request, row: offer_page(request.member, row.pk, request.today),
)
