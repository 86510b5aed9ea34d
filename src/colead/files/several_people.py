"""Several people in one cell, as survey forms write them; "Last, First" is not cut in two."""

import re
from collections.abc import Callable, Iterator

import polars as pl

from colead.files.lookup import NOT_THERE
from colead.files.person_finder import PersonFinder

_SURE = re.compile(r"[;\n\r|\t]+")
_PERHAPS = (re.compile(r"\s+(?:og|and|samt|&|\+)\s+|\s*[/&+]\s*"), re.compile(r"\s+"))
_DECIMAL = re.compile(r"[-+]?\d+,\d{1,2}")
_LONGEST = 3  # tokens between commas that may be one person

IsKnown = Callable[[str], bool]


def taken_apart(written: pl.Series, finder: PersonFinder) -> dict[str, list[str]]:
    """Cell -> the people in it, for each of these cells that holds several.

    Semicolons, bars and line ends always stand between people; commas, "and" and spaces where what lies
    between them is found. Cost: one search for all pieces.
    """
    cells = [cell for cell in written.to_list() if cell]
    pieces = pl.Series(list({piece for cell in cells for piece in _pieces(cell)}), dtype=pl.String)
    found = finder.find(pieces)
    known = set(pieces.filter(pl.Series((found.where != NOT_THERE) | found.ambiguous, dtype=pl.Boolean)))
    parts = {cell: list(_parts(cell, known.__contains__)) for cell in cells}
    return {cell: several for cell, several in parts.items() if several != [cell]}


def _pieces(cell: str) -> Iterator[str]:
    """Everything in a cell that may be one person."""
    for part in _split(_SURE, cell):
        yield part
        tokens = _split(re.compile(","), part)
        for length in range(1, _LONGEST + 1):
            yield from (", ".join(tokens[at : at + length]) for at in range(len(tokens) - length + 1))
        for separator in _PERHAPS:
            yield from _split(separator, part)


def _parts(cell: str, is_known: IsKnown) -> Iterator[str]:
    for part in _split(_SURE, cell):
        if is_known(part):
            yield part
        else:
            yield from _between_commas(part, is_known) or _all_known(part, is_known) or [part]


def _between_commas(part: str, is_known: IsKnown) -> list[str]:
    """The people between commas, the longest first; nothing where nobody is known."""
    tokens = _split(re.compile(","), part)
    found: list[str] = []
    at = 0
    while at < len(tokens):
        groups = (", ".join(tokens[at : at + length]) for length in range(_LONGEST, 0, -1))
        person = next((group for group in groups if is_known(group)), tokens[at])
        found.append(person)
        at += person.count(",") + 1
    enough = all if _DECIMAL.fullmatch(part) else any
    return found if len(tokens) > 1 and enough(map(is_known, found)) else []


def _all_known(part: str, is_known: IsKnown) -> list[str]:
    for separator in _PERHAPS:
        tokens = _split(separator, part)
        if len(tokens) > 1 and all(map(is_known, tokens)):
            return tokens
    return []


def _split(separator: re.Pattern[str], text: str) -> list[str]:
    return [part for part in (piece.strip() for piece in separator.split(text)) if part]
