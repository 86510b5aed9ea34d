"""What happens to an assignment: trial, share, cover, another term, giving it back, what it was good for."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.models import Assignment, Kind, Offer
from colead.apps.leadership.seats import free_share
from colead.apps.leadership.selectors.assignment import practised
from colead.apps.leadership.services.endings import end_assignment, require_lasting, split_from
from colead.apps.leadership.services.handovers import leave_note
from colead.apps.leadership.services.lookups import locked_assignment
from colead.apps.leadership.services.notices import announce
from colead.apps.leadership.services.offers import Place, offer_task, require_share
from colead.apps.leadership.stewards import require_steward
from colead.apps.leadership.workflow import ASSIGNMENT
from colead.apps.people.models import Competency, Person
from colead.apps.people.own_person import is_own
from colead.apps.people.services.evidence import record_evidence
from colead.engine.periods import Period
from colead.kit.errors import Conflict, DomainError
from colead.kit.moves import begin, require
from colead.kit.roles import Member


@transaction.atomic
def give_back(*, by: Member, assignment_id: int, day: date, note: str = "", now: datetime) -> Assignment:
    """Give one's own task back from `day` on: no reason is asked for, and none is kept.

    `note` is for whoever takes it next. Those who look after the task hear that it is free.
    """
    assignment, today = locked_assignment(assignment_id), by.organisation.today(now)
    move = begin(ASSIGNMENT, "give_back", assignment, by=by, now=now)
    if move is None:
        return assignment
    require_lasting(assignment, day, today=today)
    if note.strip() and day > assignment.valid_from:
        leave_note(assignment, note, now)
    end_assignment(move, day=day)
    announce(move, values={"day": day.isoformat()})
    return assignment


@transaction.atomic
def end_trial(*, by: Member, assignment_id: int, keep: bool, now: datetime) -> None:
    """After a trial both may say whether it goes on: the person, and those who look after the task.

    When nobody says anything it goes on.
    """
    assignment, today = locked_assignment(assignment_id), by.organisation.today(now)
    move = begin(ASSIGNMENT, "keep_trial" if keep else "end_trial", assignment, by=by, now=now)
    if move is None or assignment.trial_until is None:
        return
    require_lasting(assignment, today, today=today)
    if keep:
        move.write(trial_until=None)
    else:
        end_assignment(move, day=today)
    announce(move)


@transaction.atomic
def change_share(*, by: Member, assignment_id: int, share: Decimal, day: date, now: datetime) -> Assignment:
    """Take a larger or smaller share of the seat from `day` on; only the person themself can.

    One row ends and another begins; deputies and covers go on beside the new one.
    """
    assignment = locked_assignment(assignment_id)
    move = require(ASSIGNMENT, "change_share", assignment, by=by, now=now)
    if assignment.share == share:
        return assignment
    require_lasting(assignment, day, today=by.organisation.today(now))
    _require_share(assignment, share, day)
    changed = split_from(max(day, assignment.valid_from), assignment, share=share, accepted_at=now)
    announce(move.along(changed))
    return changed


def arrange_cover(
    *,
    by: Member,
    assignment_id: int,
    person: Person,
    starts_on: date,
    ends_on: date,
    message: str = "",
    now: datetime,
) -> Offer:
    """Offer a colleague to cover from `starts_on` until the day before `ends_on`, when the task returns."""
    place = Place(kind=Kind.COVER, beside=assignment_id, starts_on=starts_on, ends_on=ends_on)
    return _beside(by, assignment_id, person, place, message, now)


def find_deputy(*, by: Member, assignment_id: int, person: Person, message: str = "", now: datetime) -> Offer:
    """Offer a colleague to be the deputy for as long as the assignment lasts."""
    return _beside(by, assignment_id, person, Place(kind=Kind.DEPUTY, beside=assignment_id), message, now)


@transaction.atomic
def extend_term(*, by: Member, assignment_id: int, message: str = "", now: datetime) -> Offer:
    """Offer the person another term, which begins when this one ends. They are free to say no."""
    assignment = locked_assignment(assignment_id)
    require_steward(by, assignment.task.unit, today=by.organisation.today(now))
    if assignment.valid_until is None or assignment.kind != Kind.HOLDER:
        raise Conflict(
            "no_end", _("This assignment has no end."), _("It goes on until it is given back or handed over.")
        )
    place = Place(share=assignment.share, starts_on=assignment.valid_until)
    return offer_task(
        by=by, task_id=assignment.task_id, person=assignment.person, place=place, message=message, now=now
    )


def _beside(
    by: Member, assignment_id: int, person: Person, place: Place, message: str, now: datetime
) -> Offer:
    task_id = Assignment.objects.filter(pk=assignment_id).values_list("task_id", flat=True).first()
    if task_id is None:
        raise ASSIGNMENT.not_found()
    return offer_task(by=by, task_id=task_id, person=person, place=place, message=message, now=now)


def _require_share(assignment: Assignment, share: Decimal, day: date) -> None:
    period = Period(max(day, assignment.valid_from), assignment.valid_until)
    require_share(share, is_seat=assignment.kind == Kind.HOLDER)
    if share - assignment.share > (free := free_share(assignment.task, period)):
        raise Conflict(
            "seats_filled",
            _("Only %(free)s more of a seat is free then.") % {"free": max(free, Decimal(0)).normalize()},
            _("Choose a smaller share."),
            field="share",
        )


@transaction.atomic
def note_evidence(*, by: Member, assignment_id: int, competencies: Collection[str], now: datetime) -> int:
    """Note these competencies (keys) at the level that the task needed; returns how many.

    Only the person themself can, and only for what a task that they completed needed.
    """
    assignment = locked_assignment(assignment_id)
    if not is_own(by, assignment.person_id):
        raise ASSIGNMENT.not_found()
    needed = {one.key: one.level for one in practised(assignment, by.organisation.today(now))}
    if unknown := set(competencies) - needed.keys():
        raise DomainError(
            "not_practised",
            _("“%(key)s” is not what this task needed, or it is not completed.") % {"key": min(unknown)[:80]},
            _("Choose from the list on the page of the assignment."),
            field="competency",
        )
    for competency in Competency.objects.filter(key__in=competencies).order_by("key"):
        record_evidence(
            by=by, person=assignment.person, competency=competency, level=needed[competency.key], now=now
        )
    return len(set(competencies))
