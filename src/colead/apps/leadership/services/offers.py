"""A place is offered, and the person says yes or no. Only their yes makes an assignment."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.models import Application, Assignment, Offer, Scenario
from colead.apps.leadership.models.assignments import Kind
from colead.apps.leadership.services.closing import close_what_is_filled
from colead.apps.leadership.services.lookups import locked_offer, locked_task, no_offer, own_offer
from colead.apps.leadership.services.notices import notify_each
from colead.apps.leadership.services.places import Place, Wanted, require_fitting, settled, wanted_by
from colead.apps.leadership.stewards import require_steward, stewards_unit
from colead.apps.ledger.services import append_entry
from colead.apps.people.models import Person
from colead.apps.people.own_person import find_own_person, users_of
from colead.kit.errors import Conflict, DomainError
from colead.kit.roles import Member

WHOLE_SEAT = Place()
State = Offer.State


@transaction.atomic
def offer_task(
    *,
    by: Member,
    task_id: int,
    person: Person,
    place: Place = WHOLE_SEAT,
    message: str = "",
    scenario: Scenario | None = None,
    now: datetime,
) -> Offer:
    """Offer a person a share of a seat, or to be a holder's deputy or cover. The same twice is one offer.

    Seats may be offered to more people than there are: the first who accept have them.
    """
    task, today = locked_task(task_id), by.organisation.today(now)
    wanted = settled(task, person, place, today=today)
    _require_may_offer(by, wanted, today)
    if waiting := Offer.objects.open().filter(task=task, person=person, kind=place.kind).first():
        return _same_offer(waiting, wanted)
    require_fitting(wanted)
    offer = Offer.objects.create(
        organisation=by.organisation,
        task=task,
        person=person,
        kind=wanted.kind,
        beside=wanted.beside,
        share=wanted.share,
        starts_on=wanted.starts_on,
        ends_on=wanted.ends_on,
        trial_until=wanted.trial_until,
        message=message.strip(),
        scenario=scenario,
        offered_by=by.user,
        offered_at=now,
    )
    _applications(offer, Application.State.OPEN).update(state=Application.State.OFFERED)
    notify_each(users_of([person]).values(), "offered", offer, page="offer", task=task, now=now)
    _enter(by, "offered", offer, now)
    return offer


@transaction.atomic
def accept_offer(*, by: Member, offer_id: int, now: datetime) -> Assignment:
    """Say yes to one's own offer: the assignment begins on the day that was offered, past or future.

    Repeating it changes nothing. Raises Conflict when the seat has gone meanwhile, or the offer is over.
    """
    offer = own_offer(by, offer_id)
    if offer.state == State.ACCEPTED and offer.assignment is not None:
        return offer.assignment
    require_open(offer)
    wanted = wanted_by(offer)
    require_fitting(wanted)
    assignment = _assign(offer, wanted, now)
    _answer(offer, State.ACCEPTED, now, assignment=assignment)
    waiting = (Application.State.OPEN, Application.State.SUGGESTED)
    _applications(offer, *waiting).update(state=Application.State.OFFERED)
    close_what_is_filled(offer.task, today=by.organisation.today(now), now=now)
    notify_each([offer.offered_by], "accepted", offer, page="offer", task=offer.task, now=now)
    _enter(by, "accepted", offer, now, assignment=assignment.pk)
    return assignment


@transaction.atomic
def decline_offer(*, by: Member, offer_id: int, reason: str = "", now: datetime) -> Offer:
    """Say no to one's own offer. A reason is never needed; only the one who offered reads it."""
    offer = own_offer(by, offer_id)
    if offer.state == State.DECLINED:
        return offer
    require_open(offer)
    _answer(offer, State.DECLINED, now, reason=reason.strip())
    taken_back = (Application.State.OPEN, Application.State.OFFERED)
    _applications(offer, *taken_back).update(state=Application.State.WITHDRAWN)
    _applications(offer, Application.State.SUGGESTED).update(state=Application.State.QUIET)
    notify_each([offer.offered_by], "declined", offer, page="offer", task=offer.task, now=now)
    _enter(by, "declined", offer, now)
    return offer


