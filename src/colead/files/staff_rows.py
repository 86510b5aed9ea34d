"""The cells of a staff list as typed columns, and every cell that cannot be read."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from colead.files.cells import Cells, as_dates, as_flags, as_keys, as_levels, as_numbers, as_text
from colead.files.civil_registration import find_civil_registration_numbers
from colead.files.columns import STAFF, Cell, ColumnMapping
from colead.files.problems import FileProblem, problem
from colead.files.tables import Table

_READERS: dict[Cell, Callable[[pl.Series], Cells]] = {
    Cell.DATE: as_dates,
    Cell.LEVEL: as_levels,
    Cell.FLAG: as_flags,
    Cell.NUMBER: as_numbers,
}
_PARTS_OF_NAMES = {"given_name", "family_name"}
_EMAIL = r"^[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+$"
_HOURS_A_WEEK = 168
_LINES_NAMED = 20


class StaffRows(NamedTuple):
    """frame : ``line`` and the columns of STAFF_COLUMNS, typed; null where the file has none."""

    frame: pl.DataFrame
    problems: list[FileProblem]


def read_staff_rows(table: Table, mapping: ColumnMapping) -> StaffRows:
    """Every row that has an id, its cells typed; problems for those that cannot be read."""
    reader = _Reader(table, mapping)
    columns = {ours: reader.column(ours) for ours in STAFF if ours not in _PARTS_OF_NAMES}
    columns = {"line": pl.Series(table.lines), **columns, "share": _shares(columns["share"])}
    columns["name"] = _full_names(columns["name"], reader.text("given_name"), reader.text("family_name"))
    frame = pl.DataFrame(columns)
    reader.check_values(frame)
    reader.problems += civil_registration_problems(table)
    has_key = frame.get_column("key").is_not_null()
    reader.report("missing_key", "key", (~has_key).to_numpy())
    return StaffRows(frame if has_key.all() else frame.filter(has_key), reader.problems)


def civil_registration_problems(table: Table) -> list[FileProblem]:
    """One problem for each column with CPR numbers, naming the lines and never a number."""
    found = []
    for finding in find_civil_registration_numbers(table):
        lines = finding.lines.tolist()
        named = ", ".join(map(str, lines[:_LINES_NAMED])) + (", …" if len(lines) > _LINES_NAMED else "")
        code = "cpr" if len(lines) == 1 else "cpr_several"
        found.append(problem(code, line=lines[0], column=finding.column, count=len(lines), lines=named))
    return found


class _Reader:
    """Typed columns of one table, collecting a problem for each cell that cannot be read."""

    def __init__(self, table: Table, mapping: ColumnMapping) -> None:
        self.table = table
        self.mapping = mapping
        self.problems: list[FileProblem] = []

    def cells(self, ours: str) -> pl.Series | None:
        header = self.mapping.header(ours)
        return None if header is None else self.table.frame.get_column(header)

    def text(self, ours: str) -> pl.Series:
        found = self.cells(ours)
        return self._nothing(pl.String) if found is None else as_text(found)

    def column(self, ours: str) -> pl.Series:
        """The cells of one of our columns by their kind; a problem for each that cannot be read."""
        cell, found = STAFF[ours].cell, self.cells(ours)
        _name, dtype, code = cell.value
        if found is None:
            return self._nothing(dtype)
        if cell not in _READERS:
            return as_keys(found) if cell is Cell.KEY else as_text(found)
        values, unreadable = _READERS[cell](found)
        self.report(code, ours, unreadable)
        return values

    def report(self, code: str, ours: str, where: NDArray[np.bool_]) -> None:
        """A problem of one kind for each marked row."""
        header = self.mapping.header(ours)
        found = self.cells(ours)
        for row in np.flatnonzero(where).tolist():
            value = None if found is None else found[row]
            self.problems.append(problem(code, line=int(self.table.lines[row]), column=header, value=value))

    def check_values(self, frame: pl.DataFrame) -> None:
        """Values that can be read and still cannot be."""
        self._check("bad_email", "email", ~pl.col("email").str.contains(_EMAIL), frame)
        self._check(
            "hours_out_of_range", "weekly_hours", ~pl.col("weekly_hours").is_between(0, _HOURS_A_WEEK), frame
        )
        self._check("share_out_of_range", "share", ~pl.col("share").is_between(0, 1), frame)
        self._check_period("start_date", "end_date", frame)
        self._check_period("leave_from", "leave_until", frame)

    def _check(self, code: str, ours: str, wrong: pl.Expr, frame: pl.DataFrame) -> None:
        self.report(code, ours, frame.select(wrong.fill_null(False)).to_series().to_numpy())

    def _check_period(self, start: str, end: str, frame: pl.DataFrame) -> None:
        wrong = frame.filter(pl.col(end) < pl.col(start)).select("line", start, end)
        for line, begins, ends in wrong.iter_rows():
            self.problems.append(
                problem("dates_reversed", line=line, column=self.mapping.header(end), start=begins, end=ends)
            )

    def _nothing(self, dtype: type[pl.DataType]) -> pl.Series:
        return pl.repeat(None, self.table.n_rows, dtype=dtype, eager=True)


def _full_names(names: pl.Series, given: pl.Series, family: pl.Series) -> pl.Series:
    joined = pl.concat_str(
        [pl.lit(given), pl.lit(family)], separator=" ", ignore_nulls=True
    ).str.strip_chars()
    filled = pl.coalesce(pl.lit(names), pl.when(joined.str.len_bytes() > 0).then(joined))
    return pl.select(filled.alias("name")).to_series()


def _shares(shares: pl.Series) -> pl.Series:
    """Shares of full time; a column of percentages without their sign is understood by its size."""
    largest = shares.max()
    in_percent = isinstance(largest, float) and 1.5 < largest <= 100
    return shares / 100 if in_percent else shares
