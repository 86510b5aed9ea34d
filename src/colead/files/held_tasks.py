"""Who holds which leadership task, and who is locked in or out: from a file of assignments.

A row for each assignment: ``task;person;kind;from;until;lock``. A row with a lock and no day is a lock alone.
"""

import datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from colead.files.leadership_columns import ASSIGNMENT_COLUMNS, EXCLUSION_PAIR_COLUMNS
from colead.files.lookup import NOT_THERE
from colead.files.reading import read_table
from colead.files.row_reader import RowReader

HOLDER, DEPUTY = "holder", "deputy"
IN, OUT = "in", "out"

_KINDS = {
    **dict.fromkeys(("holder", "indehaver", "opgaveholder", "leder", "lead"), HOLDER),
    **dict.fromkeys(("deputy", "stedfortræder"), DEPUTY),
}
_LOCKS = {
    **dict.fromkeys(("in", "ind", "inde", "fast", "keep", "behold"), IN),
    **dict.fromkeys(("out", "ud", "ude"), OUT),
}

Pairs = NDArray[np.int32]
"""(m, 2) index of a task and of a person."""


class HeldTasks(NamedTuple):
    """Pairs of task and person, people who are not there on the day left out.

    current : who holds the task on the day.   kept_in, kept_out : who is locked in or out.
    turns : task, person, first day and end (null = open) of all that was held and has begun.
    """

    current: Pairs
    kept_in: Pairs
    kept_out: Pairs
    turns: pl.DataFrame


def read_held_tasks(
    path: str | Path,
    tasks: pl.Series,
    people: pl.Series,
    known_people: pl.Series | None = None,
    *,
    as_of: datetime.date,
    columns: dict[str, str] | None = None,
) -> HeldTasks:
    """The assignments in a CSV, XLSX or Parquet file.

    tasks, people : the ids of those that can be allocated.
    known_people : ids that may stand in the file; rows of those who are not there on the day are left out.

    Raises :class:`FileError` listing every problem by line.
    """
    reader = RowReader(read_table(path), ASSIGNMENT_COLUMNS, needed=("task", "person"), chosen=columns)
    person = reader.people("person", people, known_people)
    task = reader.places("task", tasks, "unknown_task")
    rows = pl.DataFrame(
        {
            "task": task,
            "person": person,
            "kind": reader.choices("kind", _KINDS, "bad_kind").fill_null(HOLDER),
            "from": reader.dates("from"),
            "until": reader.dates("until"),
            "lock": reader.choices("lock", _LOCKS, "bad_lock"),
        }
    )
    _report_reversed(reader, rows)
    _report_locked_both_ways(reader, rows)
    reader.finish()
    there = rows.filter(pl.col("person") != NOT_THERE)
    held = there.filter(_is_holding() & (pl.col("from").is_null() | (pl.col("from") <= as_of)))
    return HeldTasks(
        current=_pairs(held.filter(pl.col("until").is_null() | (pl.col("until") > as_of))),
        kept_in=_pairs(there.filter(pl.col("lock") == IN)),
        kept_out=_pairs(there.filter(pl.col("lock") == OUT)),
        turns=held.select("task", "person", "from", "until"),
    )


def read_exclusion_pairs(
    path: str | Path,
    people: pl.Series,
    known_people: pl.Series | None = None,
    *,
    columns: dict[str, str] | None = None,
) -> list[tuple[int, int]]:
    """Pairs of people who never hold the same task, from a CSV, XLSX or Parquet file with two columns of ids.

    Parameters and errors are those of :func:`read_held_tasks`.
    """
    reader = RowReader(read_table(path), EXCLUSION_PAIR_COLUMNS, needed=("one", "other"), chosen=columns)
    pairs = np.column_stack([reader.people(end, people, known_people) for end in ("one", "other")])
    there = (pairs != NOT_THERE).all(axis=1)
    reader.report("same_person", "other", there & (pairs[:, 0] == pairs[:, 1]))
    reader.finish()
    found = np.unique(np.sort(pairs[there], axis=1), axis=0)
    return [(int(one), int(other)) for one, other in found]


def _is_holding() -> pl.Expr:
    """Whether a row is an assignment of a holder, and not a lock alone."""
    dated = pl.col("from").is_not_null() | pl.col("until").is_not_null()
    return (pl.col("kind") == HOLDER) & (dated | pl.col("lock").is_null())


def _report_reversed(reader: RowReader, rows: pl.DataFrame) -> None:
    wrong = rows.with_row_index("row").filter(pl.col("until") < pl.col("from"))
    for row, start, end in wrong.select("row", "from", "until").iter_rows():
        reader.report_row("dates_reversed", "until", row, start=start, end=end)


def _report_locked_both_ways(reader: RowReader, rows: pl.DataFrame) -> None:
    """A problem for each row that locks in whom another row locks out."""
    locks = (
        rows.with_row_index("row")
        .filter(pl.col("lock").is_not_null())
        .select("row", "task", "person", "lock")
    )
    out_on = {(task, person): row for row, task, person, lock in locks.iter_rows() if lock == OUT}
    for row, task, person, lock in locks.iter_rows():
        if lock == IN and NOT_THERE not in (task, person) and (task, person) in out_on:
            first_line = int(reader.table.lines[out_on[task, person]])
            reader.report_row("lock_both", "lock", row, first_line=first_line)


def _pairs(rows: pl.DataFrame) -> Pairs:
    return rows.select("task", "person").unique(maintain_order=True).to_numpy().astype(np.int32)
