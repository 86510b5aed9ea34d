"""What may be said when some people did not answer.

The figures use available cases: who received how many of the nominations that could have been given. Density
and reciprocity stay unbiased with people missing at random, centralisation too unless ties are few (then it
comes out somewhat high); Gini and concentration rise a little. What is missing for a reason stays missing, so
the mix of those who answered is shown by level. Naive figures, silence counted as "no tie", stand beside.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np

from colead.engine.disclosure import ENOUGH_ANSWERS, PLENTY_OF_ANSWERS
from colead.engine.network.dyads import dyads_by_group
from colead.engine.network.groups import Floats, Groups, ratio
from colead.engine.network.spread import spread_by_group
from colead.engine.network.ties import Int64, Ties
from colead.engine.organisation import Organisation


class Gate(IntEnum):
    """What the share of answers allows: figures, figures with a warning, or to each person only their own."""

    EGO_FEEDBACK_ONLY = 0
    WARN = 1
    SHOW = 2


@dataclass(frozen=True)
class Nonresponse:
    """response_rate : share who answered, [0, 1]; gate : what it allows.
    naive, available : density, reciprocity, centralisation_in, gini when silence counts as "no tie", and not.
    answered_by_level : level -> (people, of whom answered).
    """

    response_rate: float
    gate: Gate
    naive: dict[str, float | None]
    available: dict[str, float | None]
    answered_by_level: dict[int, tuple[int, int]]

    def to_dict(self) -> dict[str, Any]:
        return {
            "response_rate": self.response_rate,
            "gate": self.gate.name.lower(),
            "naive": self.naive,
            "available": self.available,
            "answered_by_level": {
                str(level): {"people": people, "answered": answered}
                for level, (people, answered) in self.answered_by_level.items()
            },
        }


def nonresponse(organisation: Organisation, ties: Ties) -> Nonresponse:
    """Both estimates of the main figures, and who answered. Cost O(m + n log n).

    Sources: Smith and Moody (2013); Smith, Morgan and Moody (2022).

    >>> team = Organisation.build(list("abcde"), ["", "a", "a", "a", "a"], ["x"] * 5)
    >>> found = nonresponse(team, Ties.build([1, 2, 3], [0, 0, 0], 5, respondents=[0, 1, 2, 3]))
    >>> found.gate, found.naive["density"], found.available["density"], found.answered_by_level[1]
    (<Gate.SHOW: 2>, 0.15, 0.1875, (4, 3))
    """
    everybody = Ties.build(ties.source, ties.target, ties.n_people, weight=ties.weight)
    rate = ties.n_respondents / ties.n_people
    return Nonresponse(
        response_rate=rate,
        gate=Gate(int(gates(np.array([rate]))[0])),
        naive=_main_figures(everybody),
        available=_main_figures(ties),
        answered_by_level=_answered_by_level(organisation, ties),
    )


def gates(response_rate: Floats) -> Int64:
    """(g,) Gate for each share of answers."""
    return (response_rate >= ENOUGH_ANSWERS).astype(np.int64) + (response_rate >= PLENTY_OF_ANSWERS)


def response_rate_by_group(groups: Groups) -> Floats:
    """(g,) share of the group who answered; NaN for an empty group."""
    return ratio(groups.answered, groups.size)


def _main_figures(ties: Ties) -> dict[str, float | None]:
    groups = Groups.whole(ties)
    pairs, concentrated = dyads_by_group(groups), spread_by_group(groups)
    figures = {
        "density": pairs.density.item(),
        "reciprocity": pairs.reciprocity.item(),
        "centralisation_in": concentrated.centralisation_in.item(),
        "gini": concentrated.gini.item(),
    }
    return {name: None if value != value else value for name, value in figures.items()}


def _answered_by_level(organisation: Organisation, ties: Ties) -> dict[int, tuple[int, int]]:
    levels, place = np.unique(organisation.level, return_inverse=True)
    people = np.bincount(place, minlength=levels.size).tolist()
    answered = np.bincount(place[ties.respondents], minlength=levels.size).tolist()
    return dict(zip(levels.tolist(), zip(people, answered, strict=True), strict=True))
