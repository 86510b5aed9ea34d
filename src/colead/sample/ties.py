"""Who looks to whom: nominations that follow the daily work more than the formal tree."""

from random import Random

import numpy as np
from numpy.typing import NDArray

from colead.sample.leading import Pull, pull, spread_in
from colead.sample.questions import Question
from colead.sample.records import Nomination, NominationSet
from colead.sample.streams import stream
from colead.sample.workplace import Workplace

_ANSWERED = 0.89  # of those who are not away
_NAMED_NOBODY = 0.02
_MOST_NAMED = 10
# Where leading is shared, people go to more of their colleagues.
_NAMED = {"usual": 1.0, "one": 0.5, "lead": 0.5, "few": 0.7, "shared": 1.25}
# How often a colleague is thought of, by the units that their unit shares with one's own from the top down.
# The whole municipality, the same directorate, the same area, the same house; one's own unit counts 1.
_CLOSENESS = np.log([0.002, 0.002, 0.012, 0.05, 0.08, 0.08])
_OWN_MANAGER = 0.9


def nomination_set(seed: int, place: Workplace, question: Question, always: set[str]) -> NominationSet:
    """The answers to one question; the people in `always` have answered. O(n²) for n people."""
    random = stream(seed, f"ties {question.key}")
    respondents = _respondents(place, always, stream(seed, f"answered {question.is_before}"))
    likelihood = _likelihood(place, pull(seed, place, question))
    nominations = [
        nomination
        for person in respondents
        for nomination in _answer(person, likelihood[person], place, question, random)
    ]
    return NominationSet(
        key=question.key,
        name=question.name,
        question=question.text,
        held_on=question.held_on,
        respondents=tuple(place.people[person] for person in respondents),
        nominations=tuple(nominations),
    )


def _respondents(place: Workplace, always: set[str], random: Random) -> list[int]:
    """Those who answered that day, whatever the question."""
    drawn = [random.random() < _ANSWERED for _ in place.people]
    return [
        index
        for index, person in enumerate(place.people)
        if person in always or (drawn[index] and not place.is_away[index])
    ]


def _likelihood(place: Workplace, pulls: Pull) -> NDArray[np.float64]:
    """(n, n) logarithm of how likely the row's person is to name the column's."""
    own = place.unit[:, None] == place.unit[None, :]
    far = _CLOSENESS[place.shared_steps[place.unit[:, None], place.unit[None, :]]] + pulls.outside[None, :]
    likelihood = np.where(own, pulls.inside[None, :], far)
    below = np.flatnonzero(place.manager >= 0)
    likelihood[below, place.manager[below]] = (
        np.maximum(likelihood[below, place.manager[below]], 0.0) + _OWN_MANAGER
    )
    np.fill_diagonal(likelihood, -np.inf)
    named: NDArray[np.float64] = likelihood
    return named


def _answer(
    person: int, likelihood: NDArray[np.float64], place: Workplace, question: Question, random: Random
) -> list[Nomination]:
    """Names drawn without replacement by the Gumbel-max trick; `random()` is the same in every Python."""
    unit = place.units[place.unit[person]]
    mean = question.named * _NAMED[spread_in(unit, question)]
    count = 0 if random.random() < _NAMED_NOBODY else _how_many(mean, random)
    luck = np.array([random.random() for _ in place.people])
    order = np.argsort(likelihood - np.log(-np.log(luck)))[::-1][:count]
    return [
        Nomination(place.people[person], place.people[target], _weight(rank, question))
        for rank, target in enumerate(order)
    ]


def _how_many(mean: float, random: Random) -> int:
    return min(_MOST_NAMED, 1 + sum(random.random() < (mean - 1) / 12 for _ in range(12)))


def _weight(rank: int, question: Question) -> float:
    """Those who come to mind first are asked daily (3), the next weekly (2), the rest now and then (1)."""
    return float(max(3 - rank // 2, 1)) if question.is_weighted else 1.0
