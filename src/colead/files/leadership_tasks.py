"""Leadership tasks from a file: what there is to lead, what it takes, and what it needs.

A row for each task: ``id;title;unit;hours;seats;deputies;must fill;needs``.
"""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from colead.files.leadership_columns import TASK_COLUMNS
from colead.files.lookup import positions
from colead.files.needs import Need, compared, needs_in_cell
from colead.files.reading import read_table
from colead.files.row_reader import RowReader, as_counts
from colead.files.spelling import as_compared

_HOURS_A_WEEK = 168
_MOST_SEATS = 1000
_MOST_MONTHS, _MOST_TERMS = 120, 50
NO_UNIT = -1


class LeadershipTasks(NamedTuple):
    """T tasks in the file's order.

    keys, titles : (T,) text.   unit : (T,) int32 index of the unit whose people may hold it, -1 = everybody.
    hours : (T,) hours a week of a seat.   seats, deputies : (T,).   must_fill : (T,) bool.
    term_months, most_terms : (T,) months of a term, and terms in a row at most; 0 = nothing said.
    needs : the competencies needed, by index of the task.
    """

    keys: pl.Series
    titles: pl.Series
    unit: NDArray[np.int32]
    hours: NDArray[np.float64]
    seats: NDArray[np.int64]
    deputies: NDArray[np.int64]
    must_fill: NDArray[np.bool_]
    term_months: NDArray[np.int64]
    most_terms: NDArray[np.int64]
    needs: list[Need]


def read_leadership_tasks(
    path: str | Path, units: pl.DataFrame, *, columns: dict[str, str] | None = None
) -> LeadershipTasks:
    """The leadership tasks in a CSV, XLSX or Parquet file.

    units : ``key`` and ``name`` of the units that column ``unit`` may name.
    columns : our name of a column -> its header, see :data:`leadership_columns.TASK_COLUMNS`.

    Without a column of ids the titles are the ids. Raises :class:`FileError` listing every problem by line.
    """
    reader = RowReader(read_table(path), TASK_COLUMNS, chosen=columns)
    named_by = "key" if reader.has("key") or not reader.has("title") else "title"
    reader.require([named_by])
    keys = reader.text(named_by)
    reader.filled(named_by)
    _report_repeats(reader, named_by, keys)
    term_months, most_terms = _terms(reader, keys)
    tasks = LeadershipTasks(
        keys=keys,
        titles=reader.text("title").fill_null(keys) if reader.has("title") else keys,
        unit=_units(reader, units),
        hours=_filled(reader.numbers("hours", 0, _HOURS_A_WEEK), 0, np.float64),
        seats=_filled(reader.numbers("seats", 1, _MOST_SEATS, whole=True), 1, np.int64),
        deputies=_filled(reader.numbers("deputies", 0, _MOST_SEATS, whole=True, read=as_counts), 0, np.int64),
        must_fill=reader.flags("must_fill").fill_null(False).to_numpy(),
        term_months=term_months,
        most_terms=most_terms,
        needs=_needs(reader, keys),
    )
    reader.finish()
    return tasks


def _report_repeats(reader: RowReader, named_by: str, keys: pl.Series) -> None:
    first: dict[str, int] = {}
    for row, key in enumerate(keys):
        earlier = row if key is None else first.setdefault(key, row)
        if earlier != row:
            reader.report_row("duplicate_task", named_by, row, first_line=int(reader.table.lines[earlier]))


def _units(reader: RowReader, units: pl.DataFrame) -> NDArray[np.int32]:
    """(T,) the unit named by its id, else by its name."""
    written = reader.text("unit")
    by_key = positions(written, units.get_column("key").cast(pl.String))
    names = as_compared(units.get_column("name").cast(pl.String))
    by_name = positions(as_compared(written), names)
    several = as_compared(written).is_in(names.filter(names.is_duplicated()).implode()).fill_null(False)
    reader.report("task_ambiguous_unit", "unit", several.to_numpy() & (by_key < 0))
    unit = np.where(by_key >= 0, by_key, by_name)
    reader.report("task_unknown_unit", "unit", (unit < 0) & written.is_not_null().to_numpy())
    return unit


def _terms(reader: RowReader, keys: pl.Series) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(T,) months of a term, and how many terms somebody may hold a task in a row."""
    months = reader.numbers("term_months", 1, _MOST_MONTHS, whole=True)
    terms = reader.numbers("most_terms", 1, _MOST_TERMS, whole=True)
    for row in np.flatnonzero((terms.is_not_null() & months.is_null()).to_numpy()).tolist():
        reader.report_row("terms_without_months", "most_terms", row, task=keys[row])
    return _filled(months, 0, np.int64), _filled(terms, 0, np.int64)


def _needs(reader: RowReader, keys: pl.Series) -> list[Need]:
    needs: dict[tuple[int, str], Need] = {}
    for row, cell in enumerate(reader.text("needs")):
        written = needs_in_cell(cell or "", row)
        for code, values in written.wrong:
            reader.report_row(code, "needs", row, **values)
        for need in written.needs:
            if needs.setdefault(compared(need), need) is not need:
                reader.report_row("duplicate_need", "needs", row, task=keys[row], competency=need.competency)
    return list(needs.values())


def _filled(values: pl.Series, empty: float, dtype: type[Any]) -> NDArray[Any]:
    return values.fill_null(empty).to_numpy().astype(dtype)
