"""A place is offered, and the person says yes or no. Only their yes makes an assignment."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.bridge.commitments import latest_end
from colead.apps.leadership.models import Assignment, Kind, LeadershipTask, Offer, Scenario
from colead.apps.leadership.seats import free_share
from colead.apps.leadership.services.endings import close_what_is_filled
from colead.apps.leadership.services.lookups import locked_offer, locked_task, require_employed
from colead.apps.leadership.services.notices import announce
from colead.apps.leadership.services.steps import bring_about
from colead.apps.leadership.stewards import not_steward
from colead.apps.leadership.workflow import ASSIGNMENT, OFFER
from colead.apps.organisations.queries import meeting
from colead.apps.people.models import Person
from colead.apps.people.selectors.employment import works_until
from colead.apps.people.structure_version import locked_structure_version
from colead.engine.dates import add_months
from colead.kit.errors import Conflict, DomainError
from colead.kit.moves import begin, follow, require
from colead.kit.roles import Member


@dataclass(frozen=True)
class Place:
    """A share of a seat, or standing beside a holder's assignment, in a period. `share` lies in (0, 1].

    Without `starts_on` it begins today; without `ends_on` it lasts for the task's term.
    """

    kind: Kind = Kind.HOLDER
    beside: int | None = None
    share: Decimal = Decimal(1)
    starts_on: date | None = None
    ends_on: date | None = None
    trial_until: date | None = None


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
    offer = _drafted(by, task, person, place, today)
    offer.message, offer.scenario, offer.offered_at = message.strip(), scenario, now
    move = require(OFFER, "offer", offer, by=by, now=now, refused=not_steward(task.unit))
    if waiting := Offer.objects.open().filter(task=task, person=person, kind=place.kind).first():
        return _same_offer(waiting, offer)
    _require_fitting(offer)
    move.write()
    bring_about(move)
    announce(move)
    return offer


@transaction.atomic
def accept_offer(*, by: Member, offer_id: int, now: datetime) -> Assignment:
    """Say yes to an offer: the assignment begins on the day that was offered, past or future.

    Repeating it changes nothing. Raises Conflict when the seat has gone meanwhile, or the offer is over.
    """
    locked_structure_version(by.organisation.pk)  # an import by which they leave comes before or after
    offer = locked_offer(offer_id)
    move = begin(OFFER, "accept", offer, by=by, now=now)
    if move is None:
        if offer.assignment is None:  # given back before it began
            raise OFFER.too_late("accept", offer)
        return offer.assignment
    offer.ends_on = _last_end(offer)  # of the assignment; the offer stays as it was made
    _require_fitting(offer)
    assignment = _assigned(offer, now)
    move.write(assignment=assignment)
    bring_about(move)
    close_what_is_filled(offer.task, today=by.organisation.today(now), now=now)
    announce(move, assignment=assignment.pk)
    return assignment


def _same_offer(waiting: Offer, offer: Offer) -> Offer:
    """The offer that waits already, when it is the same."""
    if all(getattr(waiting, name) == getattr(offer, name) for name in ("share", "starts_on", "beside_id")):
        return waiting
    raise DomainError(
        "already_offered",
        _("%(name)s has an offer of this task that waits for an answer.") % {"name": offer.person.name},
        _("Withdraw it first, then offer anew."),
        field="person",
    )


def _assigned(offer: Offer, now: datetime) -> Assignment:
    same = ("organisation", "task", "person", "kind", "beside", "share", "trial_until")
    assignment = Assignment(
        **{name: getattr(offer, name) for name in same},
        valid_from=offer.starts_on,
        valid_until=offer.ends_on,
        why=offer.message,
        accepted_at=now,
    )
    follow(ASSIGNMENT, "begin", assignment, now=now).write()
    return assignment


def _drafted(by: Member, task: LeadershipTask, person: Person, place: Place, today: date) -> Offer:
    """An offer of the place with its days filled in, not stored: a term for a holder, and never beyond the
    end of the task, nor of the assignment beside.
    """
    beside = _beside(task, place)
    starts = place.starts_on or max(today, task.valid_from)
    if beside is not None and place.starts_on is None:
        starts = max(starts, beside.valid_from)
    ends = place.ends_on
    if beside is None and ends is None and task.term_months:
        term, limit = add_months(starts, task.term_months), latest_end(task, person, starts)
        ends = min(term, limit) if limit and limit > starts else term
    given = {"organisation": by.organisation, "task": task, "person": person, "offered_by": by.user}
    offer = Offer(**vars(place) | given | {"beside": beside, "starts_on": starts, "ends_on": ends})
    offer.ends_on = _last_end(offer)
    return offer


def _last_end(offer: Offer) -> date | None:
    """When what is offered ends as things are now: with the person's employment at the latest.

    A deputy's or cover's place ends with the holder's. One query.
    """
    beside, works = offer.beside, works_until(offer.person_id, offer.starts_on)
    leaves = works if works != offer.starts_on else None  # not there at all: require_employed says so
    ends = (offer.ends_on, offer.task.valid_until, beside.valid_until if beside else None, leaves)
    return min((end for end in ends if end is not None), default=None)


def _require_fitting(offer: Offer) -> None:
    """Raise Conflict or DomainError unless the person may take the place as things are now. Four queries."""
    _require_task(offer)
    require_employed(offer.person, offer.starts_on)
    _require_period(offer)
    _require_nothing_else(offer)
    if offer.kind == Kind.HOLDER:
        _require_free_seat(offer)
        _require_rotation(offer)
    elif offer.kind == Kind.COVER and offer.ends_on is None:
        raise DomainError(
            "cover_needs_end",
            _("A cover ends by itself, so it needs a day on which the task returns."),
            _("Give the day on which the holder is back."),
            field="ends_on",
        )


def require_share(share: Decimal, *, is_seat: bool = True) -> None:
    """Refuse what is no share of a seat."""
    if not is_seat or not 0 < share <= 1:
        raise DomainError(
            "bad_share",
            _("A share of a seat lies above 0 and is at most 1."),
            _("Write 1 for a whole seat, 0.5 for half of one."),
            field="share",
        )


def _beside(task: LeadershipTask, place: Place) -> Assignment | None:
    if place.kind == Kind.HOLDER:
        return None
    found = Assignment.objects.holders().filter(task=task, pk=place.beside or 0).first()
    if found is None:
        raise DomainError(
            "no_holder",
            _("A deputy or cover stands beside somebody who holds the task."),
            _("Choose the holder first."),
            field="beside",
        )
    return found


def _require_period(offer: Offer) -> None:
    require_share(offer.share)
    if offer.ends_on is not None and offer.ends_on <= offer.starts_on:
        raise DomainError(
            "bad_period",
            _("It would end before it begins."),
            _("Choose an end after the first day."),
            field="ends_on",
        )
    trial, end = offer.trial_until, offer.ends_on
    if trial is not None and (trial <= offer.starts_on or (end is not None and trial > end)):
        raise DomainError(
            "bad_trial",
            _("The trial must end within the period."),
            _("Choose a day after it begins and not after it ends."),
            field="trial_until",
        )


def _require_task(offer: Offer) -> None:
    if not offer.task.is_valid_on(offer.starts_on):
        raise Conflict(
            "task_not_open",
            _("The task does not exist on %(day)s.") % {"day": date_format(offer.starts_on)},
            _("Choose a day on which it does."),
            field="starts_on",
        )
    if offer.beside is not None and not offer.beside.is_valid_on(offer.starts_on):
        raise Conflict(
            "holder_gone",
            _("The one it stands beside does not hold the task on %(day)s.")
            % {"day": date_format(offer.starts_on)},
            _("Choose a day within their period."),
            field="starts_on",
        )


def _require_nothing_else(offer: Offer) -> None:
    """Nobody is holder and deputy of one task, nor the same twice; a deputy may cover, too."""
    held = Assignment.objects.filter(meeting(offer.period), task=offer.task, person=offer.person)
    kinds = set(held.values_list("kind", flat=True))
    if offer.kind in kinds or (kinds and Kind.HOLDER in {*kinds, offer.kind}):
        raise Conflict(
            "already_holds",
            _("%(name)s already has a part in this task then.") % {"name": offer.person.name},
            _("Choose somebody else, or another period."),
            field="person",
        )


def _require_free_seat(offer: Offer) -> None:
    free = free_share(offer.task, offer.period)
    if free < offer.share:
        raise Conflict(
            "seats_filled",
            _("The seats of “%(task)s” are filled then.") % {"task": offer.task.title}
            if free <= 0
            else _("Only %(free)s of a seat is free then.") % {"free": free.normalize()},
            _("Choose another period or a smaller share."),
            field="share",
        )


def _require_rotation(offer: Offer) -> None:
    limit = latest_end(offer.task, offer.person, offer.starts_on)
    if limit is not None and (offer.ends_on is None or offer.ends_on > limit):
        raise Conflict(
            "somebody_elses_turn",
            _("After %(terms)s terms in a row with %(name)s it is somebody else's turn.")
            % {"name": offer.person.name, "terms": offer.task.most_terms},
            _("Offer it to somebody else, or only until %(day)s.") % {"day": date_format(limit)}
            if limit > offer.starts_on
            else _("Offer it to somebody else."),
            field="ends_on",
        )
