"""Workbooks of every kind (XLSX, XLS, XLSB, ODS) as grids, read by calamine within limits."""

import datetime
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, repeat
from typing import Any

import numpy as np
import polars as pl

from colead.files.archives import Parts, unpacked
from colead.files.grids import Cell, Grid, column_letters, without_blanks
from colead.files.limits import LIMITS, Limits
from colead.files.problems import FileError, FileProblem, problem, refuse
from colead.files.workbook_cells import remarks_of
from colead.files.workbook_remarks import Area, Remark, SheetRemarks

_MOST_CELLS = 50_000_000  # each takes 24 bytes before it is read, whether it holds anything or not


def read_workbook(content: bytes, name: str, limits: Limits = LIMITS) -> list[Grid]:
    """Every worksheet of a workbook as it stands. Formulas give the value last computed.

    The archive's directory is read first (0.1 ms) and each part is counted again while it is unpacked, for a
    directory can lie; only then is anything parsed. A formula that was never calculated, and a cell that
    shows an error, is a problem of its grid: never an empty cell.

    Raises :class:`FileError` for a workbook beyond the limits, damaged, locked or empty.
    Cost: 1 s for a million cells.
    """
    parts = unpacked(content, name, limits)
    try:
        return list(_grids(content, parts, name, limits))
    except (FileError, MemoryError):  # too much is no damage
        raise
    except (Exception, pl.exceptions.PanicException) as error:  # a damaged part provokes any kind, panics too
        raise refuse("workbook_damaged", name=name) from error


def _grids(content: bytes, parts: Parts, name: str, limits: Limits) -> Iterator[Grid]:
    import python_calamine as calamine  # only workbooks need it

    remarks = remarks_of(content, parts)
    for said in remarks.sheets:  # before room is made: two cells in far corners ask for 17,000 million
        _refuse_size(said.columns, said.rows * said.columns, name, limits)
    with _opened(content, name) as workbook:
        cells_read = 0
        each = chain(remarks.sheets, repeat(SheetRemarks()))  # of XLS nothing is said
        for sheet, said in zip(workbook.sheets_metadata, each, strict=False):
            if sheet.typ is not calamine.SheetTypeEnum.WorkSheet:
                continue
            read = workbook.get_sheet_by_name(sheet.name)
            rows, columns = _size(read)
            cells_read += rows * columns
            _refuse_size(columns, cells_read, name, limits)
            merged = [*(read.merged_cell_ranges or []), *said.merged]
            yield replace(
                _grid(read.to_python(skip_empty_area=False), merged, limits, name),
                sheet=sheet.name,
                visible=sheet.visible is calamine.SheetVisibleEnum.Visible,
                problems=tuple(_problems(said.remarks)),
                from_1904=remarks.from_1904,
            )


def _refuse_size(columns: int, cells: int, name: str, limits: Limits) -> None:
    most = min(limits.cells, _MOST_CELLS)
    if columns > limits.columns or cells > most:
        raise refuse("too_large", name=name, columns=limits.columns, cells=most)


def _opened(content: bytes, name: str) -> Any:
    import python_calamine as calamine

    try:
        return calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except calamine.PasswordError as error:
        raise refuse("workbook_locked", name=name) from error


def _size(sheet: Any) -> tuple[int, int]:
    return (0, 0) if sheet.end is None else (sheet.end[0] + 1, sheet.end[1] + 1)


def _grid(rows: Sequence[Sequence[object]], merged: Iterable[Area], limits: Limits, name: str) -> Grid:
    columns = [
        [value if type(value) is str else as_text(value) for value in column]
        for column in zip(*rows, strict=True)
    ]
    _fill_merged(columns, merged, len(rows), limits, name)
    frame = pl.DataFrame(
        [pl.Series(str(place), cells, dtype=pl.String) for place, cells in enumerate(columns, start=1)]
    )
    return without_blanks(Grid(frame, np.arange(1, len(rows) + 1, dtype=np.int32)))


def _fill_merged(
    columns: list[list[Cell]], merged: Iterable[Area], height: int, limits: Limits, name: str
) -> None:
    """Each merged cell says what its first one says, as far as the sheet holds anything."""
    filled = 0
    for (top, left), (bottom, right) in merged:
        if top >= height or left >= len(columns) or not (value := columns[left][top]):
            continue
        bottom, right = min(bottom, height - 1), min(right, len(columns) - 1)
        filled += (bottom - top + 1) * (right - left + 1)
        if filled > limits.cells:
            raise refuse("too_large", name=name, columns=limits.columns, cells=limits.cells)
        for column in columns[left : right + 1]:
            column[top : bottom + 1] = [value] * (bottom - top + 1)


def _problems(remarks: Iterable[Remark]) -> Iterator[FileProblem]:
    for row, column, code, said in remarks:
        letters = column_letters(column)
        yield problem(code, line=row, column=letters, value=said, cell=f"{letters}{row}")


def as_text(value: object) -> Cell:
    """A cell's value as it would stand in a CSV file.

    >>> as_text(1001.0), as_text(datetime.datetime(2026, 9, 30)), as_text(True)
    ('1001', '2026-09-30', 'true')
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)
