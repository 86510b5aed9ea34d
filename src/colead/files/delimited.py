"""CSV and pasted text: the separator is found, every row keeps its line.

Two readers give the same table. Most large files are regular (no quotation mark, as many cells in each row
as in the header) and go through polars at some 100 MB/s; every other file goes through Python's reader,
which knows quoted line breaks, ragged rows and stray quotation marks, and the line of each.
"""

import csv
import io
import itertools
from collections.abc import Iterator

import numpy as np
import polars as pl

from colead.files.limits import LIMITS, Limits
from colead.files.problems import problem, refuse
from colead.files.tables import Table, column_names, table_from_rows, without_empty_rows, without_null_rows

_SEPARATORS = (";", "\t", ",", "|")
_SNIFFED_CHARACTERS = 64_000
_SNIFFED_ROWS = 200


def read_delimited(text: str, name: str, limits: Limits = LIMITS) -> Table:
    """The table in a text whose cells are separated by semicolon, tab, comma or bar.

    Raises :class:`FileError` when there is no header or no row, or a limit is passed.
    """
    if not text or text.isspace():
        raise refuse("file_empty", name=name)
    separator, body, first_line = _declared_separator(text)
    separator = separator or sniff_separator(body)
    regular = _read_regular(body, separator, first_line, name, limits)
    return regular or _read_irregular(body, separator, first_line, name, limits)


def sniff_separator(text: str) -> str:
    """The separator with which most rows have as many cells as the header.

    >>> sniff_separator("id;name;share\\n1;Bo;0,8\\n2;Ida;0,5\\n")
    ';'
    """
    sample = text[:_SNIFFED_CHARACTERS]
    return max(_SEPARATORS, key=lambda separator: _agreement(sample, separator))


def _agreement(sample: str, separator: str) -> tuple[float, int]:
    rows = list(itertools.islice(_records(sample, separator), _SNIFFED_ROWS))
    widths = [len(cells) for _, cells in rows if cells]
    if not widths or widths[0] == 1:
        return 0.0, 0
    return sum(width == widths[0] for width in widths) / len(widths), widths[0]


def _declared_separator(text: str) -> tuple[str | None, str, int]:
    """Excel's own first line ``sep=;`` where there is one: separator, the rest, the line it begins at."""
    first = text[: text.find("\n") + 1]
    declaration = first.strip().strip('"')
    if declaration.lower().startswith("sep=") and len(declaration) == 5:
        return declaration[4], text[len(first) :], 2
    return None, text, 1


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins at, counted within the text; blank lines come as empty lists."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error:  # a cell longer than the reader's limit: nearly always a quotation mark never closed
        yield line, []


def _read_irregular(text: str, separator: str, first_line: int, name: str, limits: Limits) -> Table:
    lines: list[int] = []
    rows: list[list[str]] = []
    cells_read = 0
    for line, cells in _records(text, separator):
        cells_read += len(cells)
        if len(cells) > limits.columns or cells_read > limits.cells:
            raise refuse("too_large", name=name, line=line, columns=limits.columns, cells=limits.cells)
        if any(cell and not cell.isspace() for cell in cells):
            lines.append(line + first_line - 1)
            rows.append(cells)
    if not rows:
        raise refuse("no_header", name=name)
    if not _never_closed(text, rows[-1], lines[-1] - first_line):
        return table_from_rows(rows[0], rows[1:], lines[1:], name)
    if len(rows) == 1:
        raise refuse("open_quote", name=name, line=lines[-1])
    wrong = problem("open_quote", line=lines[-1])
    return table_from_rows(rows[0], rows[1:-1], lines[1:-1], name, [wrong])


def _never_closed(text: str, last: list[str], lines_before: int) -> bool:
    """Whether the last record has swallowed the rest of the file after a quotation mark."""
    if not any("\n" in cell or "\r" in cell for cell in last):
        return False
    tail = "".join(text.splitlines(keepends=True)[lines_before:])
    return tail.count('"') % 2 == 1


def _read_regular(text: str, separator: str, first_line: int, name: str, limits: Limits) -> Table | None:
    """The table by the fast reader, or None when the text is not regular."""
    if '"' in text or text.startswith(("\n", "\r")):
        return None
    content = text.encode()
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n")
    header = content[: content.find(b"\n") + 1].decode().rstrip("\n").split(separator)
    if len(header) == 1 or not header[-1].strip() or b"\r" in content:
        return None
    rows = content.count(b"\n") - content.endswith(b"\n")
    if content.count(separator.encode()) != (rows + 1) * (len(header) - 1):
        return None
    if len(header) > limits.columns or rows * len(header) > limits.cells:
        raise refuse("too_large", name=name, columns=limits.columns, cells=limits.cells)
    return _parsed(content, separator, column_names(header), first_line, name) if rows else None


def _parsed(content: bytes, separator: str, names: list[str], first_line: int, name: str) -> Table | None:
    """The rows by polars. It refuses surplus cells; as the separators add up, no cell is missing either."""
    schema = dict.fromkeys(names, pl.String)
    try:
        frame = pl.read_csv(
            content, separator=separator, quote_char=None, has_header=False, skip_rows=1, schema=schema
        )
    except pl.exceptions.ComputeError:
        return None
    lines = np.arange(first_line + 1, first_line + 1 + frame.height, dtype=np.int32)
    table = Table(frame, lines, name)
    trimmed = content.isascii() and b" " not in content and (separator == "\t" or b"\t" not in content)
    return without_null_rows(table) if trimmed else without_empty_rows(table)
