"""The cells of a staff list as typed columns, and every cell that cannot be read."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import polars as pl

from colead.files.cells import Cells, as_dates, as_ends, as_flags, as_levels, as_numbers
from colead.files.civil_registration import civil_registration_problems
from colead.files.columns import STAFF, Cell, ColumnMapping, plain_label
from colead.files.problems import FileProblem, problem
from colead.files.row_reader import ColumnReader
from colead.files.tables import Table

_READERS: dict[Cell, Callable[[pl.Series], Cells]] = {
    Cell.DATE: as_dates,
    Cell.LEVEL: as_levels,
    Cell.FLAG: as_flags,
    Cell.NUMBER: as_numbers,
}
_ENDS = {"end_date", "leave_until"}
_PARTS_OF_NAMES = {"given_name", "family_name"}
_NOBODY = ["no_manager", "no_mgr", "ingen", "none", "nobody"]  # the first two of SuccessFactors
_EMPTY = ["-", "–", "—", "n/a", "N/A"]
_FAMILY_FIRST = {"lastnamefirstname", "fullnamelastfirst", "efternavnfornavn"}
_EMAIL = r"^[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+$"
_HOURS_A_WEEK = 168
_MOST_OF_FULL_TIME = 2  # somebody may hold two positions, written as one
_NO_ADDRESS = r"[\x00-\x1f\x7f]|(^|/)\.\.?(/|$)"
"""Of an id: browsers and proxies would take these out of the address of its page."""
_IDS = ("key", "unit_key", "unit", "unit_parent")


class StaffRows(NamedTuple):
    """frame : ``line`` and the columns of STAFF_COLUMNS, typed; null where the file has none."""

    frame: pl.DataFrame
    problems: list[FileProblem]


def read_staff_rows(table: Table, mapping: ColumnMapping) -> StaffRows:
    """Every row that has an id, its cells typed; problems for those that cannot be read."""
    reader = _Reader(_without_dashes(table, mapping), mapping)
    columns = {ours: reader.column(ours) for ours in STAFF if ours not in _PARTS_OF_NAMES}
    columns = {"line": pl.Series(table.lines), **columns, "share": _shares(columns["share"])}
    if plain_label(mapping.header("name") or "") in _FAMILY_FIRST:
        columns["name"] = columns["name"].str.replace(r"^([^,]+),\s*(.+)$", "$2 $1")
    columns["name"] = _full_names(columns["name"], reader.text("given_name"), reader.text("family_name"))
    frame = pl.DataFrame(columns)
    reader.check_values(frame)
    reader.problems += civil_registration_problems(table)
    has_key = frame.get_column("key").is_not_null()
    reader.report("missing_key", "key", (~has_key).to_numpy())
    return StaffRows(frame if has_key.all() else frame.filter(has_key), reader.problems)


def _without_dashes(table: Table, mapping: ColumnMapping) -> Table:
    """The table with cells that say that they are empty as empty ones, except of ids."""
    labels = {label for label in mapping.columns.values() if label != mapping.header("key")}
    texts = [label for label in labels & set(table.header) if table.frame.schema[label] == pl.String]
    emptied = [pl.when(~pl.col(label).is_in(_EMPTY)).then(pl.col(label)) for label in texts]
    return replace(table, frame=table.frame.with_columns(emptied))


class _Reader(ColumnReader):
    """The columns of a staff list."""

    def column(self, ours: str) -> pl.Series:
        """The cells of one of our columns by their kind; a problem for each that cannot be read."""
        cell = STAFF[ours].cell
        _name, dtype, code = cell.value
        if cell in _READERS:
            return self.checked(ours, as_ends if ours in _ENDS else _READERS[cell], dtype, code)
        cells = self.keys(ours) if cell is Cell.KEY else self.text(ours)
        return (
            cells.set(cells.str.to_lowercase().is_in(_NOBODY), None)
            if ours == "manager" and cells.dtype == pl.String
            else cells
        )

    def check_values(self, frame: pl.DataFrame) -> None:
        """Values that can be read and still cannot be."""
        self._check("bad_email", "email", ~pl.col("email").str.contains(_EMAIL), frame)
        self._check(
            "hours_out_of_range", "weekly_hours", ~pl.col("weekly_hours").is_between(0, _HOURS_A_WEEK), frame
        )
        self._check("share_out_of_range", "share", ~pl.col("share").is_between(0, _MOST_OF_FULL_TIME), frame)
        for ours in _IDS:
            self._check("impossible_id", ours, pl.col(ours).cast(pl.String).str.contains(_NO_ADDRESS), frame)
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


def _full_names(names: pl.Series, given: pl.Series, family: pl.Series) -> pl.Series:
    joined = pl.concat_str(
        [pl.lit(given), pl.lit(family)], separator=" ", ignore_nulls=True
    ).str.strip_chars()
    filled = pl.coalesce(pl.lit(names), pl.when(joined.str.len_bytes() > 0).then(joined))
    return pl.select(filled.alias("name")).to_series()


def _shares(shares: pl.Series) -> pl.Series:
    """Shares of full time; percentages without their sign are told by most of the column, not by one cell."""
    large = (shares > _MOST_OF_FULL_TIME).sum()
    small = shares.is_between(0, _MOST_OF_FULL_TIME, closed="right").sum()
    has_fractions = shares.is_between(0, 1, closed="none").any()
    in_percent = large > small or (large == small and not has_fractions)
    return shares / 100 if in_percent else shares
