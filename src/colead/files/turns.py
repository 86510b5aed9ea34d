"""How long somebody has held a leadership task in a row, and whether it is somebody else's turn."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import polars as pl

Period = tuple[datetime.date, datetime.date | None]


class Limit(NamedTuple):
    """How long somebody may hold a task in a row."""

    term_months: int
    most_terms: int


def due_for_change(
    turns: pl.DataFrame, limits: Mapping[int, Limit], as_of: datetime.date
) -> Iterator[tuple[int, int]]:
    """Pairs (task, person) of those who have held the task in a row for as long as anybody may.

    turns : task, person, from, until (null = open), one row for each period; those without a first day are
        not counted, because nobody knows how long they have lasted.
    limits : of the tasks that have one.
    """
    of_pair: dict[tuple[int, int], list[Period]] = {}
    for task, person, start, end in turns.drop_nulls("from").select("task", "person", "from", "until").rows():
        if task in limits:
            of_pair.setdefault((task, person), []).append((start, end))
    for (task, person), periods in of_pair.items():
        limit = limits[task]
        since = in_a_row_since(periods, as_of, limit.term_months)
        if months_later(since, limit.term_months * limit.most_terms) <= as_of:
            yield task, person


def in_a_row_since(periods: Iterable[Period], as_of: datetime.date, term_months: int) -> datetime.date:
    """The day since which the task is held; the day itself where it is not.

    A pause shorter than a term does not begin anew.

    >>> day = datetime.date
    >>> in_a_row_since([(day(2024, 1, 1), day(2025, 1, 1)), (day(2025, 3, 1), None)], day(2026, 1, 1), 6)
    datetime.date(2024, 1, 1)
    """
    since = as_of
    for start, end in sorted(periods, key=lambda period: period[0], reverse=True):
        if months_later(end or as_of, term_months) <= since:
            break
        since = min(since, start)
    return since


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day of the month so many months later, or the month's last day.

    >>> months_later(datetime.date(2026, 1, 31), 13)
    datetime.date(2027, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    first = datetime.date(day.year + years, month + 1, 1)
    last = (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
    return first.replace(day=min(day.day, last.day))
