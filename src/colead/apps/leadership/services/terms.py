"""Terms run out: those concerned are reminded in time, and what has ended is recorded as such."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from colead.apps.leadership.models import Assignment, Offer
from colead.apps.leadership.services.notices import notify_each, tell
from colead.apps.leadership.who_to_tell import stewards_to_tell
from colead.apps.leadership.workflow import ASSIGNMENT, OFFER
from colead.apps.ledger.services import append_entry
from colead.apps.organisations.models import User
from colead.apps.people.own_person import users_of
from colead.kit.moves import due, move_all
from colead.kit.roles import Member
from colead.kit.workflow import Transition

DAYS_BEFORE = (60, 14, 1)


def remind_of_term_ends(*, after: date, until: date, now: datetime) -> int:
    """Remind of ends that lie 60, 14 or 1 days beyond a day in (after, until]. Returns how many reminders.

    Holders hear of it, and those who look after the task. Runs that follow each other without a gap remind
    of every end once at each distance, however irregular they are; the same run again reminds nobody twice.
    """
    reminded = 0
    for days in DAYS_BEFORE:
        first, last = after + timedelta(days=days + 1), until + timedelta(days=days)
        ending = _ending_between(first, last)
        users = users_of(assignment.person for assignment in ending)
        for assignment in ending:
            _remind(assignment, users.get(assignment.person_id), days, until, now)
        reminded += len(ending)
    return reminded


@transaction.atomic
def record_ended_terms(*, by: Member, today: date, now: datetime) -> int:
    """Mark what ran out by `today` as ended by its term, and thank the holders. Returns how many ended."""
    over = due(ASSIGNMENT, "run_out", Assignment.objects.filter(~_goes_on()), today)
    ended = list(over.select_related("person__user", "task__organisation"))
    move_all(ASSIGNMENT, "run_out", Assignment.objects.filter(pk__in=[one.pk for one in ended]), now=now)
    for one in ended:
        for notice in ASSIGNMENT["run_out"].tells:
            tell(notice, one, now=now)
    _enter(by, ASSIGNMENT["run_out"], len(ended), today, now)
    return len(ended)


@transaction.atomic
def withdraw_overtaken_offers(*, by: Member, today: date, now: datetime) -> int:
    """Close offers whose whole period has passed without an answer. Returns how many.

    A first day that has passed closes nothing: people say yes late to what they have begun to do.
    """
    number = move_all(OFFER, "lapse", due(OFFER, "lapse", Offer.objects.all(), today), now=now)
    _enter(by, OFFER["lapse"], number, today, now)
    return number


def _ending_between(first: date, last: date) -> list[Assignment]:
    """Assignments whose end lies in [first, last], those by their term only. One query."""
    ends = Q(valid_until__gte=first, valid_until__lte=last, ending="")
    rows = Assignment.objects.holders().filter(~_goes_on(), ends).order_by("valid_until", "pk")
    return list(rows.select_related("person__user", "task__unit", "task__organisation"))


def _goes_on() -> Exists:
    """The same person goes on where the row ends: a further term that they accepted, or another share."""
    same = {name: OuterRef(name) for name in ("task", "person", "kind")}
    return Exists(Assignment.objects.filter(**same, valid_from=OuterRef("valid_until")))


def _remind(assignment: Assignment, holder: User | None, days: int, day: date, now: datetime) -> None:
    end = assignment.valid_until.isoformat() if assignment.valid_until else ""
    values, dedupe = {"day": end}, f"{end}:{days}"
    task = assignment.task
    notify_each(
        [holder], "term_ends", assignment, page="assignment", task=task, now=now, dedupe=dedupe, values=values
    )
    stewards = stewards_to_tell(task.unit, today=day) - {holder}
    notify_each(
        stewards,
        "term_ends_soon",
        assignment,
        page="assignment",
        task=task,
        now=now,
        dedupe=dedupe,
        values=values,
    )


def _enter(by: Member, what: Transition, number: int, today: date, now: datetime) -> None:
    """One entry for all rows for which the day has come."""
    if number:
        append_entry(
            by=by,
            action=f"leadership.{what.entry}",
            subject=f"day:{today.isoformat()}",
            details={"count": number},
            now=now,
        )
