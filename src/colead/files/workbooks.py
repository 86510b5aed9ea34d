"""XLSX workbooks: the first sheet that holds anything, read row by row, within limits."""

import datetime
import io
import zipfile
from collections.abc import Iterator
from typing import Any

from colead.files.limits import LIMITS, Limits
from colead.files.problems import FileError, refuse
from colead.files.tables import Cell, Table, table_from_rows

_CHUNK = 1 << 20
_MOST_ROWS = 1 << 20  # as many as a sheet can have; a row that says a larger number would be counted up to


def read_workbook(content: bytes, name: str, limits: Limits = LIMITS) -> Table:
    """The table in the first non-empty visible sheet of a workbook.

    The archive's directory is read first (0.1 ms) and each part is counted again while it is unpacked, for a
    directory can lie; only then is anything parsed. Formulas give the value last computed.
    Raises :class:`FileError` for a workbook beyond the limits, damaged, protected or empty.
    """
    check_archive(content, name, limits)
    try:
        return _first_table(content, name, limits)
    except FileError:
        raise
    except (
        Exception
    ) as error:  # openpyxl lets through whatever a damaged part provokes: KeyError, ParseError, ...
        raise refuse("workbook_damaged", name=name) from error


def check_archive(content: bytes, name: str, limits: Limits = LIMITS) -> None:
    """Refuse an archive with too many files, or too much in them, before any of it is parsed."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            declared = sum(member.file_size for member in members)
            if len(members) > limits.files or declared > limits.unpacked_bytes:
                raise _too_large(name, limits)
            _count_while_unpacking(archive, name, limits)
    except FileError:
        raise
    except (
        Exception
    ) as error:  # a damaged archive raises zipfile, zlib, struct, Unicode and NotImplemented errors
        raise refuse("workbook_damaged", name=name) from error


def _count_while_unpacking(archive: zipfile.ZipFile, name: str, limits: Limits) -> None:
    unpacked = 0
    for member in archive.infolist():
        with archive.open(member) as part:
            while chunk := part.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > limits.unpacked_bytes:
                    raise _too_large(name, limits)


def _too_large(name: str, limits: Limits) -> FileError:
    return refuse(
        "workbook_too_large", name=name, megabytes=limits.unpacked_bytes // 1_000_000, files=limits.files
    )


def _first_table(content: bytes, name: str, limits: Limits) -> Table:
    import openpyxl  # slow to import, and only workbooks need it

    workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for sheet in workbook.worksheets:
        if sheet.sheet_state != "visible":
            continue
        rows = list(_rows(sheet, name, limits))
        if rows:
            lines, cells = zip(*rows, strict=True)
            return table_from_rows(cells[0], cells[1:], lines[1:], name)
    raise refuse("file_empty", name=name)


def _rows(sheet: Any, name: str, limits: Limits) -> Iterator[tuple[int, list[Cell]]]:
    sheet.reset_dimensions()  # what the sheet says of its own size may be wrong
    cells_read = 0
    width = 0
    for line, values in enumerate(sheet.iter_rows(max_row=_MOST_ROWS, values_only=True), start=1):
        cells_read += len(values)
        if len(values) > limits.columns or cells_read > limits.cells:
            raise refuse("too_large", name=name, line=line, columns=limits.columns, cells=limits.cells)
        cells = [as_text(value) for value in values]
        if any(cells):
            width = width or len(cells)
            yield (
                line,
                cells + [None] * (width - len(cells)),
            )  # a sheet does not store the empty cells at the end


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
