"""Any file to a table: what it is, is read from its content and not from its name.

A file is read in two steps: its sheets as they stand (:func:`read_grids`), then the table at the place
that somebody chose or that is found (:mod:`colead.files.places`). :func:`read_table` does both.
"""

import io
from pathlib import Path

import numpy as np
import polars as pl

from colead.files.decoding import decode
from colead.files.delimited import read_delimited
from colead.files.foreign import refuse_foreign
from colead.files.grids import Grid, without_blanks
from colead.files.limits import LIMITS, Limits
from colead.files.places import WHERE_FOUND, Place
from colead.files.problems import FileError, refuse
from colead.files.sheets import table_in
from colead.files.tables import Table

_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0"  # XLS
_PARQUET = b"PAR1"


def read_table(
    path: str | Path, limits: Limits = LIMITS, place: Place = WHERE_FOUND, *, or_without_header: bool = False
) -> Table:
    """The table in a file: CSV, XLSX, XLS, XLSB, ODS or Parquet.

    place : where in the file it stands, as somebody chose it; otherwise it is found.
    or_without_header : whether a file without a header is read all the same, its columns numbered.

    Raises :class:`FileError` when the file is missing, is a directory, may not be read, is empty, is none of
    these formats, passes a limit, has no header, or holds several tables of which none was chosen. Rows that
    cannot be read are told in ``Table.problems``.
    """
    path = Path(path)
    content = read_bytes(path, limits)
    return read_table_from_bytes(content, path.name, limits, place, or_without_header=or_without_header)


def read_table_from_bytes(
    content: bytes,
    name: str,
    limits: Limits = LIMITS,
    place: Place = WHERE_FOUND,
    *,
    or_without_header: bool = False,
) -> Table:
    """The table in an uploaded file. See :func:`read_table`."""
    if is_typed(content):
        return _parquet(content, name, limits)
    grids = read_grids(content, name, limits)
    return table_in(grids, name, place, or_without_header=or_without_header)


def read_grids(content: bytes, name: str, limits: Limits = LIMITS) -> list[Grid]:
    """Every sheet of a file as it stands, the hidden ones too; a text file, and Parquet, is one.

    Raises :class:`FileError` for a file that cannot be read at all.
    """
    if not content:
        raise refuse("file_empty", name=name)
    refuse_foreign(content, name)
    if content.startswith((_ZIP, _COMPOUND)):
        return _workbook(content, name, limits)
    if is_typed(content):
        return [_as_grid(_parquet(content, name, limits))]
    return [read_delimited(decode(content, name), name, limits)]


def is_text(content: bytes) -> bool:
    """Whether it would be read as text: neither unpacked nor parsed by a library."""
    return not content.startswith((_ZIP, _COMPOUND, _PARQUET))


def is_typed(content: bytes) -> bool:
    """Whether its columns have a header and types of their own."""
    return content.startswith(_PARQUET)


def read_pasted(text: str, name: str = "", limits: Limits = LIMITS) -> Table:
    """The table in text copied from a spreadsheet. See :func:`read_table`."""
    return read_table_from_bytes(text.encode("utf-8", "replace"), name, limits)


def read_bytes(path: Path, limits: Limits = LIMITS) -> bytes:
    """The content of a file, or :class:`FileError` saying why there is none."""
    try:
        too_large = path.stat().st_size > limits.bytes
        content = b"" if too_large else path.read_bytes()
    except FileNotFoundError as error:
        raise refuse("file_missing", name=str(path)) from error
    except IsADirectoryError as error:
        raise refuse("file_is_directory", name=str(path)) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path itself
        raise refuse("file_unreadable", name=str(path)) from error
    if too_large:
        raise refuse("file_too_large", name=path.name, megabytes=limits.bytes // 1_000_000)
    return content


def _workbook(content: bytes, name: str, limits: Limits) -> list[Grid]:
    from colead.files.workbooks import read_workbook

    return read_workbook(content, name, limits)


def _as_grid(table: Table) -> Grid:
    """Its header as the first line, all cells as text."""
    header = pl.DataFrame([table.header], schema=dict.fromkeys(table.header, pl.String), orient="row")
    cells = pl.concat([header, table.frame.cast(pl.String)])
    cells.columns = [str(place) for place in range(1, cells.width + 1)]
    return Grid(cells, np.concatenate([[1], table.lines]).astype(np.int32))


def _parquet(content: bytes, name: str, limits: Limits) -> Table:
    """Typed columns; the first row counts as line 2, as in a CSV file with the same rows."""
    try:
        lazy = pl.scan_parquet(io.BytesIO(content))
        rows, columns = lazy.select(pl.len()).collect().item(), len(lazy.collect_schema())
        if columns > limits.columns or rows * columns > limits.cells:
            raise refuse("too_large", name=name, columns=limits.columns, cells=limits.cells)
        frame = pl.read_parquet(io.BytesIO(content))
    except (FileError, MemoryError):  # too much is no damage
        raise
    except (Exception, pl.exceptions.PanicException) as error:  # damage provokes any kind, panics too
        raise refuse("parquet_damaged", name=name) from error
    frame = frame.select(_plain_columns(frame))
    if not frame.width:
        raise refuse("no_header", name=name)
    filled = without_blanks(Grid(frame, np.arange(2, rows + 2, dtype=np.int32)))
    if not filled.n_rows:
        raise refuse("no_rows", name=name)
    return Table(filled.cells, filled.lines, name)


def _plain_columns(frame: pl.DataFrame) -> list[pl.Expr]:
    """The columns that hold one value a cell, categories as text."""
    coded = (pl.Categorical, pl.Enum)
    plain = [name for name, kind in frame.schema.items() if not kind.is_nested() and kind != pl.Binary]
    return [pl.col(name).cast(pl.String) if frame.schema[name] in coded else pl.col(name) for name in plain]
