"""Who draws others: how leading is spread inside each unit, and who is asked across units."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from colead.sample import characters
from colead.sample.questions import Question
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
