"""Counting days of the calendar. The one place for it; every floor may import it."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""Days that an organisation can be about: outside of them counting months would leave the calendar."""


def is_thinkable(day: date) -> bool:
    """Whether a day can be meant.

    >>> is_thinkable(date(2026, 3, 2)), is_thinkable(date(9999, 12, 31))
    (True, False)
    """
    return FIRST_DAY <= day <= LAST_DAY


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months later (or earlier), or the last one of a month too short.

    >>> add_months(date(2026, 8, 31), 6), add_months(date(2026, 1, 31), -11)
    (datetime.date(2027, 2, 28), datetime.date(2025, 2, 28))
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_starts(day: date, months: int) -> list[date]:
    """The first day of the day's month and of the `months` before it, the earliest first.

    >>> [one.isoformat() for one in month_starts(date(2026, 3, 2), 2)]
    ['2026-01-01', '2026-02-01', '2026-03-01']
    """
    first = day.replace(day=1)
    return [add_months(first, -ago) for ago in range(months, -1, -1)]
