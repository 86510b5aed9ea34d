"""A file as its reader first sees it: the table, and beside it what was not taken, to check and change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import polars as pl

from colead.files.civil_registration import civil_registration_problems
from colead.files.grids import Grid, column_letters
from colead.files.limits import LIMITS, Limits
from colead.files.masking import mask
from colead.files.places import WHERE_FOUND, LeftOut, Place
from colead.files.problems import FileError, FileProblem
from colead.files.reading import is_typed, read_grids, read_table_from_bytes
from colead.files.sheets import chosen_sheets, first_lines, sheets_with_tables, table_in
from colead.files.tables import Table

SEVERAL_SHEETS, NO_HEADER = "several_sheets", "no_header_found"
_SHOWN_ROWS, _SHOWN_CELLS, _SHOWN_CHARACTERS, _SHOWN_LEFT_OUT = 12, 12, 40, 100


class ShownRow(NamedTuple):
    """One of the first rows. kind : ``header``, ``row``, or why it is left out."""

    line: int
    cells: list[str]
    kind: str


class SheetLines(NamedTuple):
    """A sheet that is read, and how many are added to its lines."""

    sheet: str
    first: int


@dataclass(frozen=True)
class FirstLook:
    """What was read, for whoever checks it; CPR numbers are masked.

    sheets : the visible ones that hold tables.   read : those that are read.
    header : lines of the header rows, () = none.   rows : the first ones of the (first) sheet.
    left_out : the rows that are nobody's, as many as are shown.   n_left_out : how many there are.
    asks : what the reader must say before the table is used: which sheet. Else empty.
    """

    sheets: list[str]
    read: list[SheetLines]
    header: tuple[int, ...]
    rows: list[ShownRow]
    left_out: list[LeftOut]
    n_left_out: int
    asks: str = ""


@dataclass(frozen=True, eq=False)
class OpenedFile:
    """A table with the first look at its file.

    place : where it was read, so that it can be read there again.
    elsewhere : CPR numbers outside the table, by line.
    """

    table: Table
    look: FirstLook
    place: Place = WHERE_FOUND
    elsewhere: tuple[FileProblem, ...] = ()


def open_file(
    content: bytes, name: str, limits: Limits = LIMITS, place: Place = WHERE_FOUND, *, may_ask: bool = False
) -> OpenedFile:
    """The table in a file, and the first look at it. See :func:`colead.files.reading.read_table`.

    may_ask : whether a file is opened all the same when its reader must say which of several sheets is meant,
        or whether it has a header: with the first sheet, and without a header.
    """
    if is_typed(content):
        table = read_table_from_bytes(content, name, limits)
        return OpenedFile(table, _look([], table, [], ""))
    grids = read_grids(content, name, limits)
    table, taken, asks = table_or_question(grids, name, place, may_ask=may_ask)
    chosen = chosen_sheets(grids, taken, name)
    look = _look(chosen, table, sheets_with_tables(grids), asks)
    again = replace(taken, sheet=place.sheet)
    return OpenedFile(table, look, again, tuple(_elsewhere(grids, chosen, table)))


def table_or_question(
    grids: Sequence[Grid], name: str, place: Place, *, may_ask: bool
) -> tuple[Table, Place, str]:
    """The table in sheets that were read, where it was taken from, and the code of what is to be asked."""
    try:
        return table_in(grids, name, place), place, ""
    except FileError as error:
        asks = error.problems[0].code
        if not may_ask or asks not in {SEVERAL_SHEETS, NO_HEADER}:
            raise
    if asks == NO_HEADER:
        taken = replace(place, header=())
        return table_in(grids, name, taken), taken, ""
    taken = replace(place, sheet=sheets_with_tables(grids)[0].sheet)
    return table_in(grids, name, taken), taken, asks


def _look(chosen: Sequence[Grid], table: Table, sheets: Sequence[Grid], asks: str) -> FirstLook:
    return FirstLook(
        sheets=[grid.sheet for grid in sheets],
        read=[SheetLines(grid.sheet, first) for grid, first in zip(chosen, first_lines(chosen), strict=True)],
        header=table.header_lines,
        rows=[_shown(row, line, table) for grid in chosen[:1] for row, line in _first_rows(grid)],
        left_out=list(table.left_out[:_SHOWN_LEFT_OUT]),
        n_left_out=len(table.left_out),
        asks=asks,
    )


def _first_rows(grid: Grid) -> Iterator[tuple[tuple[str | None, ...], int]]:
    return zip(grid.rows(_SHOWN_ROWS), grid.lines[:_SHOWN_ROWS].tolist(), strict=True)


def _shown(row: Sequence[str | None], line: int, table: Table) -> ShownRow:
    why = {one.line: one.why for one in table.left_out}
    kind = "header" if line in table.header_lines else why.get(line, "row")
    return ShownRow(line, [mask(cell or "")[:_SHOWN_CHARACTERS] for cell in row[:_SHOWN_CELLS]], kind)


def _elsewhere(grids: Sequence[Grid], chosen: Sequence[Grid], table: Table) -> Iterator[FileProblem]:
    """CPR numbers on sheets that are not read, hidden ones too, and in rows that are left out."""
    left_out = [row.line for row in table.left_out] + list(table.header_lines)
    for grid in grids:
        aside = np.isin(grid.lines, left_out) if grid in chosen else np.ones(grid.n_rows, np.bool_)
        cells = grid.cells.filter(pl.Series(aside))
        cells.columns = [_column_at(grid, place) for place in range(1, cells.width + 1)]
        rows = Table(cells, grid.lines[aside], table.name)
        yield from civil_registration_problems(rows)


def _column_at(grid: Grid, place: int) -> str:
    return f"{grid.sheet}!{column_letters(place)}" if grid.sheet else f"({place})"
