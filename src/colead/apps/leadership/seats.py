"""How much of a task's seats is free in a period: a seat may be shared, and shares are dated."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from django.db.models import Q

from colead.apps.leadership.models import Assignment, LeadershipTask

SMALLEST_SHARE = Decimal("0.05")  # less than this is nothing to offer: three parts of 0.33 fill a seat


class Part(Protocol):
    """A share of a seat in a period: an assignment of a holder."""

    @property
    def share(self) -> Decimal: ...
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_until(self) -> date | None: ...


@dataclass(frozen=True)
class Period:
    """From `start` until the day before `end`; without an end it goes on."""

    start: date
    end: date | None = None

    def meets(self, start: date, end: date | None) -> bool:
        """True when the other period has a day in common."""
        return (self.end is None or start < self.end) and (end is None or self.start < end)

    def condition(self, prefix: str = "") -> Q:
        """The dated rows that have a day in common with the period."""
        lasts = Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gt": self.start})
        return lasts if self.end is None else lasts & Q(**{f"{prefix}valid_from__lt": self.end})


def held_at_most(parts: Iterable[Part], period: Period) -> Decimal:
    """The largest sum of shares on any day of the period. It can only rise on a day when one begins."""
    met = [part for part in parts if period.meets(part.valid_from, part.valid_until)]
    days = {period.start} | {part.valid_from for part in met if part.valid_from > period.start}
    return max(sum((part.share for part in met if _holds(part, day)), Decimal(0)) for day in days)


def free_share(task: LeadershipTask, period: Period) -> Decimal:
    """What nobody holds on any day of the period, in seats. One query."""
    held = Assignment.objects.holders().filter(period.condition(), task=task)
    return task.seats - held_at_most(held, period)


def seats_held(task: LeadershipTask, day: date) -> Decimal:
    """The most that is held on `day` or any later day, in seats. One query."""
    return task.seats - free_share(task, Period(day))


def _holds(part: Part, day: date) -> bool:
    return part.valid_from <= day and (part.valid_until is None or day < part.valid_until)
