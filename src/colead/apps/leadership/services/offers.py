"""A place is offered, and the person says yes or no. Only their yes makes an assignment."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.models import Assignment, Offer, Scenario
from colead.apps.leadership.services.endings import close_what_is_filled
from colead.apps.leadership.services.lookups import locked_offer, locked_task
from colead.apps.leadership.services.notices import announce
from colead.apps.leadership.services.places import Place, Wanted, require_fitting, settled, wanted_by
from colead.apps.leadership.services.steps import bring_about
from colead.apps.leadership.stewards import not_steward
from colead.apps.leadership.workflow import ASSIGNMENT, OFFER
from colead.apps.people.models import Person
from colead.kit.errors import DomainError
from colead.kit.moves import begin, follow, require
from colead.kit.roles import Member

WHOLE_SEAT = Place()


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
    offer = _drafted(by, wanted, message.strip(), scenario, now)
    move = require(OFFER, "offer", offer, by=by, now=now, refused=not_steward(task.unit))
    if waiting := Offer.objects.open().filter(task=task, person=person, kind=place.kind).first():
        return _same_offer(waiting, wanted)
    require_fitting(wanted)
    move.write()
    bring_about(move)
    announce(move)
    return offer


@transaction.atomic
def accept_offer(*, by: Member, offer_id: int, now: datetime) -> Assignment:
    """Say yes to an offer: the assignment begins on the day that was offered, past or future.

    Repeating it changes nothing. Raises Conflict when the seat has gone meanwhile, or the offer is over.
    """
    offer = locked_offer(offer_id)
    move = begin(OFFER, "accept", offer, by=by, now=now)
    if move is None:
        return _made_of(offer)
    wanted = wanted_by(offer)
    require_fitting(wanted)
    assignment = _assign(offer, wanted, now)
    move.write(assignment=assignment)
    bring_about(move)
    close_what_is_filled(offer.task, today=by.organisation.today(now), now=now)
    announce(move, assignment=assignment.pk)
    return assignment


def _drafted(by: Member, wanted: Wanted, message: str, scenario: Scenario | None, now: datetime) -> Offer:
    return Offer(
        organisation=by.organisation,
        task=wanted.task,
        person=wanted.person,
        kind=wanted.kind,
        beside=wanted.beside,
        share=wanted.share,
        starts_on=wanted.starts_on,
        ends_on=wanted.ends_on,
        trial_until=wanted.trial_until,
        message=message,
        scenario=scenario,
        offered_by=by.user,
        offered_at=now,
    )


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
    assignment = Assignment(
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
    follow(ASSIGNMENT, "begin", assignment, now=now).write()
    return assignment


def _made_of(offer: Offer) -> Assignment:
    """What the first yes made, unless it has gone again since: given back before it began."""
    if offer.assignment is None:
        raise OFFER.too_late("accept", offer)
    return offer.assignment
