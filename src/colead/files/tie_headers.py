"""Columns of answers that are called as people, as survey forms and matrices have them."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import polars as pl

from colead.files.lookup import NOT_THERE
from colead.files.near_misses import NearMisses
from colead.files.person_finder import PersonFinder
from colead.files.places import is_total
from colead.files.several_people import taken_apart
from colead.files.tie_words import NO, NUMBER, YES, as_marks

Heads = Mapping[str, Sequence[str]]
"""Header of a column -> the cells that it is made of."""

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

    @property
    def may_be_choice(self) -> bool:
        """Whether it may be the number of a choice that stands where others call a person."""
        return self.way in _UNSURE and self.person.isdecimal()


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
    header is a row of people. With two of them, those of the same question and those that are nearly called
    so are about somebody, too: who is meant is asked.
    """
    ways = list(_ways(heads, finder))
    known = is_person([one.person for one in ways], finder) if ways else []
    found: dict[str, About] = {}
    for one in sorted(
        (way for way, is_one in zip(ways, known, strict=True) if is_one), key=lambda one: one.way
    ):
        if one.label not in found and _are_marks(cells(one.label), one):
            found[one.label] = one
    found = _without_choices(found)
    if not 2 <= len(found) < len(heads):
        return {}
    found |= _others(ways, found, cells, NearMisses(finder))
    return {label: found[label] for label in heads if label in found}


def are_choices(about: Iterable[About]) -> bool:
    """Whether columns may be the choices of a question, numbered from 1, and nobody's ids."""
    numbers = {int(one.person) if one.may_be_choice else 0 for one in about}
    return numbers == set(range(1, len(numbers) + 1))


def _without_choices(found: dict[str, About]) -> dict[str, About]:
    """Without numbered choices, where other columns are called as people by a text."""
    choices = {label for label, one in found.items() if one.may_be_choice}
    if len(choices) == len(found) or not are_choices(found[label] for label in choices):
        return found
    return {label: one for label, one in found.items() if label not in choices}


def _others(
    ways: Iterable[About], found: Mapping[str, About], cells: Callable[[str], list[str]], near: NearMisses
) -> dict[str, About]:
    """The columns about others: of the same question as those found, or called nearly as somebody."""
    asked = {(one.way, one.question) for one in found.values()}
    others: dict[str, About] = {}
    for one in ways:
        of_question = one.question and (one.way, one.question) in asked
        if (
            one.label in found
            or one.label in others
            or not (of_question or (not one.way and (0, "") in asked))
        ):
            continue
        if one.person.lower() in NO or is_total([one.person]) or not _are_marks(cells(one.label), one):
            continue
        if of_question or near.offered(one.person):
            others[one.label] = one
    return others


def _ways(heads: Heads, finder: PersonFinder) -> Iterator[About]:
    for label, texts in heads.items():
        for text in texts:
            for way, pattern in enumerate(_ABOUT):
                if match := pattern.match(text.strip()):
                    person = match["person"].strip()
                    known = finder.without_case(person) if way == _REDCAP else None
                    yield About(label, way, known or person, match["question"])


def _are_marks(cells: Sequence[str], about: About) -> bool:
    """Whether cells say yes or no of a person, or rate them. Forms repeat the name as a yes."""
    words = set(as_marks(pl.Series(cells, dtype=pl.String))) - YES - NO - {about.person.lower()}
    return not words if about.may_be_choice else all(map(NUMBER.fullmatch, words))
