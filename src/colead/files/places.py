"""Where in a grid the table stands: its header among titles and notes, and the rows that are nobody's.

Found by what rows look like; whoever knows better chooses with a :class:`Place`. Nothing is left out without
a word: every row that is no part of the table is named with its reason, and can be put back.
"""

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

import polars as pl

from colead.files.grids import Cell, Grid
from colead.files.known_words import is_known
from colead.files.masking import mask
from colead.files.problems import refuse

ALL_SHEETS = "*"
"""The choice of every visible sheet that holds a table."""
ABOVE, HEADER_AGAIN, TOTAL, FOOTER, CHOSEN = "above", "header_again", "total", "footer", "chosen"
_SEARCHED = 60  # rows that are looked at for the header; nobody's logo and notes are longer
_SHOWN = 120  # characters of a row left out
_DATA = re.compile(r"[-+]?[\d.,\s]+%?|\d{1,4}[-./]\d{1,2}[-./]\d{1,4}([ T].*)?|\S+@\S+\.\S+|true|false")
_NUMBER = re.compile(r"[-+]?[\d.,\s]+%?")
_TOTAL_WORDS = ("total", "alt", "sum", "samlet", "antal", "count", "gennemsnit", "gns", "average", "mean")
_PAGE_WORDS = ("side ", "page ")
_TOTAL = re.compile(
    r"(grand |sub-?)?total(er|t|s)?\b.*|i ?alt\b.*|in total\b.*|summ?(a|en)?\b.*|samlet\b.*|sammenlagt\b.*"
    r"|antal\b.*|(head ?)?count\b.*|.*\b(total|i ?alt)(\s*:?\s*[\d.,]+)?|gennemsnit\b.*|gns\.?|average|mean",
    re.IGNORECASE | re.DOTALL,
)
_PAGE = re.compile(r"(side|page) \d+( (af|of) \d+)?", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """Where in a file its table stands, as somebody chose it; None = found by itself.

    sheet : its name, or :data:`ALL_SHEETS`.
    header : lines of the header rows, from above; () = there is no header.
    left_out : lines that are no rows of the table, besides those that are found.
    kept : lines that are rows of the table, whatever they look like.
    """

    sheet: str | None = None
    header: tuple[int, ...] | None = None
    left_out: tuple[int, ...] = ()
    kept: tuple[int, ...] = ()


WHERE_FOUND = Place()
"""Nobody has chosen anything."""


class LeftOut(NamedTuple):
    """A row that is no row of the table: its line, why, and what stands there (CPR numbers masked)."""

    line: int
    why: str
    text: str


class FoundPlace(NamedTuple):
    """Where a grid's table stands. header : lines of the header rows, () = it has none."""

    header: tuple[int, ...]
    left_out: tuple[LeftOut, ...]


def find_place(grid: Grid, chosen: Place = WHERE_FOUND) -> FoundPlace:
    """Where the table of a grid stands, as somebody chose it and otherwise by what its rows look like.

    Raises :class:`FileError` for a chosen line that holds nothing.  Cost: O(cells), 0.1 s for a million rows.
    """
    lines = grid.lines.tolist()
    if chosen.header is None:
        header = [lines[at] for at in _header_rows(grid.rows(_SEARCHED))]
    else:
        header = sorted(chosen.header)
        _refuse_unknown(header, lines)
    reasons = _reasons(grid, header)
    reasons |= {line: CHOSEN for line in chosen.left_out if line not in header and line not in reasons}
    reasons = {line: why for line, why in reasons.items() if why == ABOVE or line not in chosen.kept}
    return FoundPlace(tuple(header), tuple(_named(grid, reasons)))


def _refuse_unknown(header: Sequence[int], lines: list[int]) -> None:
    for line in header:
        if line not in lines:
            raise refuse("no_such_row", name="", line=line)


def _named(grid: Grid, reasons: dict[int, str]) -> Iterator[LeftOut]:
    """What stands in the rows left out; lines that hold nothing are not in the grid and are passed over."""
    at = {line: row for row, line in enumerate(grid.lines.tolist())} if reasons else {}
    for line in sorted(line for line in reasons if line in at):
        texts = dict.fromkeys(cell for cell in grid.cells.row(at[line]) if cell)
        yield LeftOut(line, reasons[line], mask(" · ".join(texts)[:_SHOWN]))


class _Look(NamedTuple):
    """What a row looks like. texts : of its filled cells.   words : known names of columns among them."""

    texts: list[str]
    words: int
    data: int

    @property
    def distinct(self) -> int:
        return len(set(self.texts))

    @property
    def is_labels(self) -> bool:
        return self.distinct == len(self.texts) and not self.data


def _look(row: Sequence[Cell]) -> _Look:
    texts = [cell.strip() for cell in row if cell]
    words = sum(is_known(text) for text in dict.fromkeys(texts))
    return _Look(texts, words, sum(looks_like_data(text) for text in texts))


def looks_like_data(text: str) -> bool:
    """Whether it is a number, a date, an e-mail address, or yes or no: nothing that a column is called.

    >>> [looks_like_data(text) for text in ("1001", "2026-09-30", "eva@x.example", "Unit", "Q1")]
    [True, True, True, False, False]
    """
    return _DATA.fullmatch(text.strip().lower()) is not None


def _header_rows(rows: Sequence[Sequence[Cell]]) -> list[int]:
    """Positions of the header rows from above; empty when no row is a header."""
    looks = [_look(row) for row in rows]
    at = _row_of_words(looks)
    if at is None:
        at = _row_of_labels(looks)
    return [] if at is None else _with_neighbours(at, rows, looks)


def _row_of_words(looks: Sequence[_Look]) -> int | None:
    """The first row with most names that we know, unless rows of data stand above it."""
    named = [at for at, look in enumerate(looks) if _names_columns(look)]
    if not named:
        return None
    best = max(named, key=lambda at: (looks[at].words, -at))
    look = looks[best]
    sure = look.words >= 3 or look.words == len(look.texts)
    return best if sure or not _data_above(looks, best) else None


def _names_columns(look: _Look) -> bool:
    enough = look.words >= 2 or 3 * look.words >= len(look.texts)
    return look.words > 0 and enough and 2 * look.data < len(look.texts)


def _data_above(looks: Sequence[_Look], at: int) -> bool:
    return any(look.distinct >= max(2, 0.75 * _typical(looks)) for look in looks[:at])


def _typical(looks: Sequence[_Look]) -> float:
    return median(look.distinct for look in looks)


def _row_of_labels(looks: Sequence[_Look]) -> int | None:
    """The first row that is as full as the others, if it holds labels that nowhere come again."""
    full = (at for at, look in enumerate(looks) if look.distinct >= max(1.0, 0.6 * _typical(looks)))
    at = next(full, None)
    if at is None or not looks[at].is_labels:
        return None
    below = [text for look in looks[at + 1 :] for text in look.texts]
    if not below or not set(below).isdisjoint(looks[at].texts):
        return None
    differs = 2 * sum(look.data for look in looks[at + 1 :]) > len(below)
    return at if differs or looks[at].distinct > 1 else None


def _with_neighbours(at: int, rows: Sequence[Sequence[Cell]], looks: Sequence[_Look]) -> list[int]:
    """The header row with the one above it that groups its columns, or the one below that continues it."""
    if at and _groups(looks[at - 1], rows[at]):
        return [at - 1, at]
    below = looks[at + 1] if at + 1 < len(looks) else None
    if below and below.words >= 2 and 2 * below.words >= len(below.texts) and not below.data:
        return [at, at + 1] if below.texts != looks[at].texts else [at]
    return [at]


def _groups(above: _Look, header: Sequence[Cell]) -> bool:
    """Whether a row says what several columns of the header below it belong to."""
    if above.distinct < 2 or above.data:
        return False
    repeated = max(Counter(above.texts).values()) > 1  # a merged cell covers its columns
    names = Counter(cell for cell in header if cell)
    return repeated or above.words >= 2 or max(names.values()) > 1


def _reasons(grid: Grid, header: Sequence[int]) -> dict[int, str]:
    """Line -> why its row is no row of the table."""
    lines = grid.lines
    first = int((lines <= header[-1]).sum()) if header else 0
    reasons = {int(line): ABOVE for line in lines[:first] if line not in header}
    body = grid.cells.slice(first)
    labels = [grid.cells.row(grid.row_at(line)) for line in header]
    for why, rows in (
        (HEADER_AGAIN, _again(body, labels)),
        (TOTAL, _totals(body)),
        (FOOTER, _pages(body)),
    ):
        reasons |= {int(lines[first + row]): why for row in rows}
    return reasons | dict.fromkeys(_footers(body, lines[first:].tolist(), reasons), FOOTER)


def _again(body: pl.DataFrame, labels: Sequence[Sequence[Cell]]) -> list[int]:
    """Rows that are the header once more, as it stands on every page of a printed list; in any case."""
    found: list[int] = []
    for row in labels:
        header = {at: label.lower() for at, label in enumerate(row) if label}
        if header and (len(header) > 1 or len(labels) == 1):
            at, first = next(iter(header.items()))
            may = (body.to_series(at).str.to_lowercase() == first).fill_null(False)
            found += [again for again in may.arg_true() if _is_header(body.row(again), header)]
    return found


def _is_header(row: Sequence[Cell], header: Mapping[int, str]) -> bool:
    return all((row[at] or "").lower() == label for at, label in header.items())


def _totals(body: pl.DataFrame) -> list[int]:
    """Rows whose first cell says that they sum up, and which hold nothing else but numbers."""
    rows = _beginning_with(body, _TOTAL_WORDS)
    return [row for row in rows if is_total(body.row(row), body.row(row - 1) if row else ())]


def is_total(row: Sequence[Cell], above: Sequence[Cell] = ()) -> bool:
    """Whether a row sums up others. above : the row above it; what its cells repeat is what is summed up.

    >>> is_total(["Total: 2 people", None, "37"]), is_total(["Total", "Ida Munk", None])
    (True, False)
    >>> is_total(["Subtotal", None, "Care", "2"], ["1", "Ida Munk", "Care", "1"])
    True
    """
    first, *others = dict.fromkeys(cell.strip() for cell in row if cell)
    repeated = {cell for cell, over in zip(row, above, strict=False) if cell == over}
    return _TOTAL.fullmatch(first) is not None and all(
        _NUMBER.fullmatch(other) or other in repeated for other in others
    )


def _pages(body: pl.DataFrame) -> list[int]:
    """Rows that hold nothing but the number of a page."""
    return [
        row
        for row in _beginning_with(body, _PAGE_WORDS)
        if all(_PAGE.fullmatch(cell) for cell in body.row(row) if cell)
    ]


def _beginning_with(body: pl.DataFrame, words: Sequence[str]) -> list[int]:
    """Rows in whose first cell one of these stands."""
    if not body.height:
        return []
    first = pl.coalesce(pl.all())
    may = first.str.contains_any(list(words), ascii_case_insensitive=True).fill_null(False)
    return body.select(may.alias("may")).to_series().arg_true().to_list()


def _footers(body: pl.DataFrame, lines: Sequence[int], reasons: Container[int]) -> list[int]:
    """Lines of notes below the table: texts alone in their rows, from an empty line or a sentence on."""
    alone: list[int] = []
    for row in range(body.height - 1, max(0, body.height - _SEARCHED), -1):
        if lines[row] not in reasons:
            if not _is_text_alone(body.row(row)):
                break
            alone.append(row)
    begins = (row for row in alone if lines[row] - lines[row - 1] > 1 or _is_sentence(body, row))
    first = min(begins, default=body.height)
    return [lines[row] for row in alone if row >= first]


def _is_text_alone(row: Sequence[Cell]) -> bool:
    texts = {cell for cell in row if cell}
    return len(row) > 1 and len(texts) == 1 and not looks_like_data(texts.pop())


def _is_sentence(body: pl.DataFrame, row: int) -> bool:
    """Whether the text alone in a row has several words, where those above it have one."""
    at, text = next((at, cell) for at, cell in enumerate(body.row(row)) if cell)
    return " " in text.strip() and not _holds_sentences(body.to_series(at))


def _holds_sentences(column: pl.Series) -> bool:
    spaced = column.str.strip_chars().str.contains(" ", literal=True)
    return (spaced.sum() or 0) > 0.2 * (len(column) - column.null_count())
