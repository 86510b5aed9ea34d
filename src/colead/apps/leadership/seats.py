"""How much of a task's seats is free in a period: a seat may be shared, and shares are dated."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Protocol

from colead.apps.leadership.models import Assignment, LeadershipTask
from colead.apps.organisations.queries import meeting
from colead.engine.periods import Period

SMALLEST_SHARE = Decimal("0.05")  # less than this is nothing to offer: three parts of 0.33 fill a seat


class Part(Protocol):
    """A share of a seat in a period: an assignment of a holder."""

    @property
    def share(self) -> Decimal: ...
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_until(self) -> date | None: ...


def held_at_most(parts: Iterable[Part], period: Period) -> Decimal:
    """The largest sum of shares on any day of the period. It can only rise on a day when one begins."""
    met = [part for part in parts if period.meets(part.valid_from, part.valid_until)]
    days = {period.start} | {part.valid_from for part in met if part.valid_from > period.start}
    return max(
        sum((one.share for one in met if Period(one.valid_from, one.valid_until).has(day)), Decimal(0))
        for day in days
    )


def free_share(task: LeadershipTask, period: Period) -> Decimal:
    """What nobody holds on any day of the period, in seats. One query."""
    held = Assignment.objects.holders().filter(meeting(period), task=task)
    return task.seats - held_at_most(held, period)
