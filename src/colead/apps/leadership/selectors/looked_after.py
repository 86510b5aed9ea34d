"""What waits in the units whose tasks somebody looks after: who volunteers, what is free, what ends."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from colead.apps.leadership import permissions
from colead.apps.leadership.models import Application
from colead.apps.leadership.selectors.board import ENOUGH, FREE, Filters, narrowed
from colead.apps.people.selectors.leads import units_led
from colead.kit.roles import Member

MOST_SHOWN = 6
VOLUNTEERS_FIRST: tuple[Any, ...] = (
    F("volunteers").desc(),
    F("seats_free").desc(),
    F("ends_on").asc(nulls_last=True),
    "title_plain",
    "pk",
)


@dataclass(frozen=True)
class WaitingTask:
    """A task with something to do about it.

    volunteers : how many would like it, or a part of it, while a seat is free.
    ends_on : the first day on which a holder's time is over, within SOON.
    """

    task: int
    title: str
    unit: str
    volunteers: int
    is_open: bool
    is_asked: bool
    ends_on: date | None


@dataclass(frozen=True)
class LookedAfter:
    """The tasks that wait, volunteers first, then free seats, then what ends. `more` are not in the list."""

    rows: list[WaitingTask]
    more: int


def looked_after(member: Member, today: date) -> LookedAfter | None:
    """What waits for the member as a steward; None for somebody who looks after no unit.

    Two queries, and for a lead two more and those of the structure.
    """
    rows = narrowed(today, Filters(), member.organisation).annotate(volunteers=_volunteers())
    if not member.may(permissions.STEWARD):
        led = units_led(member, today=today)
        if not led:
            return None
        rows = rows.filter(unit__in=led)
    waiting = rows.filter(FREE | Q(ends_on__isnull=False))
    shown = waiting.select_related("unit").order_by(*VOLUNTEERS_FIRST)[:MOST_SHOWN]
    return LookedAfter(
        rows=[_row(task) for task in shown],
        more=max(0, waiting.count() - MOST_SHOWN),
    )


def _volunteers() -> Coalesce:
    rows = Application.objects.open().filter(task=OuterRef("pk")).order_by().values("task")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)


def _row(task: Any) -> WaitingTask:
    """`task` carries the numbers that the query adds."""
    free, asked = task.seats_free > ENOUGH, task.seats_free < task.seats_offered + ENOUGH
    return WaitingTask(
        task=task.pk,
        title=task.title,
        unit=task.unit.name,
        volunteers=task.volunteers if free else 0,
        is_open=free and not asked,
        is_asked=free and asked,
        ends_on=task.ends_on,
    )
