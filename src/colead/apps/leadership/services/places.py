"""The place that is offered, and whether a person may take it: asked when offering and when accepting."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.bridge.rotation import latest_end
from colead.apps.leadership.models import Assignment, Kind, LeadershipTask, Offer
from colead.apps.leadership.seats import free_share
from colead.apps.organisations.queries import meeting
from colead.apps.people.models import Person
from colead.engine.dates import add_months
from colead.engine.periods import Period
from colead.kit.errors import Conflict, DomainError


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


@dataclass(frozen=True)
class Wanted:
    """A place with everything settled: who, in which task, from when, until when."""

    task: LeadershipTask
    person: Person
    kind: str
    beside: Assignment | None
    share: Decimal
    starts_on: date
    ends_on: date | None
    trial_until: date | None

    @property
    def period(self) -> Period:
        """From the first day until the day before the end."""
        return Period(self.starts_on, self.ends_on)


def settled(task: LeadershipTask, person: Person, place: Place, *, today: date) -> Wanted:
    """The place with its days filled in: a term for a holder, not beyond the holder's own end for others."""
    beside = _beside(task, place)
    starts = place.starts_on or max(today, task.valid_from)
    if beside is not None and place.starts_on is None:
        starts = max(starts, beside.valid_from)
    wanted = Wanted(task, person, place.kind, beside, place.share, starts, place.ends_on, place.trial_until)
    if beside is None and place.ends_on is None and task.term_months:
        term = add_months(starts, task.term_months)
        limit = latest_end(task, person, starts)
        wanted = replace(wanted, ends_on=min(term, limit) if limit and limit > starts else term)
    return _within(wanted)


def wanted_by(offer: Offer) -> Wanted:
    """What an offer would make, as things are now: a deputy's or cover's place ends with the holder's."""
    return _within(
        Wanted(
            task=offer.task,
            person=offer.person,
            kind=offer.kind,
            beside=offer.beside,
            share=offer.share,
            starts_on=offer.starts_on,
            ends_on=offer.ends_on,
            trial_until=offer.trial_until,
        )
    )


def require_fitting(wanted: Wanted) -> None:
    """Raise Conflict or DomainError unless the person may take the place as things are now. Three queries."""
    _require_task(wanted)
    _require_period(wanted)
    _require_nothing_else(wanted)
    if wanted.kind == Kind.HOLDER:
        _require_free_seat(wanted)
        _require_rotation(wanted)
    elif wanted.kind == Kind.COVER and wanted.ends_on is None:
        raise DomainError(
            "cover_needs_end",
            _("A cover ends by itself, so it needs a day on which the task returns."),
            _("Give the day on which the holder is back."),
            field="ends_on",
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


def _within(wanted: Wanted) -> Wanted:
    """Not beyond the end of the assignment beside, nor of the task."""
    ends = [wanted.ends_on, wanted.task.valid_until]
    if wanted.beside is not None:
        ends.append(wanted.beside.valid_until)
    return replace(wanted, ends_on=min((end for end in ends if end is not None), default=None))


def _require_period(wanted: Wanted) -> None:
    if not 0 < wanted.share <= 1:
        raise DomainError(
            "bad_share",
            _("A share of a seat lies above 0 and is at most 1."),
            _("Write 1 for a whole seat, 0.5 for half of one."),
            field="share",
        )
    if wanted.ends_on is not None and wanted.ends_on <= wanted.starts_on:
        raise DomainError(
            "bad_period",
            _("It would end before it begins."),
            _("Choose an end after the first day."),
            field="ends_on",
        )
    trial, end = wanted.trial_until, wanted.ends_on
    if trial is not None and (trial <= wanted.starts_on or (end is not None and trial > end)):
        raise DomainError(
            "bad_trial",
            _("The trial must end within the period."),
            _("Choose a day after it begins and not after it ends."),
            field="trial_until",
        )


def _require_task(wanted: Wanted) -> None:
    if not wanted.task.is_valid_on(wanted.starts_on):
        raise Conflict(
            "task_not_open",
            _("The task does not exist on %(day)s.") % {"day": wanted.starts_on},
            _("Choose a day on which it does."),
            field="starts_on",
        )
    if wanted.beside is not None and not wanted.beside.is_valid_on(wanted.starts_on):
        raise Conflict(
            "holder_gone",
            _("The one it stands beside does not hold the task on %(day)s.") % {"day": wanted.starts_on},
            _("Choose a day within their period."),
            field="starts_on",
        )


def _require_nothing_else(wanted: Wanted) -> None:
    """Nobody is holder and deputy of one task, nor the same twice; a deputy may cover, too."""
    held = Assignment.objects.filter(meeting(wanted.period), task=wanted.task, person=wanted.person)
    kinds = set(held.values_list("kind", flat=True))
    if wanted.kind in kinds or (kinds and Kind.HOLDER in {*kinds, wanted.kind}):
        raise Conflict(
            "already_holds",
            _("%(name)s already has a part in this task then.") % {"name": wanted.person.name},
            _("Choose somebody else, or another period."),
            field="person",
        )


def _require_free_seat(wanted: Wanted) -> None:
    free = free_share(wanted.task, wanted.period)
    if free < wanted.share:
        raise Conflict(
            "seats_filled",
            _("The seats of “%(task)s” are filled then.") % {"task": wanted.task.title}
            if free <= 0
            else _("Only %(free)s of a seat is free then.") % {"free": free.normalize()},
            _("Choose another period or a smaller share."),
            field="share",
        )


def _require_rotation(wanted: Wanted) -> None:
    limit = latest_end(wanted.task, wanted.person, wanted.starts_on)
    if limit is not None and (wanted.ends_on is None or wanted.ends_on > limit):
        raise Conflict(
            "somebody_elses_turn",
            _("After %(terms)s terms in a row with %(name)s it is somebody else's turn.")
            % {"name": wanted.person.name, "terms": wanted.task.most_terms},
            _("Offer it to somebody else, or only until %(day)s.") % {"day": limit}
            if limit > wanted.starts_on
            else _("Offer it to somebody else."),
            field="ends_on",
        )
