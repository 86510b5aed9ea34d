"""Where a table stands, in the words of whoever chooses it: on a page, in a command, or in the API."""

import re
from collections.abc import Iterator

from colead.files.places import ALL_SHEETS, Place
from colead.files.problems import FileError, problem

ALL, NONE = "all", "none"
_LINES = re.compile(r"(\d{1,7})(?:\s*[-–]\s*(\d{1,7}))?")
_MOST_LINES = 10_000


def chosen_place(*, sheet: str = "", header_row: str = "", skip_rows: str = "", keep_rows: str = "") -> Place:
    """The place that is meant; empty words leave it to be found.

    sheet : its name, or ``all``.   header_row : ``3``, ``3-4`` or ``none``.
    skip_rows, keep_rows : lines, as ``12, 20-22``.

    Raises :class:`FileError` for words that are no lines.

    >>> chosen_place(header_row="3-4", skip_rows="12, 20-22")
    Place(sheet=None, header=(3, 4), left_out=(12, 20, 21, 22), kept=())
    """
    named = sheet.strip()
    return Place(
        (ALL_SHEETS if named.lower() == ALL else named) or None,
        _header(header_row),
        tuple(_lines(skip_rows, "skip_rows")),
        tuple(_lines(keep_rows, "keep_rows")),
    )


def said(lines: tuple[int, ...]) -> str:
    """Lines in the words in which they are chosen.

    >>> said((3, 4)), said(())
    ('3-4', 'none')
    """
    if not lines:
        return NONE
    return str(lines[0]) if len(lines) == 1 else f"{lines[0]}-{lines[-1]}"


def _header(words: str) -> tuple[int, ...] | None:
    if words.strip().lower() == NONE:
        return ()
    return tuple(_lines(words, "header_row")) or None


def _lines(words: str, column: str) -> Iterator[int]:
    for part in filter(None, (part.strip() for part in words.split(","))):
        found = _LINES.fullmatch(part)
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
        if not first <= last < first + _MOST_LINES:
            raise FileError([problem("bad_lines", column=column, value=words[:60])])
        yield from range(first, last + 1)
