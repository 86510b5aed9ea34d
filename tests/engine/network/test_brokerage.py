"""Betweenness and brokerage roles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colead.engine.network import betweenness as module
from colead.engine.network.betweenness import BetweennessByGroup, betweenness, betweenness_by_group
from colead.engine.network.brokerage import Roles, count_roles, roles_by_group
from colead.engine.network.groups import Groups
from colead.engine.network.ties import Ties
from colead.engine.organisation import Organisation
from engine.network.random_networks import digraph, members, networks, random_ties, renamed

LARGEST = {"advice": (88.917, 18, 0.21030), "friendship": (134.433, 17, 0.31633), "reports": (7, 14, 0.01724)}


def of_everybody(ties: Ties, seed: int = 1, samples: int = 256) -> BetweennessByGroup:
    return betweenness_by_group(Groups.whole(ties), seed=seed, samples=samples)


def roles_of(ties: Ties, role_of: np.ndarray) -> list[int]:
    return [int(counts[0]) for counts in roles_by_group(Groups.whole(ties), role_of)]


@pytest.fixture
def on_kernels(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Call it to send even small networks through the compiled walk."""
    return lambda: monkeypatch.setattr(module, "PLAIN_STEPS", -1)


@pytest.mark.parametrize("name", LARGEST)
def test_betweenness_of_managers(nominations: Callable[[str], Ties], name: str) -> None:
    found = of_everybody(nominations(name))
    largest, who, centralisation = LARGEST[name]
    assert found.max[0] == pytest.approx(largest, abs=5e-4)
    assert found.max_index[0] == who - 1
    assert (np.diff(found.intervals["max"]) == 0).all()
    assert found.centralisation[0] == pytest.approx(centralisation, abs=5e-6)


def test_roles_of_managers(nominations: Callable[[str], Ties], managers: Organisation) -> None:
    assert roles_of(nominations("advice"), managers.unit) == [28, 69, 95, 62, 246]


def test_closed_forms(seven: Ties) -> None:
    largest = {"star": 0, "complete": 0, "cycle": 15}[seven.name]
    found = of_everybody(seven)
    assert (found.max[0], found.centralisation[0]) == (largest, 0)


def test_two_people_have_nobody_between() -> None:
    found = of_everybody(Ties.build([0], [1], 2))
    assert np.isnan([found.max[0], found.centralisation[0]]).all()
    assert found.max_index[0] == -1


def of_networkx(ties: Ties) -> np.ndarray:
    found = nx.betweenness_centrality(digraph(ties), normalized=False)
    return np.array([found[person] for person in range(ties.n_people)])


@given(networks())
def test_betweenness_as_networkx_has_it(ties: Ties) -> None:
    assert np.allclose(betweenness(ties, seed=1), of_networkx(ties))


@pytest.mark.parametrize(("people", "per_person"), [(90, 1.2), (90, 9), (400, 3)])
def test_compiled_walks(on_kernels: Callable[[], None], people: int, per_person: float) -> None:
    ties = random_ties(people, per_person)
    on_kernels()
    assert np.allclose(betweenness(ties, seed=1), of_networkx(ties), rtol=1e-5, atol=1e-4)


def test_more_paths_than_short_numbers_hold(on_kernels: Callable[[], None]) -> None:
    """A chain of 150 diamonds has 2^150 shortest paths from end to end."""
    arcs = [(3 * d + a, 3 * d + b) for d in range(150) for a, b in ((0, 1), (0, 2), (1, 3), (2, 3))]
    ties = Ties.build([a for a, _ in arcs], [b for _, b in arcs], 451)
    on_kernels()
    found = betweenness(ties, seed=1)
    assert found[1] == pytest.approx(found[2])
    assert np.allclose(found, of_networkx(ties))


