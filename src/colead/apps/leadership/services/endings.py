"""Something ends or goes on changed from a day on: rows, an assignment, a vacancy, a term that runs out."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.models import Application, Assignment, Handover, Kind, LeadershipTask, Offer
from colead.apps.leadership.seats import SMALLEST_SHARE, free_share
from colead.apps.leadership.services.lookups import require_coming
from colead.apps.leadership.services.notices import announce, notify_each, tell
from colead.apps.leadership.stewards import stewards_to_tell
from colead.apps.leadership.workflow import APPLICATION, ASSIGNMENT, OFFER
from colead.apps.ledger.services import append_entry
from colead.apps.organisations.models import User
from colead.apps.organisations.queries import lasting_beyond
from colead.apps.people.models import Dated
from colead.apps.people.own_person import users_of
from colead.engine.periods import Period
from colead.kit.errors import Conflict, DomainError
from colead.kit.moves import Move, due, follow, move_all
from colead.kit.roles import Member
from colead.kit.workflow import Transition, Workflow

Row = TypeVar("Row", bound=Dated)
Content = TypeVar("Content", bound=Hashable)
DAYS_BEFORE = (60, 14, 1)
KEPT = (
    *("organisation", "task", "person", "kind", "beside", "share", "trial_until", "why", "accepted_at"),
    *("valid_until", "agreed_until", "stands_in_for"),
)
"""What an assignment is, whatever changes from a day on."""


def replace_from(
    day: date, lasting: Iterable[tuple[Content, Row]], wanted: Sequence[Content]
) -> tuple[list[tuple[Content, Row]], list[Content], int]:
    """Leave in force from `day` on only what is wanted; gives the rows that stay, the contents that the
    caller must open, and how many rows ended.

    `lasting` are all rows that last beyond the day, with what each says. At most one query a row.
    """
    missing, kept, leaving = list(wanted), [], []
    for content, row in lasting:
        if content in missing and row.valid_from <= day:
            missing.remove(content)
            kept.append((content, row))
        else:
            leaving.append(row)
    end_from(day, leaving)
    reopened = [row for _content, row in kept if row.valid_until is not None]
    for row in reopened:
        row.valid_until = None
        row.save(update_fields=["valid_until"])
    return kept, missing, len(leaving) + len(reopened)


def end_from(day: date, rows: Iterable[Row], *, end: Callable[[Row], None] | None = None) -> int:
    """End rows on `day`, by `end` where it is more than a day; what would begin then or later never begins.

    Returns how many.
    """
    ending = list(rows)
    for row in ending:
        if row.valid_from >= day:
            # not noted: a change like any other, nobody asked to be forgotten
            row.delete()
        elif end:
            end(row)
        else:
            row.valid_until = day
            row.save(update_fields=["valid_until"])
    return len(ending)


def end_assignment(move: Move, *, day: date) -> None:
    """Make a move that ends an assignment on `day`: those beside it end too, and nobody else is asked to.

    One that was to begin on the day or later never begins. Five queries at most, and one a row beside.
    """
    move_all(OFFER, "lose_holder", Offer.objects.filter(beside=move.row), now=move.now)
    beside = Assignment.objects.filter(lasting_beyond(day), beside=move.row)
    end_from(day, [*beside, move.row], end=lambda row: move.along(row).write(valid_until=day))


def require_lasting(assignment: Assignment, day: date, *, today: date) -> None:
    """Raise unless the assignment may end on `day`: not before today, and not after its own end."""
    if not assignment.lasts_beyond(today):
        raise Conflict(*ASSIGNMENT.closed)
    require_coming(day, today=today)
    if assignment.valid_until is not None and day > assignment.valid_until:
        raise DomainError(
            "ends_before",
            _("It ends on %(day)s anyway.") % {"day": date_format(assignment.valid_until)},
            _("Choose an earlier day."),
            field="day",
        )


def split_from(day: date, assignment: Assignment, **changes: Any) -> Assignment:
    """The assignment as it is from `day` on, with the changes; before that day it stays as it was.

    Deputies and covers go on beside the new row; a handover under way, open offers and who is to step in move
    to it.
    """
    if assignment.valid_from >= day:
        return _changed(assignment, changes)
    helpers = list(Assignment.objects.filter(lasting_beyond(day), beside=assignment))
    follower = _from(day, assignment, changes)
    for helper in helpers:
        if helper.valid_from >= day:
            _changed(helper, {"beside": follower})
        else:
            _from(day, helper, {"beside": follower})
    Handover.objects.filter(assignment=assignment).update(assignment=follower)
    Offer.objects.open().filter(beside=assignment).update(beside=follower)
    Assignment.objects.filter(stands_in_for=assignment).update(stands_in_for=follower)
    return follower


def _from(day: date, row: Assignment, changes: dict[str, Any]) -> Assignment:
    """End the row on the day and open its follower."""
    fields = {name: getattr(row, name) for name in KEPT} | changes
    if row.ending == Assignment.Ending.LEFT:  # the follower does, this one goes on
        fields[ASSIGNMENT.column] = row.ending
        move_all(ASSIGNMENT, "stay", Assignment.objects.filter(pk=row.pk), now=row.accepted_at)
    row.valid_until, row.agreed_until = day, None
    row.save(update_fields=["valid_until", "agreed_until"])
    return Assignment.objects.create(valid_from=day, **fields)


def _changed(row: Assignment, changes: dict[str, Any]) -> Assignment:
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))
    return row


def close_what_is_filled(task: LeadershipTask, *, today: date, now: datetime) -> None:
    """Close offers that no free share is left for, and applications when none is left at all.

    Offers for a later period stay open. One query for every open offer, and three.
    """
    offers = Offer.objects.open().filter(task=task, kind=Kind.HOLDER).select_related("person__user")
    for offer in [one for one in offers if free_share(task, one.period) < one.share]:
        _fill(OFFER, offer, now)
    if free_share(task, Period(max(today, task.valid_from))) < SMALLEST_SHARE:
        waiting = Application.objects.filter(task=task).select_related("person__user")
        for application in waiting.open():
            _fill(APPLICATION, application, now)
        move_all(APPLICATION, "fill_unseen", waiting, now=now)


def _fill(workflow: Workflow, row: Offer | Application, now: datetime) -> None:
    move = follow(workflow, "fill", row, now=now)
    move.write()
    announce(move)


def remind_of_term_ends(*, after: date, until: date, now: datetime) -> int:
    """Remind of ends that lie 60, 14 or 1 days beyond a day in (after, until]. Returns how many reminders.

    Holders hear of it, and those who look after the task. Runs that follow each other without a gap remind
    of every end once at each distance, however irregular they are; the same run again reminds nobody twice.
    """
    reminded = 0
    for days in DAYS_BEFORE:
        first, last = after + timedelta(days=days + 1), until + timedelta(days=days)
        ends = Q(valid_until__gte=first, valid_until__lte=last, ending="")  # by their term only
        rows = Assignment.objects.holders().filter(~_goes_on(), ends).order_by("valid_until", "pk")
        ending = list(rows.select_related("person__user", "task__unit", "task__organisation"))
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


def _goes_on() -> Exists:
    """The same person goes on where the row ends: a further term that they accepted, or another share."""
    same = {name: OuterRef(name) for name in ("task", "person", "kind")}
    return Exists(Assignment.objects.filter(**same, valid_from=OuterRef("valid_until")))


def _remind(assignment: Assignment, holder: User | None, days: int, day: date, now: datetime) -> None:
    end, task = assignment.valid_until.isoformat() if assignment.valid_until else "", assignment.task
    stewards = stewards_to_tell(task.unit, today=day) - {holder}
    told: dict[str, Any] = {"task": task, "now": now, "dedupe": f"{end}:{days}", "values": {"day": end}}
    for users, kind in (({holder}, "term_ends"), (stewards, "term_ends_soon")):
        notify_each(users, kind, assignment, page="assignment", **told)


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
