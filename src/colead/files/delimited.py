"""CSV and pasted text: the separator is found, every row keeps its line.

Two readers give the same grid. Most large files are regular (no quotation mark, as many cells in each row
as in the first) and go through polars at some 100 MB/s; every other file goes through Python's reader,
which knows quoted line breaks, ragged rows and stray quotation marks, and the line of each.
"""

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import polars as pl

from colead.files.grids import Grid, grid_of, without_blanks, without_null_rows
from colead.files.limits import LIMITS, Limits
from colead.files.problems import problem, refuse

_SEPARATORS = (";", "\t", ",", "|")
_SNIFFED_CHARACTERS = 64_000
_SNIFFED_ROWS = 200


def read_delimited(text: str, name: str, limits: Limits = LIMITS) -> Grid:
    """The cells of a text, separated by semicolon, tab, comma or bar, or by what its first line declares.

    Raises :class:`FileError` when there is nothing in it, or a limit is passed.
    """
    if not text or text.isspace():
        raise refuse("file_empty", name=name)
    separator, body, first_line = _declared(text)
    separator = separator or sniff_separator(body)
    regular = _read_regular(body, separator, first_line, name, limits)
    return regular or _read_irregular(body, separator, first_line, name, limits)


def sniff_separator(text: str) -> str:
    """The separator with which most rows have as many cells as the header, or as most of them below a title.

    >>> sniff_separator("id;name;share\\n1;Bo;0,8\\n2;Ida;0,5\\n")
    ';'
    """
    sample = text[:_SNIFFED_CHARACTERS]
    return max(_SEPARATORS, key=lambda separator: _agreement(sample, separator))


def _agreement(sample: str, separator: str) -> tuple[int, float, int]:
    """How sure a separator is: a first row of several cells may also be a title with commas."""
    rows = list(itertools.islice(_records(sample, separator), _SNIFFED_ROWS))
    widths = Counter(len(cells) for _, cells in rows if cells)
    first, usual = next(iter(widths), 1), max(widths, key=widths.__getitem__, default=1)
    if first > 1 and usual > 1 and widths[first] > 1:
        return 3, widths[first] / widths.total(), first
    if usual > 1:
        return 2, widths[usual] / widths.total(), usual
    return int(first > 1), widths[first] / max(widths.total(), 1), first


_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_DECLARATION = re.compile(r'"?\s*sep\s*=(?P<what>.*)', re.IGNORECASE | re.DOTALL)


def _declared(text: str) -> tuple[str | None, str, int]:
    """The separator that lines before the table declare, the rest, and the line at which it begins.

    Excel's own first line is ``sep=;``; PowerShell writes ``#TYPE`` and the kind of its objects.
    """
    separator, at, line = None, 0, 1
    while found := _LINE.match(text, at):
        first = found[0]
        declaration = _DECLARATION.match(first)
        if declaration and separator is None:
            separator = _separator_in(declaration["what"])
        elif not first.lstrip('"').upper().startswith("#TYPE "):
            break
        if declaration and separator is None:
            break
        at, line = found.end(), line + 1
    return separator, text[at:], line


def _separator_in(declaration: str) -> str | None:
    """The character after ``sep=``, also when the line was saved again with separators or quotation marks.

    >>> [_separator_in(said) for said in (";\\n", " \\t", '|"', ",,,,", "\\\\t", "none")]
    [';', '\\t', '|', ',', '\\t', None]
    """
    said = declaration.strip("\r\n").replace('"', "")
    said = "\t" if said.strip() in {"\\t", "tab"} or "\t" in said.lstrip(" ") else said.strip() or said[:1]
    return said[:1] if said and not said.strip(said[:1]) and not said[:1].isalnum() else None


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


def _read_irregular(text: str, separator: str, first_line: int, name: str, limits: Limits) -> Grid:
    lines: list[int] = []
    rows: list[list[str]] = []
    cells_read, width = 0, 0
    for line, cells in _records(text, separator):
        cells_read, width = cells_read + len(cells), max(width, len(cells))
        if width > limits.columns or cells_read > limits.cells:
            raise refuse("too_large", name=name, line=line, columns=limits.columns, cells=limits.cells)
        if any(cell and not cell.isspace() for cell in cells):
            lines.append(line + first_line - 1)
            rows.append(cells)
    if not rows:
        raise refuse("file_empty", name=name)
    if width * len(rows) > limits.cells:  # one long row makes all of them as wide
        raise refuse("too_large", name=name, columns=limits.columns, cells=limits.cells)
    if not _never_closed(text, rows[-1], lines[-1] - first_line):
        return grid_of(rows, lines)
    if len(rows) == 1:
        raise refuse("open_quote", name=name, line=lines[-1])
    wrong = problem("open_quote", line=lines[-1])
    return replace(grid_of(rows[:-1], lines[:-1]), problems=(wrong,))


def _never_closed(text: str, last: list[str], lines_before: int) -> bool:
    """Whether the last record has swallowed the rest of the file after a quotation mark."""
    if not any("\n" in cell or "\r" in cell for cell in last):
        return False
    tail = "".join(text.splitlines(keepends=True)[lines_before:])
    return tail.count('"') % 2 == 1


def _read_regular(text: str, separator: str, first_line: int, name: str, limits: Limits) -> Grid | None:
    """The grid by the fast reader, or None when the text is not regular."""
    if '"' in text or text.startswith(("\n", "\r")):
        return None
    content = text.encode()
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n")
    between = content[: content.find(b"\n") + 1].count(separator.encode())
    rows = content.count(b"\n") + (not content.endswith(b"\n"))
    if between == 0 or b"\r" in content or content.count(separator.encode()) != rows * between:
        return None
    if between + 1 > limits.columns or rows * (between + 1) > limits.cells:
        raise refuse("too_large", name=name, columns=limits.columns, cells=limits.cells)
    return _parsed(content, separator, between + 1, first_line)


def _parsed(content: bytes, separator: str, width: int, first_line: int) -> Grid | None:
    """The rows by polars. It refuses surplus cells; as the separators add up, no cell is missing either."""
    schema = {str(place): pl.String for place in range(1, width + 1)}
    try:
        frame = pl.read_csv(content, separator=separator, quote_char=None, has_header=False, schema=schema)
    except pl.exceptions.ComputeError:
        return None
    grid = Grid(frame, np.arange(first_line, first_line + frame.height, dtype=np.int32))
    trimmed = content.isascii() and b" " not in content and (separator == "\t" or b"\t" not in content)
    return without_null_rows(frame, grid) if trimmed else without_blanks(grid)
