"""From rows to people: who is listed twice, who holds several positions, who is employed on a day."""

import datetime
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from colead.files.columns import POSITION_FACTS, Cell
from colead.files.lookup import positions
from colead.files.problems import FileProblem, problem

# Two rows of one person are two positions where one of these differs.
_TOLD_APART_BY = {Cell.TEXT, Cell.KEY}
PLACE = (
    "unit_key",
    "unit",
    *(ours for ours, column in POSITION_FACTS.items() if column.cell in _TOLD_APART_BY),
)


class People(NamedTuple):
    """The people employed on a day.

    rows : the frame of the staff rows without those that are listed twice.
    active : (n_rows,) bool, whether the row's position is held on the day.
    main : (n_people,) row of each employed person's main position: the largest share, else the first listed.
    """

    rows: pl.DataFrame
    active: NDArray[np.bool_]
    main: NDArray[np.int64]


def find_people(
    frame: pl.DataFrame, key_column: str | None, as_of: datetime.date
) -> tuple[People, list[FileProblem]]:
    """The people among the rows. Several rows of one person are several positions where they differ."""
    keys = frame.get_column("key")
    repeated = keys.is_duplicated().to_numpy()
    problems: list[FileProblem] = []
    if repeated.any():
        problems = _listed_twice(frame.filter(pl.Series(repeated)), key_column)
        wrong = pl.Series([one.line for one in problems], dtype=pl.Int32)
        frame = frame.filter(~pl.col("line").is_in(wrong.implode()))
    active = employed_on(frame, as_of)
    return People(frame, active, _main_rows(frame, active, several=bool(repeated.any()))), problems


def employed_on(frame: pl.DataFrame, day: datetime.date) -> NDArray[np.bool_]:
    """(n_rows,) whether the day lies in [start_date, end_date); an empty date is open."""
    started = pl.col("start_date").is_null() | (pl.col("start_date") <= day)
    not_ended = pl.col("end_date").is_null() | (pl.col("end_date") > day)
    return frame.select(started & not_ended).to_series().to_numpy()


def _main_rows(frame: pl.DataFrame, active: NDArray[np.bool_], *, several: bool) -> NDArray[np.int64]:
    rows = np.flatnonzero(active)
    if not several:
        return rows
    weights = (
        frame.select(pl.coalesce(pl.col("share"), pl.col("weekly_hours"), 0.0)).to_series().to_numpy()[rows]
    )
    keys = frame.get_column("key").gather(rows)
    person = positions(keys, keys)
    order = np.lexsort((rows, -weights, person))
    first = np.ones(len(rows), np.bool_)
    first[1:] = np.diff(person[order]) != 0
    return np.sort(rows[order[first]])


def _listed_twice(frame: pl.DataFrame, key_column: str | None) -> list[FileProblem]:
    """A problem for each row that names a person again without a position of its own."""
    earlier: dict[Any, list[dict[str, Any]]] = {}
    problems = []
    for row in frame.sort("line").iter_rows(named=True):
        others = earlier.setdefault(row["key"], [])
        clash = next((found for other in others if (found := _clash(row, other))), None)
        if clash is None:
            others.append(row)
        else:
            code, line = clash
            problems.append(
                problem(
                    code,
                    line=row["line"],
                    column=key_column,
                    value=row["key"],
                    person=row["key"],
                    first_line=line,
                )
            )
    return problems


def _clash(row: dict[str, Any], other: dict[str, Any]) -> tuple[str, int] | None:
    if _differ(row["name"], other["name"]) or _differ(row["email"], other["email"]):
        return "duplicate_id", other["line"]
    if all(row[part] == other[part] for part in PLACE) and _overlap(row, other):
        return "duplicate_row", other["line"]
    return None


def _differ(one: str | None, other: str | None) -> bool:
    return bool(one and other and one.casefold() != other.casefold())


def _overlap(row: dict[str, Any], other: dict[str, Any]) -> bool:
    return _before_end(row["start_date"], other["end_date"]) and _before_end(
        other["start_date"], row["end_date"]
    )


def _before_end(start: datetime.date | None, end: datetime.date | None) -> bool:
    return start is None or end is None or start < end
