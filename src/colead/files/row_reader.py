"""The cells of one table as typed columns, and a problem for each cell that cannot be read or cannot be."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from colead.files.cells import (
    Cells,
    as_dates,
    as_flags,
    as_keys,
    as_numbers,
    as_text,
    counted_from_1900,
)
from colead.files.civil_registration import civil_registration_problems
from colead.files.columns import ColumnMapping, chosen_columns, guess_columns
from colead.files.ids import alike_ids, places_of_ids
from colead.files.lookup import NOT_THERE
from colead.files.problems import FileError, FileProblem, problem
from colead.files.tables import Table


class ColumnReader:
    """Typed columns of one table, each with a null where the cell is empty or cannot be read.

    mapping : which column holds what.   problems : one for each cell that cannot be read.
    """

    def __init__(self, table: Table, mapping: ColumnMapping) -> None:
        self.table = table
        self.mapping = mapping
        self.problems: list[FileProblem] = []
        self.rows = np.ones(table.n_rows, np.bool_)

    def keys(self, ours: str) -> pl.Series:
        """Ids, as numbers where all of them are."""
        cells = self._cells(ours)
        return self._nothing(pl.String) if cells is None else as_keys(cells)

    def text(self, ours: str) -> pl.Series:
        """Trimmed text."""
        cells = self._cells(ours)
        return self._nothing(pl.String) if cells is None else as_text(cells)

    def checked(
        self, ours: str, read: Callable[[pl.Series], Cells], dtype: type[pl.DataType], code: str
    ) -> pl.Series:
        """Values as `read` finds them; a problem for each cell that it cannot read."""
        cells = self._cells(ours)
        if cells is None:
            return self._nothing(dtype)
        if dtype is pl.Date and self.table.from_1904:
            cells = counted_from_1900(cells)
        values, unreadable = read(cells)
        self.report(code, ours, unreadable)
        return values

    def report(self, code: str, ours: str, where: NDArray[np.bool_], **values: object) -> None:
        """A problem of one kind for each marked row."""
        for row in np.flatnonzero(where & self.rows).tolist():
            self.report_row(code, ours, row, **values)

    def report_row(self, code: str, ours: str, row: int, **values: object) -> None:
        """A problem in one row."""
        cells = self._cells(ours)
        value: Any = None if cells is None else cells[row]
        line = int(self.table.lines[row])
        self.problems.append(
            problem(code, line=line, column=self.mapping.header(ours), value=value, **values)
        )

    def _cells(self, ours: str) -> pl.Series | None:
        header = self.mapping.header(ours)
        return None if header is None else self.table.frame.get_column(header)

    def _nothing(self, dtype: type[pl.DataType]) -> pl.Series:
        return pl.repeat(None, self.table.n_rows, dtype=dtype, eager=True)


class RowReader(ColumnReader):
    """The columns of a table by the names that they are recognised by.

    known : our name of a column -> the names that it is recognised by.
    chosen : our name of a column -> its header, where somebody has said so.

    Raises :class:`FileError` at once when one of the columns that are `needed` is missing. Everything else
    is gathered, and raised by :meth:`finish`.
    """

    def __init__(
        self,
        table: Table,
        known: Mapping[str, str],
        *,
        needed: Iterable[str] = (),
        chosen: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(table, chosen_columns(guess_columns(table.header, dict(known)), dict(chosen or {})))
        self.problems += [*table.problems, *civil_registration_problems(table)]
        self.require(needed)

    def require(self, needed: Iterable[str]) -> None:
        """Raise :class:`FileError` where one of these columns is missing."""
        header = ", ".join(self.table.header)
        missing = [
            problem("unknown_column", label=label, header=header)
            for label in dict.fromkeys(self.mapping.columns.values())
            if label not in self.table.header
        ]
        missing += [
            problem("lacks_column", name=name, header=header) for name in needed if not self.has(name)
        ]
        if missing:
            raise FileError([*missing, *self.problems], name=self.table.name)

    def has(self, ours: str) -> bool:
        """Whether the table has a column for it."""
        return self.mapping.header(ours) is not None

    def only(self, rows: NDArray[np.bool_]) -> None:
        """Look at these rows alone from now on: nothing is said about the others."""
        self.rows = self.rows & rows

    def flags(self, ours: str) -> pl.Series:
        """Yes or no."""
        return self.checked(ours, as_flags, pl.Boolean, "bad_flag")

    def dates(self, ours: str) -> pl.Series:
        """Days."""
        return self.checked(ours, as_dates, pl.Date, "bad_date")

    def numbers(
        self,
        ours: str,
        least: float,
        most: float,
        *,
        whole: bool = False,
        read: Callable[[pl.Series], Cells] = as_numbers,
    ) -> pl.Series:
        """Numbers from `least` to `most`."""
        values = self.checked(ours, read, pl.Float64, "bad_number")
        wrong = (values < least) | (values > most)
        wrong = wrong | (values % 1 != 0) if whole else wrong
        outside = wrong.fill_null(False)
        code = "whole_number_out_of_range" if whole else "number_out_of_range"
        self.report(code, ours, outside.to_numpy(), least=f"{least:g}", most=f"{most:g}")
        return values.set(outside, None)

    def choices(self, ours: str, words: Mapping[str, str], code: str) -> pl.Series:
        """One of some words, in any case; `words` says what each means."""
        text = self.text(ours)
        meant = text.str.to_lowercase().replace_strict(dict(words), default=None, return_dtype=pl.String)
        self.report(code, ours, (text.is_not_null() & meant.is_null()).to_numpy())
        return meant

    def places(self, ours: str, keys: pl.Series, code: str) -> NDArray[np.int32]:
        """Index among `keys` of each cell, -1 where it is not there; a problem for each such row."""
        cells = self.keys(ours)
        where = places_of_ids(cells, keys)
        self.filled(ours)
        self._report_missing(ours, cells, keys, (where == NOT_THERE) & cells.is_not_null().to_numpy(), code)
        return where

    def _report_missing(
        self, ours: str, cells: pl.Series, keys: pl.Series, missing: NDArray[np.bool_], code: str
    ) -> None:
        """A problem of `code` for each missing id; where one of `keys` is alike, one that offers it."""
        meant = alike_ids(cells, keys) if missing.any() else {}
        offered = missing & cells.cast(pl.String).is_in(list(meant)).fill_null(False).to_numpy()
        self.report(code, ours, missing & ~offered)
        for row in np.flatnonzero(offered & self.rows).tolist():
            self.report_row("alike_id", ours, row, meant=meant[str(cells[row])])

    def people(self, ours: str, people: pl.Series, known: pl.Series | None) -> NDArray[np.int32]:
        """Index among `people` of each cell, -1 where it is not there; a problem where `known` lacks it, too.

        From now on nothing is said about the rows of those who are known and not among `people`.
        """
        known_at = self.places(ours, people if known is None else known, "unknown_person")
        at = places_of_ids(self.keys(ours), people)
        self.only((at != NOT_THERE) | (known_at == NOT_THERE))
        return at

    def filled(self, ours: str) -> None:
        """A problem for each empty cell."""
        cells = self._cells(ours)
        if cells is not None:
            self.report("cell_missing", ours, as_text(cells).is_null().to_numpy())

    def finish(self) -> None:
        """Raise :class:`FileError` with everything that is wrong, if anything is."""
        if self.problems:
            raise FileError(self.problems, name=self.table.name)


def as_counts(cells: pl.Series) -> Cells:
    """Numbers, or yes for one and no for none."""
    numbers, no_number = as_numbers(cells)
    flags, no_flag = as_flags(cells)
    return Cells(numbers.fill_null(flags.cast(pl.Float64)), no_number & no_flag)
