"""Who draws others, and who looks to whom: nominations that follow daily work more than the formal tree."""

from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from colead.sample import characters
from colead.sample.questions import Question
from colead.sample.records import Nomination, NominationSet
from colead.sample.streams import stream
from colead.sample.units import BY_KEY
from colead.sample.workplace import Workplace

_BROKERS = 26
_BROKER_REACH = 2.6
# How unlike colleagues are, as the standard deviation of the logarithm of how often they are named.
_UNLIKENESS = {"usual": 0.8, "one": 0.45, "lead": 0.45, "few": 0.45, "shared": 0.2}
_ONE, _FEW = 2.8, 1.8
_FEW_PEOPLE = 3


@dataclass(frozen=True)
class Pull:
    """How strongly each person draws nominations, as logarithms: from their own unit, and from elsewhere."""

    inside: NDArray[np.float64]  # (n,)
    outside: NDArray[np.float64]  # (n,)


def pull(seed: int, place: Workplace, question: Question) -> Pull:
    """The pull of everybody at the workplace for one question."""
    talent = _talent(seed, question.topic, place)
    inside = np.zeros(len(place.people))
    for unit in place.units:
        here = np.flatnonzero(place.unit == place.units.index(unit))
        inside[here] = _inside(unit, talent[here], place.leads[here], question)
    outside = 0.5 * talent + _BROKER_REACH * _is_broker(seed, place)
    return Pull(inside, outside)


def spread_in(unit: str, question: Question) -> str:
    """How leading is spread in a unit when the question is asked (see `units.Unit.spread`)."""
    return BY_KEY[unit].spread_before if question.is_before else BY_KEY[unit].spread


def _talent(seed: int, topic: str, place: Workplace) -> NDArray[np.float64]:
    """A person's own part, standard normal. It is theirs for life, so it is drawn by person and topic."""
    talent = np.array([stream(seed, f"talent {topic} {person}").gauss(0.0, 1.0) for person in place.people])
    talent[place.names.index(characters.MEMBER.name)] = 4.0  # the heart of her unit
    return talent


def _inside(
    unit: str, talent: NDArray[np.float64], leads: NDArray[np.bool_], question: Question
) -> NDArray[np.float64]:
    spread = spread_in(unit, question)
    drawn = _UNLIKENESS[spread] * np.clip(talent, -2.5, 2.5) + np.where(leads, question.pull_of_leads, 0.0)
    if spread == "lead":
        return drawn + np.where(leads, _ONE - question.pull_of_leads, 0.0)
    ordered = np.argsort(np.where(leads, -np.inf, talent))[::-1]
    if spread == "one":
        drawn[ordered[:1]] += _ONE
    if spread == "few":
        drawn[ordered[:_FEW_PEOPLE]] += _FEW
    return drawn


def _is_broker(seed: int, place: Workplace) -> NDArray[np.bool_]:
    """Some people without a formal lead are known far beyond their unit, whatever the question."""
    known = np.array([stream(seed, f"known {person}").random() for person in place.people])
    known[place.leads] = 0.0
    brokers: NDArray[np.bool_] = known >= np.sort(known)[-_BROKERS]
    return brokers


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
