"""Offers, applications, assignments and handovers as programs read and answer them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone
from pydantic import Field

from colead.api.paging import Page, Paging
from colead.api.routes import Body, OrganisationRouter
from colead.apps.leadership import permissions
from colead.apps.leadership.models import Application, Assignment, Offer
from colead.apps.leadership.models.holding import Kind
from colead.apps.leadership.selectors.assignment import AssignmentPage, assignment_page
from colead.apps.leadership.selectors.handover import HandoverPage, handover_page
from colead.apps.leadership.selectors.held import HeldRow, held_rows
from colead.apps.leadership.selectors.mine import MyLeadership, leadership_of
from colead.apps.leadership.selectors.offers import OfferPage, offer_page
from colead.apps.leadership.services import applications, assignments, handovers, offers
from colead.apps.leadership.services.locked import no_assignment
from colead.apps.leadership.services.places import Place
from colead.apps.organisations.access import OrganisationRequest
from colead.apps.people.models import Person
from colead.apps.people.own_person import own_person
from colead.apps.people.selectors.links import PersonLink
from colead.apps.people.selectors.tree import units_below

router = OrganisationRouter(tags=["leadership"])

OFFERS = "/leadership/offers"
OFFER = OFFERS + "/{int:offer}"
APPLICATIONS = "/leadership/applications"
APPLICATION = APPLICATIONS + "/{int:application}"
ASSIGNMENTS = "/leadership/assignments"
ASSIGNMENT = ASSIGNMENTS + "/{int:assignment}"
HANDOVER = "/leadership/handovers/{int:handover}"
Message = Annotated[str, Field(max_length=300)]
Share = Annotated[Decimal, Field(gt=0, le=1, description="1 is a whole seat.")]


class NewOffer(Body):
    """A place for a person. A deputy or cover stands `beside` the assignment of a holder."""

    task: int
    person: Annotated[str, Field(min_length=1, max_length=200, description="Employee number.")]
    kind: Literal["holder", "deputy", "cover"] = "holder"
    beside: int | None = None
    share: Share = Decimal(1)
    starts_on: Annotated[date | None, Field(description="null: today.")] = None
    ends_on: Annotated[date | None, Field(description="null: after the term of the task.")] = None
    trial_until: date | None = None
    message: Message = ""


class Reason(Body):
    """Why not; it is never needed."""

    reason: Message = ""


class NewApplication(Body):
    """The caller would like a task; with `person` they suggest a colleague instead."""

    task: int
    person: Annotated[str, Field(max_length=200, description="Employee number; empty: oneself.")] = ""
    message: Message = ""


class Return(Body):
    """From which day on it is free; `note` is for the next one."""

    day: Annotated[date | None, Field(description="null: today.")] = None
    note: Annotated[str, Field(max_length=4000)] = ""


class Finish(Body):
    """From which day on it is handed over."""

    day: Annotated[date | None, Field(description="null: today.")] = None
    note: Annotated[str | None, Field(max_length=4000, description="null: leave the note as it is.")] = None


@dataclass(frozen=True)
class OfferItem:
    """An offer to the caller."""

    id: int
    task: int
    title: str
    kind: str
    share: Decimal
    starts_on: date
    ends_on: date | None
    state: str


@dataclass(frozen=True)
class ApplicationItem:
    """What the caller would like, or what a colleague suggests them for."""

    id: int
    task: int
    title: str
    state: str
    suggested_by: PersonLink | None
    message: str


@dataclass(frozen=True)
class Received:
    """It has been received. Of a suggestion no more is told than that."""

    task: int


@router.read("/leadership/mine", permissions.TAKE_PART, response=MyLeadership)
def show_mine(request: OrganisationRequest) -> MyLeadership:
    """The caller's own tasks with mandates, offers, suggestions, what ends, and what to try next."""
    return leadership_of(own_person(request.member), request.today)


@router.read_page(OFFERS, permissions.TAKE_PART, response=OfferItem)
def list_offers(
    request: OrganisationRequest,
    paging: Paging,
    state: Literal["", "open", "accepted", "declined", "withdrawn", "filled"] = "",
) -> Page[OfferItem]:
    """The offers to the caller, the oldest first."""
    rows = Offer.objects.filter(person=own_person(request.member))
    if state:
        rows = rows.filter(state=state)
    if after := paging.after(0):
        rows = rows.filter(pk__gt=after[0])
    found = rows.select_related("task").order_by("pk")[: paging.limit + 1]
    return paging.page([_offer(one) for one in found], lambda item: (item.id,))


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
        person=get_object_or_404(Person, key=data.person),
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
    """Say yes to one's own offer. Twice is as once."""
    made = offers.accept_offer(by=request.member, offer_id=offer, now=timezone.now())
    return assignment_page(request.member, made.pk, request.today)


@router.write(OFFER + "/decline", permissions.TAKE_PART, response=OfferPage, status=200)
def decline_offer(request: OrganisationRequest, offer: int, data: Reason | None = None) -> OfferPage:
    """Say no to one's own offer, with or without a reason."""
    reason = data.reason if data else ""
    offers.decline_offer(by=request.member, offer_id=offer, reason=reason, now=timezone.now())
    return offer_page(request.member, offer, request.today)


@router.write(OFFER + "/withdraw", permissions.TAKE_PART, response=OfferPage, status=200)
def withdraw_offer(request: OrganisationRequest, offer: int) -> OfferPage:
    """Take back an offer that waits."""
    offers.withdraw_offer(by=request.member, offer_id=offer, now=timezone.now())
    return offer_page(request.member, offer, request.today)


