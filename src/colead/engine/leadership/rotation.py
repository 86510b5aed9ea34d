"""Whose turn it is: how long somebody has held a leadership task in a row, and until when they may.

Time in a row counts, not the number of periods: a share that changed is no new term, and a pause shorter than
a term does not begin anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from colead.engine.dates import add_months

Held = tuple[date, date | None]
"""From a day until a day (None = still); the second day is no part of it."""


class Rotation(NamedTuple):
    """How long somebody may hold a task in a row: so many terms of so many months."""

    term_months: int
    most_terms: int


def in_a_row_since(periods: Iterable[Held], day: date, term_months: int) -> date:
    """The day since which somebody has held the task in a row on `day`; `day` itself where they have not.

    periods : when they held it, in any order; all begin before `day` or on it. Cost O(n log n).

    >>> in_a_row_since([(date(2024, 1, 1), date(2025, 1, 1)), (date(2025, 3, 1), None)], date(2026, 1, 1), 6)
    datetime.date(2024, 1, 1)
    """
    since = day
    for start, end in sorted(periods, key=lambda held: held[1] or date.max, reverse=True):
        if add_months(end or day, term_months) <= since:
            break
        since = min(since, start)
    return since


def turn_ends(periods: Iterable[Held], start: date, rotation: Rotation) -> date:
    """Until when somebody may hold the task who holds it on `start`, or begins that day.

    Their turn is over where that day is not after `start`.

    >>> turn_ends([(date(2024, 1, 1), None)], date(2026, 1, 1), Rotation(term_months=12, most_terms=2))
    datetime.date(2026, 1, 1)
    """
    since = in_a_row_since(periods, start, rotation.term_months)
    return add_months(since, rotation.term_months * rotation.most_terms)
