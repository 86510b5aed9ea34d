"""Half-open periods: from a day until the day before another. The one place for what lies in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Period:
    """From `start` until the day before `end`; without an end it goes on.

    >>> march = Period(date(2026, 3, 1), date(2026, 4, 1))
    >>> march.has(date(2026, 3, 31)), march.has(date(2026, 4, 1))
    (True, False)
    >>> march.meets(date(2026, 4, 1)), march.meets(date(2026, 1, 1), date(2026, 3, 2))
    (False, True)
    """

    start: date
    end: date | None = None

    def has(self, day: date) -> bool:
        """True when the day lies in the period."""
        return self.start <= day and lasts_beyond(self.end, day)

    def meets(self, start: date, end: date | None = None) -> bool:
        """True when the other period has a day in common."""
        return lasts_beyond(self.end, start) and lasts_beyond(end, self.start)


def lasts_beyond(end: date | None, day: date) -> bool:
    """True when what ends then is in force on `day` or some day after it, once it has begun."""
    return end is None or day < end


def stretch_end(periods: Iterable[Period], day: date) -> date | None:
    """When what holds on `day` without a break ends: `day` itself where nothing holds then, None = never.

    >>> spring = [Period(date(2026, 3, 1), date(2026, 5, 1)), Period(date(2026, 5, 1), date(2026, 6, 1))]
    >>> stretch_end(spring, date(2026, 3, 2)), stretch_end(spring, date(2026, 7, 1))
    (datetime.date(2026, 6, 1), datetime.date(2026, 7, 1))
    """
    end = day
    for period in sorted(periods, key=lambda one: one.start):
        if period.has(end):
            if period.end is None:
                return None
            end = period.end
    return end


def earliest(one: date | None, other: date | None) -> date | None:
    """The earlier of two ends; None = open."""
    return other if one is None else one if other is None else min(one, other)
