"""From a day on something else holds: rows end or go on changed, an assignment ends, a vacancy closes."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.models import Application, Assignment, Handover, Kind, LeadershipTask, Offer
from colead.apps.leadership.seats import SMALLEST_SHARE, free_share
from colead.apps.leadership.services.notices import announce
from colead.apps.leadership.workflow import APPLICATION, ASSIGNMENT, OFFER
from colead.apps.organisations.queries import lasting_beyond
from colead.apps.people.models import Dated
from colead.engine.periods import Period
from colead.kit.errors import Conflict, DomainError
from colead.kit.moves import Move, follow, move_all
from colead.kit.workflow import Workflow

Row = TypeVar("Row", bound=Dated)
Content = TypeVar("Content", bound=Hashable)


@dataclass(frozen=True)
class Replaced(Generic[Row, Content]):
    """What `replace_from` did: rows that stay, contents that must be opened, and how many rows ended."""

    kept: list[tuple[Content, Row]]
    missing: list[Content]
    ended: int

    @property
    def is_change(self) -> bool:
        """Something ended, or must be opened."""
        return bool(self.ended or self.missing)


def replace_from(
    day: date, lasting: Iterable[tuple[Content, Row]], wanted: Sequence[Content]
) -> Replaced[Row, Content]:
    """Leave in force from `day` on only what is wanted; the caller opens what is missing.

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
    return Replaced(kept, missing, len(leaving) + len(reopened))


def end_from(day: date, rows: Iterable[Row], *, end: Callable[[Row], None] | None = None) -> int:
    """End rows on `day`, by `end` where it is more than a day; what would begin then or later never begins.

    Returns how many.
    """
    ending = list(rows)
    for row in ending:
        if row.valid_from >= day:
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
    if day < today:
        raise DomainError(
            "day_has_passed",
            _("%(day)s has passed.") % {"day": day},
            _("Choose today or a later day: what held before stays as it was."),
            field="day",
        )
    if assignment.valid_until is not None and day > assignment.valid_until:
        raise DomainError(
            "ends_before",
            _("It ends on %(day)s anyway.") % {"day": assignment.valid_until},
            _("Choose an earlier day."),
            field="day",
        )


def split_from(day: date, assignment: Assignment, **changes: Any) -> Assignment:
    """The assignment as it is from `day` on, with the changes; before that day it stays as it was.

    Deputies and covers go on beside the new row; a handover under way and open offers move to it.
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
    return follower


def _from(day: date, row: Assignment, changes: dict[str, Any]) -> Assignment:
    """End the row on the day and open its follower."""
    kept = ("organisation", "task", "person", "kind", "beside", "share", "trial_until", "why", "accepted_at")
    fields = {name: getattr(row, name) for name in kept} | {"valid_until": row.valid_until} | changes
    row.valid_until = day
    row.save(update_fields=["valid_until"])
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
    for offer in _offers_without_seat(task):
        _fill(OFFER, offer, now)
    if free_share(task, Period(max(today, task.valid_from))) < SMALLEST_SHARE:
        waiting = Application.objects.filter(task=task).select_related("person__user")
        for application in waiting.open():
            _fill(APPLICATION, application, now)
        move_all(APPLICATION, "fill_unseen", waiting, now=now)


def _offers_without_seat(task: LeadershipTask) -> list[Offer]:
    waiting = Offer.objects.open().filter(task=task, kind=Kind.HOLDER).select_related("person__user")
    return [one for one in waiting if free_share(task, Period(one.starts_on, one.ends_on)) < one.share]


def _fill(workflow: Workflow, row: Offer | Application, now: datetime) -> None:
    move = follow(workflow, "fill", row, now=now)
    move.write()
    announce(move)
