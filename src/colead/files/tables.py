"""A file as a table: columns of cells, and the line of each row."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from colead.files.columns import guess_columns, plain_label
from colead.files.grids import Cell, Grid
from colead.files.header_names import column_names, header_names
from colead.files.places import WHERE_FOUND, FoundPlace, LeftOut, Place, find_place
from colead.files.problems import FileProblem, by_line, problem, refuse

SHEET = "sheet"
"""The column that says which sheet a row is from, where several are read as one table."""


@dataclass(frozen=True, eq=False)
class Table:
    """The rows of a file, before anybody has said what its columns mean.

    frame : one column per column of the file, named as its header; text (empty cell = null), or typed when
        the file is Parquet.
    lines : (n_rows,) int32, the line in the file at which each row begins; the header is mostly line 1.
    name : the file's name, for messages.
    problems : rows that could not be read; they are left out of ``frame``.
    header_lines : where the header stands; () = the file has none, and the columns are numbered.
    left_out : rows that are nobody's: titles, totals, footers.
    from_1904 : whether a number that means a day counts from 1904-01-01.
    """

    frame: pl.DataFrame
    lines: NDArray[np.int32]
    name: str
    problems: tuple[FileProblem, ...] = ()
    header_lines: tuple[int, ...] = (1,)
    left_out: tuple[LeftOut, ...] = ()
    from_1904: bool = False

    @property
    def header(self) -> list[str]:
        return self.frame.columns

    @property
    def n_rows(self) -> int:
        return self.frame.height


def table_of(grid: Grid, name: str, place: Place = WHERE_FOUND, *, or_without_header: bool = False) -> Table:
    """The table in a grid, at the place that somebody chose or where it is found.

    or_without_header : whether a grid without a header is read all the same, its columns numbered.

    Raises :class:`FileError` when no row is a header, unless somebody chose that there is none, and when no
    row is left below it.
    """
    found = find_place(grid, place)
    if not found.header and place.header is None and not or_without_header:
        raise _without_header(grid, name)
    return _table_at(grid, found, name)


def tables_together(tables: Sequence[tuple[str, Table]], name: str) -> Table:
    """The tables of several sheets as one, with a column for the name of each row's sheet.

    Columns are the same whose names differ in case, spaces and punctuation alone, or that mean the same in a
    staff list; one that only some sheets have is empty for the rows of the others.
    """
    known: dict[str, str] = {}
    frames = [_with_known_names(table.frame, known) for _sheet, table in tables]
    column = column_names([*dict.fromkeys(label for frame in frames for label in frame.columns), SHEET])[-1]
    frames = [
        frame.with_columns(pl.lit(sheet).alias(column))
        for frame, (sheet, _) in zip(frames, tables, strict=True)
    ]
    return Table(
        pl.concat(frames, how="diagonal"),
        np.concatenate([table.lines for _, table in tables]),
        name,
        tuple(one for _, table in tables for one in table.problems),
        tables[0][1].header_lines,
        tuple(one for _, table in tables for one in table.left_out),
        tables[0][1].from_1904,
    )


def _with_known_names(frame: pl.DataFrame, known: dict[str, str]) -> pl.DataFrame:
    meant = {label: ours for ours, label in guess_columns(frame.columns).columns.items()}
    same = {
        label: known.setdefault(meant.get(label) or f"of {plain_label(label) or label}", label)
        for label in frame.columns
    }
    return frame.rename(same) if len(set(same.values())) == frame.width else frame


def counted_from(table: Table, first: int) -> Table:
    """The table with its lines counted on from another line."""
    return replace(
        table,
        lines=table.lines + np.int32(first),
        problems=tuple(replace(one, line=one.line and one.line + first) for one in table.problems),
        left_out=tuple(row._replace(line=row.line + first) for row in table.left_out),
    )


def _without_header(grid: Grid, name: str) -> Exception:
    if not grid.n_rows:
        return refuse("no_header", name=name)
    first = " · ".join(cell for cell in grid.cells.row(0) if cell)
    return refuse("no_header_found", name=name, first=first[:60])


def _table_at(grid: Grid, found: FoundPlace, name: str) -> Table:
    labels = [grid.cells.row(grid.row_at(line)) for line in found.header]
    gone = np.isin(grid.lines, [*found.header, *(row.line for row in found.left_out)])
    names = header_names(labels)
    width = _width(names) if labels else _usual_width(grid)
    ragged = _ragged(grid, width, gone)
    kept = ~(gone | ragged)
    cells = grid.cells.filter(pl.Series(kept))
    columns = _columns(cells, names, width if grid.widths is not None else grid.cells.width)
    problems = [one for one in grid.problems if one.line is None or not _is_among(one.line, grid.lines[gone])]
    problems += _ragged_rows(grid, ragged, width)
    if cells.is_empty() and not problems:
        raise refuse("no_rows", name=name)
    frame = cells.select(pl.col(old).alias(new) for old, new in columns)
    return Table(
        frame, grid.lines[kept], name, tuple(by_line(problems)), found.header, found.left_out, grid.from_1904
    )


def _is_among(line: int, lines: NDArray[np.int32]) -> bool:
    return bool((lines == line).any())


def _columns(cells: pl.DataFrame, names: Sequence[Cell], width: int) -> list[tuple[str, str]]:
    """Which columns of the grid are columns of the table, and their names: those with a name or a value."""
    labels = [*names, *[None] * (width - len(names))][:width]
    unique = column_names(labels)
    used = [bool(label) or cells.to_series(at).null_count() < cells.height for at, label in enumerate(labels)]
    return [(cells.columns[at], unique[at]) for at, is_used in enumerate(used) if is_used]


def _ragged(grid: Grid, width: int, gone: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(n_rows,) whether a row of a text has too few cells, or surplus cells that are not empty."""
    if grid.widths is None:
        return np.zeros(grid.n_rows, np.bool_)
    surplus = grid.cells.select(grid.cells.columns[width:])
    full = (
        ~surplus.select(pl.all_horizontal(pl.all().is_null())).to_series().to_numpy()
        if surplus.width
        else False
    )
    return ((grid.widths < width) | full) & ~gone


def _ragged_rows(grid: Grid, ragged: NDArray[np.bool_], width: int) -> Iterable[FileProblem]:
    widths = grid.widths if grid.widths is not None else np.zeros(0, np.int32)
    for row in np.flatnonzero(ragged).tolist():
        yield problem("ragged_row", line=int(grid.lines[row]), found=int(widths[row]), expected=width)


def _usual_width(grid: Grid) -> int:
    if grid.widths is None or not grid.n_rows:
        return grid.cells.width
    return int(Counter(grid.widths.tolist()).most_common(1)[0][0])


def _width(names: Sequence[Cell]) -> int:
    """How many columns the header has, without the empty ones at its end."""
    return max((position for position, label in enumerate(names, 1) if label), default=0)
