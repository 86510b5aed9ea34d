"""Who is meant in a file of ties: found, asked about, set aside, or no longer there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from colead.files.known_people import KnownPeople
from colead.files.lookup import NOT_THERE, positions
from colead.files.near_misses import NearMisses
from colead.files.problems import FileProblem, problem

NOBODY, LEFT, ASIDE, EMPTY = -1, -2, -3, -4
"""Below 0: not found or several; there, but not on the day; set aside; an empty cell."""
_ASKED = 200  # different spellings for which somebody is suggested; beyond, the list is another one

_PROBLEMS = 10_000  # of one column; nobody corrects more by hand

OUTSIDE, SUGGESTED, SEVERAL = "unknown_person", "person_suggested", "ambiguous_person"
ASKED = frozenset({OUTSIDE, SUGGESTED, SEVERAL})
"""Problems that an answer solves."""


class Candidate(NamedTuple):
    """Somebody who may be meant."""

    key: str
    name: str


@dataclass(frozen=True)
class PersonQuestion:
    """Who is meant by a spelling that finds nobody, or several people?

    code : OUTSIDE or SEVERAL.   times : how often it stands in the file.
    candidates : who may be meant.   alike : the one who is called so but for case, accents, order or zeros.
    """

    written: str
    code: str
    times: int = 0
    candidates: tuple[Candidate, ...] = ()
    alike: str | None = None

    def problem(self, *, line: int, column: str) -> FileProblem:
        """Where it stands, as a problem."""
        people = ", ".join(f"{one.name} ({one.key})" if one.name else one.key for one in self.candidates)
        code = SUGGESTED if people and self.code == OUTSIDE else self.code
        return problem(code, line=line, column=column, value=self.written, people=people)


def asked_together(*asked: Iterable[PersonQuestion]) -> list[PersonQuestion]:
    """The questions of several files, each spelling once, the most frequent first."""
    found: dict[str, PersonQuestion] = {}
    for question in chain.from_iterable(asked):
        times = question.times + (found[question.written].times if question.written in found else 0)
        found[question.written] = replace(question, times=times)
    return sorted(found.values(), key=lambda question: -question.times)


@dataclass(frozen=True)
class TieAnswers:
    """What somebody answered.

    people : spelling -> id of the person who is meant; empty = set aside.
    alike : whether the one who is called nearly so is meant.   set_aside : whether the others are set aside.
    """

    people: Mapping[str, str] = field(default_factory=dict)
    alike: bool = False
    set_aside: bool = False

    def to_dict(self) -> dict[str, Any]:
        """As plain values, to be kept."""
        return {"people": dict(self.people), "alike": self.alike, "set_aside": self.set_aside}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "TieAnswers":
        """What :meth:`to_dict` kept, or a part of it."""
        return cls(kept.get("people", {}), bool(kept.get("alike")), bool(kept.get("set_aside")))


UNANSWERED = TieAnswers()


class Identifier:
    """Says who is meant; asks once for each spelling."""

    def __init__(self, known: KnownPeople, answers: TieAnswers = UNANSWERED) -> None:
        self._known, self._answers = known, answers
        self._near = NearMisses(known.finder)
        self._asked: dict[str, PersonQuestion] = {}

    @property
    def questions(self) -> tuple[PersonQuestion, ...]:
        """Of all columns that were looked at, the most frequent first."""
        return tuple(asked_together(self._asked.values()))

    def asked(self, written: str) -> PersonQuestion:
        """The question about a spelling."""
        return self._asked[written]

    def find(self, written: pl.Series) -> NDArray[np.int32]:
        """(m,) int32 index of each person in the organisation, or one of the numbers below 0."""
        found = self._known.finder.find(written)
        person = np.append(self._known.person, np.int32(NOBODY))[found.where]
        person[(found.where != NOT_THERE) & (person == NOBODY)] = LEFT
        person[written.is_null().to_numpy()] = EMPTY
        open_ = np.flatnonzero(person == NOBODY)
        if open_.size:
            texts = written.gather(open_).cast(pl.String)
            person[open_] = self._answered(texts, pl.Series(found.ambiguous[open_]))
        return person

    def _answered(self, texts: pl.Series, several: pl.Series) -> NDArray[np.int32]:
        counts = pl.DataFrame({"text": texts, "several": several}).group_by("text", maintain_order=True)
        spellings = counts.agg(pl.len(), pl.col("several").first())
        meant = [self._meant(*row) for row in spellings.iter_rows()]
        where = positions(texts, spellings.get_column("text"))
        return np.array(meant, np.int32)[where]

    def _meant(self, text: str, times: int, several: bool) -> int:
        key = self._answers.people.get(text)
        if key is None and self._answers.alike and not several:
            same = self._near.same(text)
            key = None if same is None else self._key(same)
        if key:
            place = int(positions(pl.Series([key]), self._known.finder.keys.cast(pl.String))[0])
            if place != NOT_THERE:
                return LEFT if self._known.person[place] == NOBODY else int(self._known.person[place])
        if key == "" or (self._answers.set_aside and not several):
            return ASIDE
        self._ask(text, times, several)
        return NOBODY

    def _ask(self, text: str, times: int, several: bool) -> None:
        before = self._asked.get(text) or self._question(text, several)
        self._asked[text] = replace(before, times=before.times + times)

    def _question(self, text: str, several: bool) -> PersonQuestion:
        if len(self._asked) >= _ASKED:
            return PersonQuestion(text, SEVERAL if several else OUTSIDE)
        if several:
            return PersonQuestion(
                text, SEVERAL, candidates=self._candidates(self._known.finder.candidates(text))
            )
        same = self._near.same(text)
        offered = self._candidates(self._near.offered(text))
        return PersonQuestion(text, OUTSIDE, 0, offered, None if same is None else self._key(same))

    def _candidates(self, places: list[int]) -> tuple[Candidate, ...]:
        names = self._known.finder.names
        return tuple(Candidate(self._key(place), names[place] or "") for place in places)

    def _key(self, place: int) -> str:
        return str(self._known.finder.keys[place])


def not_found(
    identifier: Identifier,
    written: pl.Series,
    person: NDArray[np.int32],
    lines: NDArray[np.int32],
    column: str | pl.Series,
) -> Iterator[FileProblem]:
    """A problem for each cell without a person, or with one who is not known.

    column : of all rows, or one for each.
    """
    for row in np.flatnonzero((person == NOBODY) | (person == EMPTY))[:_PROBLEMS].tolist():
        line, here = int(lines[row]), column if isinstance(column, str) else str(column[row])
        if written[row] is None:
            yield problem("tie_without_person", line=line, column=here)
        else:
            yield identifier.asked(str(written[row])).problem(line=line, column=here)
