"""How long somebody has held a leadership task in a row, and whether it is somebody else's turn."""

import datetime
from collections.abc import Iterator

import polars as pl

Turn = tuple[datetime.date | None, datetime.date | None]


def due_for_change(
    turns: pl.DataFrame, most_months: dict[int, int], as_of: datetime.date
) -> Iterator[tuple[int, int]]:
    """Pairs (task, person) of those who have held the task in a row for as long as anybody may.

    turns : task, person, from, until (null = open), one row for each period; those without a first day are
        not counted, because nobody knows how long they have lasted.
    most_months : task -> months in a row at most.
    """
    of_pair: dict[tuple[int, int], list[Turn]] = {}
    for task, person, start, end in turns.drop_nulls("from").select("task", "person", "from", "until").rows():
        if task in most_months:
            of_pair.setdefault((task, person), []).append((start, end))
    for (task, person), periods in of_pair.items():
        begun = in_a_row_since(periods, as_of)
        if begun is not None and months_later(begun, most_months[task]) <= as_of:
            yield task, person


def in_a_row_since(periods: list[Turn], as_of: datetime.date) -> datetime.date | None:
    """The day since which the periods follow each other without a gap up to the day; None = they do not.

    >>> since, day = datetime.date(2024, 1, 1), datetime.date(2026, 1, 1)
    >>> in_a_row_since([(since, datetime.date(2025, 1, 1)), (datetime.date(2025, 1, 1), None)], day)
    datetime.date(2024, 1, 1)
    """
    begun = as_of
    for start, end in sorted(periods, key=lambda period: period[1] or datetime.date.max, reverse=True):
        if start is not None and start < begun and (end is None or end >= begun):
            begun = start
    return None if begun == as_of else begun


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day of the month so many months later, or the month's last day.

    >>> months_later(datetime.date(2026, 1, 31), 13)
    datetime.date(2027, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    first = datetime.date(day.year + years, month + 1, 1)
    last = (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
    return first.replace(day=min(day.day, last.day))