def test_groups_at_once_as_one_by_one(on_kernels: Callable[[], None]) -> None:
    ties = random_ties(160, 4)
    group_of = (np.arange(160) % 4 - 1).astype(np.int32)
    role_of = (np.arange(160) % 7).astype(np.int32)
    groups = Groups(ties, group_of, 3)
    roles = roles_by_group(groups, role_of)
    plain = betweenness_by_group(groups, seed=1)
    on_kernels()
    fast = betweenness_by_group(groups, seed=1)
    for group in range(3):
        people = members(group_of, group)
        alone = of_everybody(ties.subgraph(people))
        assert [counts[group] for counts in roles] == roles_of(ties.subgraph(people), role_of[people])
        for found in (plain, fast):
            assert found.max[group] == pytest.approx(alone.max[0], rel=1e-5)
            assert found.max_index[group] == people[alone.max_index[0]]
            assert found.centralisation[group] == pytest.approx(alone.centralisation[0], rel=1e-5)


def test_a_sample_holds_the_truth(monkeypatch: pytest.MonkeyPatch) -> None:
    ties = random_ties(120, 3)
    exact = betweenness(ties, seed=1)
    who = int(exact.argmax())
    monkeypatch.setattr(module, "EXACT_PEOPLE", 50)
    monkeypatch.setattr(module, "GROUP_PEOPLE", 50)
    samples = [betweenness(ties, seed=seed, samples=60) for seed in range(30)]
    assert np.mean([sample[who] for sample in samples]) == pytest.approx(exact[who], rel=0.05)
    ends = [of_everybody(ties, seed, samples=60).intervals["max"][0] for seed in range(30)]
    assert all(low < high for low, high in ends)
    assert sum(low <= exact[who] <= high for low, high in ends) >= 24
    assert (betweenness(ties, seed=3, samples=60) == samples[3]).all()


@given(networks(), st.randoms(use_true_random=False))
def test_names_do_not_matter(ties: Ties, random: object) -> None:
    order = np.array(sorted(range(ties.n_people), key=lambda _: random.random()))  # type: ignore[attr-defined]
    moved = renamed(ties, order)
    assert np.allclose(betweenness(moved, seed=1)[order], betweenness(ties, seed=1))


def slow_roles(ties: Ties, role: np.ndarray) -> list[int]:
    arcs, seen = set(zip(ties.source.tolist(), ties.target.tolist(), strict=True)), Counter[str]()
    for i, j in arcs:
        for k in range(ties.n_people):
            if (j, k) not in arcs or k == i or (i, k) in arcs or min(role[[i, j, k]]) < 0:
                continue
            same = (role[i] == role[j], role[j] == role[k], role[i] == role[k])
            names = {
                (True, True, True): "coordinator",
                (False, False, True): "consultant",
                (True, False, False): "representative",
                (False, True, False): "gatekeeper",
                (False, False, False): "liaison",
            }
            seen[names[same]] += 1
    return [seen[name] for name in Roles._fields]


@given(networks(), st.integers(1, 4))
def test_roles_as_defined(ties: Ties, n_roles: int) -> None:
    role_of = (np.arange(ties.n_people) % (n_roles + 1) - 1).astype(np.int32)
    assert roles_of(ties, role_of) == slow_roles(ties, role_of)


def test_compiled_roles_as_plain_ones() -> None:
    ties = random_ties(80, 4)
    role_of = (np.arange(80) % 5).astype(np.int32)
    whole = np.zeros(80, dtype=np.int32)
    rows = ties.out_indptr, ties.out_indices, role_of, role_of[ties.out_indices], whole, 1, 0, 80
    assert (count_roles(*rows) == count_roles.compiled(*rows)).all()


def test_no_groups_at_all() -> None:
    nobody = np.full(3, -1, dtype=np.int32)
    groups = Groups(Ties.build([0, 1], [1, 2], 3), nobody, 0)
    assert all(counts.size == 0 for counts in roles_by_group(groups, nobody))
    assert betweenness_by_group(groups, seed=1).max.size == 0
