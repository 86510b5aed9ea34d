"""A file without some of its columns: their values are taken out before anything of it is kept.

What was read is written again, sheet for sheet and line for line. A column that is left out keeps its name
and holds nothing.
"""

import csv
import io
from collections.abc import Collection, Iterator, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from colead.files.civil_registration import holds_numbers, is_civil_registration
from colead.files.grids import Grid
from colead.files.header_names import column_names, header_names
from colead.files.places import HEADER_AGAIN, TOTAL, find_place
from colead.files.spelling import compared


def left_out(grids: Sequence[Grid], columns: Collection[str], *, numbers: bool) -> list[Grid]:
    """The grids without what stands below the headers with these names.

    numbers : whether columns with civil registration numbers are left out too, and single ones elsewhere.
    """
    names = {compared(name) for name in columns}
    return [_without(grid, names, numbers=numbers) for grid in grids]


def written(grids: Sequence[Grid]) -> bytes:
    """The grids as a file: CSV for what was a text, else XLSX with the visible sheets."""
    visible = [grid for grid in grids if grid.visible]
    if len(visible) == 1 and not visible[0].sheet:
        return _as_text(visible[0])
    return _as_workbook(visible)


def _without(grid: Grid, names: Collection[str], *, numbers: bool) -> Grid:
    header, passed_over = find_place(grid)
    below = grid.lines > max(header, default=0)
    labels = labels_of(grid, header)
    again, totals = (
        np.isin(grid.lines, [row.line for row in passed_over if row.why == why])
        for why in (HEADER_AGAIN, TOTAL)
    )
    columns = []
    for cells, label in zip(grid.cells.iter_columns(), labels, strict=True):
        hits = holds_numbers(cells) if numbers else np.zeros(grid.n_rows, np.bool_)
        goes = compared(label) in names or (numbers and is_civil_registration(label)) or (hits & below).any()
        says_total = totals & ~cells.str.contains(r"\d").fill_null(True).to_numpy()
        values = below & ~again & ~says_total  # by these words the rows are known again
        columns.append(_emptied(cells, (values | hits) if goes else hits))
    return Grid(
        pl.DataFrame(columns),
        grid.lines,
        grid.sheet,
        grid.visible,
        grid.widths,
        grid.problems,
        grid.from_1904,
    )


def labels_of(grid: Grid, header: Sequence[int]) -> list[str]:
    """What each column is called, as the reader of the table numbers repeats."""
    rows = [grid.cells.row(grid.row_at(line)) for line in header]
    names = header_names(rows) or [None] * grid.cells.width
    return column_names(names)


def _emptied(cells: pl.Series, where: NDArray[np.bool_]) -> pl.Series:
    return cells.set(pl.Series(where), None) if where.any() else cells


def _as_text(grid: Grid) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    for row in _on_their_lines(grid):
        writer.writerow(row)
    return out.getvalue().encode()


def _on_their_lines(grid: Grid) -> Iterator[list[str]]:
    """Every row on its line, with empty ones between; line breaks within cells would move the next."""
    widths = np.full(grid.n_rows, grid.cells.width) if grid.widths is None else grid.widths
    at = 1
    for line, width, row in zip(grid.lines.tolist(), widths.tolist(), grid.cells.iter_rows(), strict=True):
        yield from ([] for _ in range(line - at))
        yield [" ".join((cell or "").splitlines()) for cell in row[:width]]
        at = line + 1


def _as_workbook(grids: Sequence[Grid]) -> bytes:
    import xlsxwriter  # slow to import, and only few files need it

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, {**options, "date_1904": any(grid.from_1904 for grid in grids)}) as book:
        for grid in grids:
            sheet = book.add_worksheet()
            sheet.name = grid.sheet or sheet.name  # of any length and letters, as ODS has them
            for line, row in zip(grid.lines.tolist(), grid.cells.iter_rows(), strict=True):
                for place, cell in enumerate(row):
                    if cell is not None:
                        sheet.write_string(line - 1, place, cell)
    return out.getvalue()