@transaction.atomic
def withdraw_offer(*, by: Member, offer_id: int, now: datetime) -> Offer:
    """Take back an offer that waits; whoever volunteered still would like to.

    An offer does not end when its first day has passed: people say yes late to what they have begun to do.
    """
    offer = locked_offer(offer_id)
    if not may_withdraw(by, offer, by.organisation.today(now)):
        raise no_offer()
    if offer.state == State.WITHDRAWN:
        return offer
    require_open(offer)
    _answer(offer, State.WITHDRAWN, now)
    _applications(offer, Application.State.OFFERED).update(state=Application.State.OPEN)
    told = users_of([offer.person]).values()
    notify_each(told, "offer_withdrawn", offer, page="offer", task=offer.task, now=now)
    _enter(by, "offer_withdrawn", offer, now)
    return offer


def may_withdraw(by: Member, offer: Offer, today: date) -> bool:
    """True for the one who offered, and for those who look after the task."""
    is_own = by.user is not None and offer.offered_by_id == by.user.pk
    return is_own or stewards_unit(by, offer.task.unit, today=today)


def require_open(offer: Offer) -> None:
    """Raise Conflict, in words for the person, unless the offer waits for an answer."""
    if offer.state != State.OPEN:
        raise Conflict("offer_closed", CLOSED[State(offer.state)], _("Nothing more is needed from you."))


CLOSED = {
    State.ACCEPTED: _("This offer has been accepted."),
    State.DECLINED: _("This offer has been declined."),
    State.WITHDRAWN: _("This offer has been taken back."),
    State.FILLED: _("The seats have been filled meanwhile. Thank you for being willing."),
}


def _require_may_offer(by: Member, wanted: Wanted, today: date) -> None:
    """Stewards offer everything; whoever holds a seat finds their own deputy and cover."""
    own = find_own_person(by) if wanted.beside is not None else None
    if wanted.beside is None or own is None or wanted.beside.person_id != own.pk:
        require_steward(by, wanted.task.unit, today=today)


def _same_offer(waiting: Offer, wanted: Wanted) -> Offer:
    """The offer that waits already, when it is the same."""
    if (waiting.share, waiting.starts_on, waiting.beside_id) == (
        wanted.share,
        wanted.starts_on,
        wanted.beside.pk if wanted.beside else None,
    ):
        return waiting
    raise DomainError(
        "already_offered",
        _("%(name)s has an offer of this task that waits for an answer.") % {"name": wanted.person.name},
        _("Withdraw it first, then offer anew."),
        field="person",
    )


def _assign(offer: Offer, wanted: Wanted, now: datetime) -> Assignment:
    return Assignment.objects.create(
        organisation=offer.organisation,
        task=offer.task,
        person=offer.person,
        kind=offer.kind,
        beside=offer.beside,
        share=offer.share,
        valid_from=offer.starts_on,
        valid_until=wanted.ends_on,
        trial_until=offer.trial_until,
        why=offer.message,
        accepted_at=now,
    )


def _answer(
    offer: Offer, state: Offer.State, now: datetime, *, assignment: Assignment | None = None, reason: str = ""
) -> None:
    offer.state, offer.answered_at, offer.assignment, offer.reason = state, now, assignment, reason
    offer.save(update_fields=["state", "answered_at", "assignment", "reason"])


def _applications(offer: Offer, *states: Application.State) -> QuerySet[Application]:
    """The person's applications for the task; an offer to be a deputy or cover answers none of them."""
    mine = Application.objects.filter(task=offer.task, person=offer.person, state__in=states)
    return mine if offer.kind == Kind.HOLDER else mine.none()


def _enter(by: Member, what: str, offer: Offer, now: datetime, **details: int) -> None:
    append_entry(
        by=by,
        action=f"leadership.{what}",
        subject=f"offer:{offer.pk}",
        details={"task": offer.task_id, **details},
        now=now,
    )
