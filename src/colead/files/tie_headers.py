"""Columns of answers that are called as people, as survey forms and matrices have them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import polars as pl

from colead.files.lookup import NOT_THERE
from colead.files.person_finder import PersonFinder
from colead.files.several_people import taken_apart
from colead.files.tie_words import NO, YES

Heads = Mapping[str, Sequence[str]]
"""Header of a column -> the cells that it is made of."""

_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_CHOICE = r"\s*[(\[]\d+[)\]]\s*$"
# Where a header says which person the column is about, the surest first.
_ABOUT = (
    re.compile(r"^(?P<question>)(?P<person>.+)$", re.DOTALL),
    re.compile(r"^(?P<question>.*?)\s*\[(?P<person>[^\[\]]+)\]\s*$", re.DOTALL),
    re.compile(r"^(?P<question>.*)\s+[-–:]\s+(?P<person>.+)$", re.DOTALL),
    re.compile(r"^(?P<question>.*?)___(?P<person>.+)$", re.DOTALL),
    re.compile(r"^(?P<question>.+?)_(?P<person>[^_]+)$", re.DOTALL),
)
_REDCAP = 3  # which writes codes in small letters
_UNSURE = {1, 4}
"""Of these: what could be the number of a choice. Then the cells must say yes and no."""


class About(NamedTuple):
    """Whom a column is about, and what it asks. way : by which pattern, the surest first."""

    label: str
    way: int
    person: str
    question: str


def is_person(cells: Sequence[str | None], finder: PersonFinder) -> list[bool]:
    """Whether each cell names somebody, or several people. A number in brackets is that of a choice."""
    texts = pl.Series(cells, dtype=pl.String).str.replace(_CHOICE, "")
    found = finder.find(texts)
    several = taken_apart(texts.drop_nulls(), finder)
    known = zip(texts, found.where.tolist(), found.ambiguous.tolist(), strict=True)
    return [where != NOT_THERE or ambiguous or cell in several for cell, where, ambiguous in known]


def columns_of_people(
    heads: Heads, cells: Callable[[str], list[str]], finder: PersonFinder
) -> dict[str, About]:
    """Header -> whom the column is about, for those that mark or rate people. cells : of a column, the first.

    Nothing where fewer than two are, and where even that of whoever answers is called as a person: then the
    header is a row of people.
    """
    ways = list(_ways(heads, finder))
    known = is_person([one.person for one in ways], finder) if ways else []
    found: dict[str, About] = {}
    for one in sorted(
        (way for way, is_one in zip(ways, known, strict=True) if is_one), key=lambda one: one.way
    ):
        unsure = one.way in _UNSURE and one.person.isdecimal()
        if one.label not in found and _are_marks(cells(one.label), one.person, unsure):
            found[one.label] = one
    if not 2 <= len(found) < len(heads):
        return {}
    return {label: found[label] for label in heads if label in found}


def _ways(heads: Heads, finder: PersonFinder) -> Iterator[About]:
    for label, texts in heads.items():
        for text in texts:
            for way, pattern in enumerate(_ABOUT):
                if match := pattern.match(text.strip()):
                    person = match["person"].strip()
                    known = finder.without_case(person) if way == _REDCAP else None
                    yield About(label, way, known or person, match["question"])


def _are_marks(cells: Sequence[str], person: str, only_yes_and_no: bool) -> bool:
    """Whether cells say yes or no of a person, or rate them. `person` : forms repeat the name as a yes."""
    words = {cell.strip().lower() for cell in cells} - YES - NO - {person.lower()}
    return not words if only_yes_and_no else all(map(_NUMBER.fullmatch, words))
