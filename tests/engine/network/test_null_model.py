"""Chance alone: formulas against draws, draws against networks drawn tie by tie."""

from __future__ import annotations

import numpy as np
import pytest

from colead.engine.network import null_model as null_module
from colead.engine.network.groups import Groups
from colead.engine.network.null_model import null_model
from colead.engine.network.spread import spread_by_group
from colead.engine.network.ties import Ties
from colead.engine.organisation import Organisation
from engine.network.of_everybody import spread


def against_chance(groups: Groups, seed: int = 1) -> null_module.NullModel:
    return null_model(groups, spread_by_group(groups), seed)


def test_draws_are_those_of_uniform_networks() -> None:
    people, n_ties, rng = 12, 40, np.random.default_rng(2)
    pairs = [(a, b) for a in range(people) for b in range(people) if a != b]
    drawn = [
        spread(Ties.build(*np.array(pairs)[rng.choice(len(pairs), n_ties, replace=False)].T, people))
        for _ in range(400)
    ]
    found = against_chance(Groups.whole(Ties.build(*np.array(pairs[:n_ties]).T, people)))
    for measure in ("centralisation_in", "gini", "hhi"):
        values = [getattr(one, measure) for one in drawn]
        expected = getattr(found, measure)
        assert expected.expected[0] == pytest.approx(np.mean(values), rel=0.05), measure
        assert expected.sd[0] == pytest.approx(np.std(values), rel=0.15), measure


@pytest.mark.parametrize(("people", "n_ties"), [(20, 30), (30, 200), (60, 500)])
def test_formulas_agree_with_draws(people: int, n_ties: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    groups = Groups.whole(Ties.build(*rng.integers(0, people, (2, n_ties)), people))
    drawn = against_chance(groups)
    monkeypatch.setattr(null_module, "BUDGET", 0)
    exact = against_chance(groups)
    assert (drawn.method, exact.method) == ("1000 draws", "formulas")
    for measure, rel in (("centralisation_in", 0.1), ("hhi", 0.08)):
        mine, theirs = getattr(exact, measure), getattr(drawn, measure)
        assert mine.expected[0] == pytest.approx(theirs.expected[0], rel=0.04), measure
        assert mine.sd[0] == pytest.approx(theirs.sd[0], rel=rel), measure


def test_a_star_is_far_above_chance_and_a_cycle_is_not(seven: Ties) -> None:
    z = against_chance(Groups.whole(seven)).centralisation_in.z[0]
    expected = {"star": z > 4, "cycle": z < 0, "complete": np.isnan(z)}
    assert expected[seven.name]


def test_units_are_compared_with_networks_of_their_own_size(works: Organisation, advice: Ties) -> None:
    units, group_of = list(works.unit_groups())[1]
    found = against_chance(Groups(advice, group_of, units.size))
    for place in range(units.size):
        alone = against_chance(Groups.whole(advice.subgraph(group_of == place)))
        assert found.gini.expected[place] == pytest.approx(alone.gini.expected[0], rel=0.03)
