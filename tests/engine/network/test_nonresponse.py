"""Missing answers: available-case figures stay true where naive ones fall; the gates."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from colead.engine.network.nonresponse import Gate, gates, nonresponse
from colead.engine.network.ties import Ties
from colead.engine.organisation import Organisation

DRAWS = 240


def hidden(ties: Ties, share: float, rng: np.random.Generator) -> Ties:
    """The same network when a random share of its people does not answer."""
    silent = rng.choice(ties.n_people, round(share * ties.n_people), replace=False)
    answered = np.ones(ties.n_people, dtype=bool)
    answered[silent] = False
    return Ties.build(ties.source, ties.target, ties.n_people, respondents=answered)


@pytest.mark.parametrize("share", [0.2, 0.4])
def test_available_cases_are_unbiased_and_naive_ones_fall_with_the_missing(
    works: Organisation, advice: Ties, share: float
) -> None:
    everybody = Ties.build(advice.source, advice.target, 60)
    truth = nonresponse(works, everybody).available
    rng = np.random.default_rng(4)
    found = [nonresponse(works, hidden(everybody, share, rng)) for _ in range(DRAWS // 4)]
    for measure in ("density", "reciprocity"):
        available = np.mean([draw.available[measure] for draw in found])
        naive = np.mean([draw.naive[measure] for draw in found])
        assert available == pytest.approx(truth[measure], rel=0.06), measure
        assert naive == pytest.approx((1 - share) * truth[measure], rel=0.08), measure


TABLE = {
    0.1: (0.410, 0.453, 0.425, 0.470, 0.427, 0.473, 0.249),
    0.2: (0.366, 0.453, 0.381, 0.471, 0.380, 0.473, 0.252),
    0.3: (0.323, 0.452, 0.337, 0.470, 0.329, 0.467, 0.257),
    0.4: (0.281, 0.454, 0.294, 0.472, 0.282, 0.465, 0.262),
}


@pytest.mark.parametrize("share", TABLE)
def test_managers(managers: Organisation, nominations: Callable[[str], Ties], share: float) -> None:
    rng, ties = np.random.default_rng(5), nominations("advice")
    found = [nonresponse(managers, hidden(ties, share, rng)) for _ in range(DRAWS)]
    measures = ("density", "centralisation_in", "reciprocity")
    means = [
        float(np.mean([getattr(draw, side)[measure] for draw in found]))
        for measure in measures
        for side in ("naive", "available")
    ]
    means.append(float(np.mean([draw.available["gini"] for draw in found])))
    assert means == pytest.approx(TABLE[share], abs=0.015)


def test_gates() -> None:
    rates = np.array([1, 0.8, 0.79, 0.6, 0.59, 0])
    expected = [Gate.SHOW, Gate.SHOW, Gate.WARN, Gate.WARN, Gate.EGO_FEEDBACK_ONLY, Gate.EGO_FEEDBACK_ONLY]
    assert [Gate(gate) for gate in gates(rates).tolist()] == expected


def test_who_answered_is_counted_by_level() -> None:
    team = Organisation.build(list("abcd"), ["", "a", "a", "b"], ["u"] * 4)
    found = nonresponse(team, Ties.build([], [], 4, respondents=[0, 3]))
    assert found.answered_by_level == {0: (1, 1), 1: (2, 0), 2: (1, 1)}
    assert found.to_dict()["answered_by_level"]["1"] == {"people": 2, "answered": 0}
