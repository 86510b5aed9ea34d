"""Tables out of Colead: CSV and XLSX that no spreadsheet can run, JSON, and the rows to correct."""

import csv
import errno
import io
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import polars as pl

from colead.files.dialects import Dialect
from colead.files.masking import mask
from colead.files.problems import FileProblem
from colead.files.safe_cells import safe, safe_row
from colead.files.tables import Table
from colead.files.translation import Translate, gettext_noop

_READ_BY_PEOPLE = 1_000_000  # characters
_PROBLEM_COLUMN = gettext_noop("problem")

Rows = Iterable[Sequence[object]]


def csv_text(header: Sequence[str], rows: Rows, dialect: Dialect) -> str:
    """A CSV file. Cells that a spreadsheet would run are marked (see :mod:`colead.files.safe_cells`)."""
    return "".join(csv_lines(header, rows, dialect))


def csv_lines(header: Sequence[str], rows: Rows, dialect: Dialect) -> Iterator[str]:
    """The same line by line, for a file that is sent while it is written."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=dialect.separator, lineterminator="\r\n")
    yield dialect.beginning
    for row in chain([header], rows):
        writer.writerow(map(dialect.cell, row))
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def xlsx_bytes(header: Sequence[str], rows: Rows) -> bytes:
    """An XLSX workbook with one sheet; text is written as text, whatever it begins with."""
    import xlsxwriter  # only workbooks need it

    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options | {"in_memory": True}) as workbook:
        page = workbook.add_worksheet("Colead")
        bold = workbook.add_format({"bold": True})
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        page.freeze_panes(1, 0)
        page.write_row(0, 0, safe_row(header), bold)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                _write_cell(page, number, column, value, day)
    return out.getvalue()


def _write_cell(page: Any, row: int, column: int, value: object, day: object) -> None:
    if value is None:
        return
    if isinstance(value, str):
        page.write_string(row, column, str(safe(value)))
    elif hasattr(value, "isoformat"):
        page.write_datetime(row, column, value, day)
    else:
        page.write(row, column, value)


def json_text(value: object, *, default: Callable[[Any], object] | None = None) -> str:
    """JSON with its keys in their order, æ, ø and å readable, and no NaN, which is not JSON.

    Indented where a person may read it; large results, which only programs read, are written five times
    as fast on one line. `default` writes what JSON has no word for.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, default=default)
    if len(text) < _READ_BY_PEOPLE:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, default=default, indent=2)
    return text + "\n"


def error_file(
    table: Table, problems: Sequence[FileProblem], dialect: Dialect, gettext: Translate = str
) -> str:
    """The rows that must be corrected as CSV: the line, the problems of the row, and the row as it was.

    Civil registration numbers are masked. Problems of the whole file come first, in rows of their own.
    """
    rows_of_line = dict(zip(table.lines.tolist(), range(table.n_rows), strict=True))
    said: dict[int, list[str]] = {}
    for one in problems:
        said.setdefault(one.line or 0, []).append(one.text(gettext))
    header = [gettext(gettext_noop("line")), gettext(_PROBLEM_COLUMN), *table.header]
    return csv_text(
        [mask(label) for label in header],
        (
            [line or None, " ".join(texts), *_row(table.frame, rows_of_line.get(line))]
            for line, texts in sorted(said.items())
        ),
        dialect,
    )


def _row(frame: pl.DataFrame, row: int | None) -> list[object]:
    if row is None:
        return [None] * frame.width
    return [None if cell is None else mask(str(cell)) for cell in frame.row(row)]


def write_together(files: Mapping[Path, str]) -> None:
    """Write several text files, all of them or none: beside their places first, then moved into them.

    Raises OSError when a place cannot be written to.
    """
    staged: list[tuple[Path, Path]] = []
    try:
        for path, text in files.items():
            staged.append((_staged(path, text), path))
        for temporary, path in staged:
            temporary.replace(path)
    finally:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)


def _staged(path: Path, text: str) -> Path:
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    with NamedTemporaryFile("w", encoding="utf-8", newline="", dir=path.parent, delete=False) as file:
        file.write(text)
    temporary = Path(file.name)
    temporary.chmod(0o666 & ~_umask())
    return temporary


def _umask() -> int:
    """The rights that new files are not given; it can only be read by setting it."""
    current = os.umask(0)
    os.umask(current)
    return current
