"""Months are counted by the calendar."""

from __future__ import annotations

from datetime import date

import pytest

from colead.engine.dates import add_months


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 7, 31), 1, date(2026, 8, 31)),
        (date(2026, 11, 15), 14, date(2028, 1, 15)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 3, 15), -12, date(2025, 3, 15)),
        (date(2026, 1, 31), -2, date(2025, 11, 30)),
        (date(2026, 5, 9), 0, date(2026, 5, 9)),
    ],
)
def test_the_same_day_or_the_last_of_a_month_too_short(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected
