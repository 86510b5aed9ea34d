"""A sheet, or a text file, as it stands: rows of cells before anybody has said where the table begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
import polars as pl
from numpy.typing import NDArray

from colead.files.problems import FileProblem

Cell = str | None


@dataclass(frozen=True, eq=False)
class Grid:
    """The cells of one sheet; rows that hold nothing are left out, and every row keeps its line.

    cells : (n_rows, n_columns) text, an empty cell is null; merged cells hold what the first of them says.
    lines : (n_rows,) int32, the line in the file at which each row begins.
    sheet : its name; empty for a text file.   visible : whether whoever opens the file sees it.
    widths : (n_rows,) how many cells each row has; None = a sheet, where every row has all of them.
    problems : cells and rows that could not be read, by line.
    from_1904 : whether a number that means a day counts from 1904-01-01, as in old workbooks of a Mac.
    """

    cells: pl.DataFrame
    lines: NDArray[np.int32]
    sheet: str = ""
    visible: bool = True
    widths: NDArray[np.int32] | None = None
    problems: tuple[FileProblem, ...] = ()
    from_1904: bool = False

    @property
    def n_rows(self) -> int:
        return self.cells.height

    def row_at(self, line: int) -> int:
        """Which of the rows begins at a line; of a line that holds nothing, the next one."""
        return int(np.searchsorted(self.lines, line))

    def rows(self, count: int | None = None) -> list[tuple[Cell, ...]]:
        """The first rows, or all of them, as tuples: a slow copy of a large sheet."""
        return self.cells.head(self.n_rows if count is None else count).rows()


def grid_of(rows: Sequence[Sequence[Cell]], lines: Sequence[int] | None = None, sheet: str = "") -> Grid:
    """A grid of rows as they were read; ``lines`` counts from 1 where nobody says.

    >>> grid_of([["id", "unit"], ["", " "], ["7"]]).rows()
    [('id', 'unit'), ('7', None)]
    """
    columns = list(zip_longest(*rows))
    frame = pl.DataFrame(
        [pl.Series(str(place), cells, dtype=pl.String) for place, cells in enumerate(columns, start=1)]
    )
    numbered = np.arange(1, len(rows) + 1) if lines is None else lines
    widths = np.array([len(row) for row in rows], np.int32)
    return without_blanks(Grid(frame, np.asarray(numbered, np.int32), sheet, widths=widths))


def without_blanks(grid: Grid) -> Grid:
    """The grid with blank cells as null, and without the rows that hold nothing at all."""
    texts = pl.col(pl.String).str.strip_chars()
    cells = grid.cells.with_columns(pl.when(texts.str.len_bytes() > 0).then(texts))
    return without_null_rows(cells, grid)


def without_null_rows(cells: pl.DataFrame, grid: Grid) -> Grid:
    """The grid with these cells, without the rows that are null throughout."""
    if cells.height and any(column.null_count() == 0 for column in cells.iter_columns()):
        return _with(grid, cells, grid.lines, grid.widths)
    if not cells.width:
        return _with(grid, cells, grid.lines[:0], None)
    filled = cells.select(~pl.all_horizontal(pl.all().is_null())).to_series()
    kept = filled.to_numpy()
    widths = None if grid.widths is None else grid.widths[kept]
    return _with(grid, cells.filter(filled), grid.lines[kept], widths)


def _with(
    grid: Grid, cells: pl.DataFrame, lines: NDArray[np.int32], widths: NDArray[np.int32] | None
) -> Grid:
    return Grid(cells, lines, grid.sheet, grid.visible, widths, grid.problems, grid.from_1904)


def column_letters(column: int) -> str:
    """What a spreadsheet calls its column, counted from 1.

    >>> column_letters(1), column_letters(28), column_letters(16_384)
    ('A', 'AB', 'XFD')
    """
    letters = ""
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters
