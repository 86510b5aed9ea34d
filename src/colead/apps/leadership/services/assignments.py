"""What happens to an assignment while it lasts: trial, share, cover, another term, giving it back."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.models import Assignment, Offer
from colead.apps.leadership.models.assignments import Kind
from colead.apps.leadership.seats import Period, free_share
from colead.apps.leadership.services.endings import end_assignment, require_lasting
from colead.apps.leadership.services.handovers import leave_note
from colead.apps.leadership.services.lookups import (
    locked_assignment,
    looked_after,
    no_assignment,
    own_assignment,
)
from colead.apps.leadership.services.notices import notify_each
from colead.apps.leadership.services.offers import offer_task
from colead.apps.leadership.services.places import Place
from colead.apps.leadership.services.splitting import split_from
from colead.apps.leadership.stewards import require_steward
from colead.apps.leadership.who_to_tell import stewards_to_tell
from colead.apps.ledger.services import append_entry
from colead.apps.people.models import Person
from colead.apps.people.own_person import users_of
from colead.kit.errors import Conflict, DomainError
from colead.kit.roles import Member

Ending = Assignment.Ending


@transaction.atomic
def give_back(*, by: Member, assignment_id: int, day: date, note: str = "", now: datetime) -> Assignment:
    """Give one's own task back from `day` on: no reason is asked for, and none is kept.

    `note` is for whoever takes it next. Those who look after the task hear that it is free.
    """
    assignment, today = own_assignment(by, assignment_id), by.organisation.today(now)
    if assignment.ending == Ending.GIVEN_BACK:
        return assignment
    require_lasting(assignment, day, today=today)
    if note.strip() and day > assignment.valid_from:
        leave_note(assignment, note, now)
    told = stewards_to_tell(assignment.task.unit, today=today)
    notify_each(
        told,
        "given_back",
        assignment.task,
        page="task",
        task=assignment.task,
        now=now,
        dedupe=str(assignment.pk),
        values={"day": day.isoformat()},
    )
    number = assignment.pk
    end_assignment(assignment, day=day, ending=Ending.GIVEN_BACK, now=now)
    _enter(by, "given_back", number, assignment, now)
    return assignment


@transaction.atomic
def end_trial(*, by: Member, assignment_id: int, keep: bool, now: datetime) -> None:
    """After a trial both may say whether it goes on: the person, and those who look after the task.

    When nobody says anything it goes on.
    """
    assignment, today = looked_after(by, assignment_id, now=now), by.organisation.today(now)
    if assignment.trial_until is None or assignment.ending == Ending.TRIAL:
        return
    require_lasting(assignment, today, today=today)
    number, task = assignment.pk, assignment.task
    told = stewards_to_tell(task.unit, today=today).union(users_of([assignment.person]).values())
    others = told - {by.user}
    what = "trial_kept" if keep else "trial_ended"
    notify_each(others, what, task, page="task", task=task, now=now, dedupe=str(number))
    if keep:
        assignment.trial_until = None
        assignment.save(update_fields=["trial_until"])
    else:
        end_assignment(assignment, day=today, ending=Ending.TRIAL, now=now)
    _enter(by, what, number, assignment, now)


@transaction.atomic
def change_share(*, by: Member, assignment_id: int, share: Decimal, day: date, now: datetime) -> Assignment:
    """Take a larger or smaller share of the seat from `day` on; only the person themself can.

    One row ends and another begins; deputies and covers go on beside the new one.
    """
    assignment = own_assignment(by, assignment_id)
    if assignment.share == share:
        return assignment
    require_lasting(assignment, day, today=by.organisation.today(now))
    _require_share(assignment, share, day)
    changed = split_from(max(day, assignment.valid_from), assignment, share=share, accepted_at=now)
    _enter(by, "share_changed", changed.pk, assignment, now)
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
        raise no_assignment()
    return offer_task(by=by, task_id=task_id, person=person, place=place, message=message, now=now)


def _require_share(assignment: Assignment, share: Decimal, day: date) -> None:
    period = Period(max(day, assignment.valid_from), assignment.valid_until)
    if assignment.kind != Kind.HOLDER or not 0 < share <= 1:
        raise DomainError(
            "bad_share",
            _("A share of a seat lies above 0 and is at most 1."),
            _("Write 1 for a whole seat, 0.5 for half of one."),
            field="share",
        )
    if share - assignment.share > (free := free_share(assignment.task, period)):
        raise Conflict(
            "seats_filled",
            _("Only %(free)s more of a seat is free then.") % {"free": max(free, Decimal(0)).normalize()},
            _("Choose a smaller share."),
            field="share",
        )


def _enter(by: Member, what: str, number: int, assignment: Assignment, now: datetime) -> None:
    append_entry(
        by=by,
        action=f"leadership.{what}",
        subject=f"assignment:{number}",
        details={"task": assignment.task_id},
        now=now,
    )
