"""Krackhardt's four measures: published values, closed forms, and slow definitions."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colead.engine.network import reach
from colead.engine.network.groups import Groups
from colead.engine.network.hierarchy import krackhardt_by_group
from colead.engine.network.ties import Neighbours, Ties
from engine.network.of_everybody import krackhardt, plain
from engine.network.random_networks import digraph, members, networks, random_ties, renamed

PUBLISHED = {
    "advice": (1, 0, 0.575, 0.34211, 1),
    "friendship": (1, 0.18182, 0.795, 0.68947, 0.99474),
    "reports": (1, 1, 1, 1, 1),
}
CLOSED_FORMS = {
    "star": (1, 1, 1, 1, 1),
    "cycle": (1, 0, 35 / 36, 14 / 15, 1),
    "complete": (1, 0, 0, 0, 1),
}


def four(ties: Ties) -> tuple[float | None, ...]:
    found = krackhardt(ties, seed=1)
    return tuple(value for name, value in vars(found).items() if name != "intervals")


@pytest.mark.parametrize("name", PUBLISHED)
def test_managers(nominations: Callable[[str], Ties], name: str) -> None:
    assert four(nominations(name)) == pytest.approx(PUBLISHED[name], abs=5e-6)


def test_closed_forms(seven: Ties) -> None:
    assert four(seven) == pytest.approx(CLOSED_FORMS[seven.name])


def test_what_does_not_apply_is_none() -> None:
    found = krackhardt(Ties.build([], [], 3), seed=1)
    assert (found.connectedness, found.hierarchy, found.least_upper_bound) == (0, None, None)


def slow_bounds(graph: nx.DiGraph[int]) -> int:
    """Pairs of a component without somebody whom both reach and who reaches all others whom both reach."""
    above = {person: nx.descendants(graph, person) | {person} for person in graph}
    missing = 0
    for part in nx.weakly_connected_components(graph):
        for a, b in combinations(sorted(part), 2):
            shared = above[a] & above[b]
            missing += not any(shared <= above[bound] for bound in shared)
    return missing


@given(networks())
def test_as_defined(ties: Ties) -> None:
    graph, found = digraph(ties), krackhardt(ties, seed=1)
    sizes = [len(part) for part in nx.weakly_connected_components(graph)]
    most = sum((n - 1) * (n - 2) / 2 for n in sizes)
    if most:
        assert found.least_upper_bound == pytest.approx(1 - slow_bounds(graph) / most)
    below = {person: nx.descendants(graph, person) for person in graph}
    pairs = list(combinations(graph, 2))
    joined = [(a, b) for a, b in pairs if b in below[a] or a in below[b]]
    if joined:
        both = sum(b in below[a] and a in below[b] for a, b in joined)
        assert found.hierarchy == pytest.approx(1 - both / len(joined))


@given(networks())
def test_between_nothing_and_all(ties: Ties) -> None:
    values = [value for value in four(ties) if value is not None]
    assert all(-1e-9 <= value <= 1 + 1e-9 for value in values)


@given(networks(), st.randoms(use_true_random=False))
def test_names_do_not_matter(ties: Ties, random: object) -> None:
    order = np.array(sorted(range(ties.n_people), key=lambda _: random.random()))  # type: ignore[attr-defined]
    assert four(renamed(ties, order)) == pytest.approx(four(ties), nan_ok=True)


@pytest.mark.parametrize("size", [40, 130])
def test_groups_at_once_as_one_by_one(compiled: Callable[[], None], size: int) -> None:
    ties = random_ties(4 * size, 1.3)
    group_of = (np.arange(4 * size) % 4 - 1).astype(np.int32)
    slow, _ = krackhardt_by_group(Groups(ties, group_of, 3), seed=1)
    alone = [four(ties.subgraph(members(group_of, group))) for group in range(3)]
    compiled()
    fast, _ = krackhardt_by_group(Groups(ties, group_of, 3), seed=1)
    for found in (slow, fast):
        together = [list(plain(found, group).values()) for group in range(3)]
        assert np.allclose(together, alone)


@given(networks())
def test_reach_of_large_networks_as_of_small_ones(ties: Ties) -> None:
    adjacent = np.zeros((ties.n_people, ties.n_people), dtype=np.bool_)
    adjacent[ties.source, ties.target] = True
    large = reach.count_large(Neighbours(ties.out_indptr, ties.out_indices), seed=1)
    mutual, reaching, _missing = reach.count_small(adjacent)
    assert (large.mutual, large.reaching.value) == (mutual, reaching)


def test_sampled_bounds_hold_the_truth(monkeypatch: pytest.MonkeyPatch) -> None:
    ties = random_ties(150, 1.1)
    exact = krackhardt(ties, seed=1)
    assert all(low == high for low, high in exact.intervals.values())
    monkeypatch.setattr("colead.engine.network.hierarchy.EXACT_PEOPLE", 100)
    monkeypatch.setattr(reach, "EXACT_STEPS", 0)
    monkeypatch.setattr(reach, "SAMPLED_COMPONENTS", 40)
    within = 0
    for seed in range(20):
        sampled = krackhardt(ties, seed=seed)
        for measure, (low, high) in sampled.intervals.items():
            assert low < high
            within += low <= getattr(exact, measure) <= high
    assert within >= 0.85 * 40  # two measures, twenty samples, 95 % expected


def test_the_same_seed_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("colead.engine.network.hierarchy.EXACT_PEOPLE", 10)
    ties = random_ties(60, 1.2)
    assert krackhardt(ties, seed=3) == krackhardt(ties, seed=3)
    assert krackhardt(ties, seed=3) != krackhardt(ties, seed=4)
