"""Spread: closed forms, published values, and what must hold of any network."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colead.engine.network.groups import Groups
from colead.engine.network.spread import spread_by_group, strength_received
from colead.engine.network.ties import Ties
from colead.engine.organisation import Organisation
from engine.network.of_everybody import plain, spread

networks = st.integers(0, 2**32 - 1).map(lambda seed: random_network(np.random.default_rng(seed)))


def random_network(rng: np.random.Generator) -> Ties:
    people = int(rng.integers(2, 25))
    source, target = rng.integers(0, people, (2, int(rng.integers(0, 5 * people))))
    return Ties.build(source, target, people, respondents=rng.random(people) < 0.8)


CLOSED_FORMS = {
    "star": {"centralisation_in": 1, "gini": 6 / 7, "hhi": 1, "effective_leaders": 1, "bus_factor": 1},
    "cycle": {"centralisation_in": 0, "gini": 0, "hhi": 1 / 7, "effective_leaders": 7, "bus_factor": 4},
    "complete": {"centralisation_in": 0, "gini": 0, "hhi_normalised": 0, "effective_leaders": 7},
}


def test_closed_forms(seven: Ties) -> None:
    found = vars(spread(seven))
    for measure, value in CLOSED_FORMS[seven.name].items():
        assert found[measure] == pytest.approx(value, abs=1e-12), measure


PUBLISHED = {
    "advice": (0.47, 0.575, 0.24612, 0.05679, 17.610, 7),
    "friendship": (0.27, 0.69, 0.24370, 0.05709, 17.515, 8),
    "reports": (0.3175, 0.0025, 0.81429, 0.235, 4.2553, 2),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_managers(nominations: Callable[[str], Ties], name: str) -> None:
    found = spread(nominations(name))
    figures = (found.centralisation_in, found.centralisation_out, found.gini, found.hhi)
    assert figures == pytest.approx(PUBLISHED[name][:4], abs=5e-6)
    assert found.effective_leaders == pytest.approx(PUBLISHED[name][4], abs=5e-4)
    assert found.bus_factor == PUBLISHED[name][5]


def test_valued_ties(toy: Ties) -> None:
    groups = Groups.whole(toy)
    found = spread_by_group(groups, strength_received(groups))
    assert (found.centralisation_in[0], found.gini[0], found.hhi[0]) == pytest.approx(
        (0.37778, 0.23571, 0.29796), abs=5e-6
    )


def test_two_who_share_all_leadership_of_seven() -> None:
    found = spread(Ties.build([2, 3, 4, 5], [0, 0, 1, 1], 7))
    assert found.hhi == pytest.approx(1 / 2)
    assert found.hhi_normalised == pytest.approx((1 / 2 - 1 / 7) / (1 - 1 / 7))


def test_two_people_can_be_centralised_and_one_cannot() -> None:
    assert spread(Ties.build([1], [0], 2)).centralisation_in == 1
    assert spread(Ties.build([], [], 1)).centralisation_in is None


def test_an_empty_network_is_not_centralised_and_rests_on_nobody() -> None:
    found = spread(Ties.build([], [], 6))
    assert found.centralisation_in == 0
    assert (found.gini, found.hhi, found.effective_leaders, found.bus_factor) == (None,) * 4


@given(ties=networks, seed=st.integers(0, 99))
def test_names_do_not_matter_and_ranges_hold(ties: Ties, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(ties.n_people)
    renamed = Ties.build(
        order[ties.source], order[ties.target], ties.n_people, respondents=ties.respondents[np.argsort(order)]
    )
    found, again = vars(spread(ties)), vars(spread(renamed))
    for measure, value in found.items():
        assert again[measure] == pytest.approx(value, abs=1e-9), measure
        top = ties.n_people if measure in ("effective_leaders", "bus_factor") else 1
        assert value is None or -1e-12 <= value <= top + 1e-9, measure


@given(ties=networks)
def test_effective_leaders_lie_between_one_and_everybody_named(ties: Ties) -> None:
    found = spread(ties)
    if found.effective_leaders is not None and found.bus_factor is not None:
        named = np.count_nonzero(ties.in_degree)
        assert 1 - 1e-9 <= found.effective_leaders <= named + 1e-9
        assert 1 <= found.bus_factor <= named


def test_a_group_is_the_network_among_its_members(works: Organisation, advice: Ties) -> None:
    for units, group_of in works.unit_groups():
        found = spread_by_group(Groups(advice, group_of, units.size))
        for place in range(units.size):
            alone = vars(spread(advice.subgraph(group_of == place)))
            for measure, value in plain(found, place).items():
                assert value == pytest.approx(alone[measure], abs=1e-12), measure


def test_the_compiled_route_agrees(works: Organisation, advice: Ties, compiled: Callable[[], None]) -> None:
    groups = [(group_of, units.size) for units, group_of in works.unit_groups()]
    plain = [spread_by_group(Groups(advice, *group)) for group in groups]
    compiled()
    again = Ties.build(advice.source, advice.target, 60, respondents=advice.respondents)
    for group, expected in zip(groups, plain, strict=True):
        for mine, theirs in zip(spread_by_group(Groups(again, *group)), expected, strict=True):
            np.testing.assert_allclose(mine, theirs)