@router.read_list(
    APPLICATIONS, permissions.TAKE_PART, response=ApplicationItem, order=lambda item: (item.id,)
)
def list_applications(request: OrganisationRequest) -> list[ApplicationItem]:
    """What the caller would like, and what colleagues suggest them for, as far as it waits."""
    rows = Application.objects.waiting().filter(person=own_person(request.member))
    return [_application(one) for one in rows.select_related("task", "nominated_by")]


@router.write(APPLICATIONS, permissions.TAKE_PART, response=Received)
def create_application(request: OrganisationRequest, data: NewApplication) -> Received:
    """Volunteer for a task, or suggest a colleague: only they learn of it, and the answer tells no more."""
    by, now = request.member, timezone.now()
    if data.person:
        person = get_object_or_404(Person, key=data.person)
        applications.nominate_colleague(
            by=by, task_id=data.task, person=person, message=data.message, now=now
        )
    else:
        applications.volunteer(by=by, task_id=data.task, message=data.message, now=now)
    return Received(data.task)


@router.write(APPLICATION + "/agree", permissions.TAKE_PART, response=Received, status=200)
def agree_to_nomination(request: OrganisationRequest, application: int) -> Received:
    """Agree to a colleague's suggestion."""
    found = applications.agree_to_nomination(
        by=request.member, application_id=application, now=timezone.now()
    )
    return Received(found.task_id)


@router.write(APPLICATION + "/decline", permissions.TAKE_PART, response=Received, status=200)
def decline_nomination(request: OrganisationRequest, application: int) -> Received:
    """Decline a colleague's suggestion. Nobody learns of it."""
    applications.decline_nomination(by=request.member, application_id=application)
    return Received(Application.objects.get(pk=application).task_id)


@router.write(APPLICATION, permissions.TAKE_PART, response=Received, method="DELETE", status=200)
def withdraw_application(request: OrganisationRequest, application: int) -> Received:
    """Take back that one would like a task."""
    found = applications.withdraw_application(
        by=request.member, application_id=application, now=timezone.now()
    )
    return Received(found.task_id)


@router.read_page(ASSIGNMENTS, permissions.VIEW, response=HeldRow)
def list_assignments(
    request: OrganisationRequest,
    paging: Paging,
    task: int = 0,
    person: str = "",
    unit: str = "",
) -> Page[HeldRow]:
    """Who leads what on the day; of one task, one person, or a unit with all below it."""
    rows = Assignment.objects.on(request.as_of).select_related("task__unit", "person")
    wanted = Q(task=task) if task else Q()
    if person:
        wanted &= Q(person__key=person)
    if unit:
        wanted &= Q(task__unit__in=units_below(request.as_of, unit))
    if after := paging.after(0):
        wanted &= Q(pk__gt=after[0])
    found = rows.filter(wanted).order_by("pk")[: paging.limit + 1]
    return paging.page(held_rows(found), lambda row: (row.id,))


@router.read(ASSIGNMENT, permissions.TAKE_PART, response=AssignmentPage)
def show_assignment(request: OrganisationRequest, assignment: int) -> AssignmentPage:
    """An assignment, for its person and those who look after the task."""
    return assignment_page(request.member, assignment, request.today)


@router.write(ASSIGNMENT + "/give-back", permissions.TAKE_PART, response=Received, status=200)
def give_back(request: OrganisationRequest, assignment: int, data: Return | None = None) -> Received:
    """Give one's own task back. No reason is asked for."""
    wanted = data or Return()
    task = Assignment.objects.filter(pk=assignment).values_list("task_id", flat=True).first()
    if task is None:
        raise no_assignment()
    day = wanted.day or request.today
    assignments.give_back(
        by=request.member, assignment_id=assignment, day=day, note=wanted.note, now=timezone.now()
    )
    return Received(task)


@router.write(ASSIGNMENT + "/hand-over", permissions.TAKE_PART, response=HandoverPage)
def start_handover(request: OrganisationRequest, assignment: int) -> HandoverPage:
    """Begin to hand a task over."""
    begun = handovers.start_handover(by=request.member, assignment_id=assignment, now=timezone.now())
    return handover_page(request.member, begun.pk, request.today)


@router.read(HANDOVER, permissions.TAKE_PART, response=HandoverPage)
def show_handover(request: OrganisationRequest, handover: int) -> HandoverPage:
    """A handover, for who hands over, who follows, and who looks after the task."""
    return handover_page(request.member, handover, request.today)


@router.write(HANDOVER + "/finish", permissions.TAKE_PART, response=HandoverPage, status=200)
def finish_handover(request: OrganisationRequest, handover: int, data: Finish | None = None) -> HandoverPage:
    """The assignment ends, handed over."""
    by, now, wanted = request.member, timezone.now(), data or Finish()
    if wanted.note is not None:
        handovers.write_note(by=by, handover_id=handover, note=wanted.note, now=now)
    handovers.finish_handover(by=by, handover_id=handover, day=wanted.day or request.today, now=now)
    return handover_page(by, handover, request.today)


def _offer(row: Offer) -> OfferItem:
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


def _application(row: Application) -> ApplicationItem:
    by = row.nominated_by
    return ApplicationItem(
        id=row.pk,
        task=row.task_id,
        title=row.task.title,
        state=row.state,
        suggested_by=PersonLink(by.key, by.name) if by else None,
        message=row.message,
    )
