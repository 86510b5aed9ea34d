"""Cores, and people who hold the network together alone."""

from __future__ import annotations

from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colead.engine.network import core_kernels
from colead.engine.network.groups import Groups
from colead.engine.network.resilience import resilience_by_group
from colead.engine.network.ties import Ties
from engine.network.of_everybody import plain, resilience
from engine.network.random_networks import digraph, members, networks, random_ties, renamed

CORES = {"advice": (10, 3), "friendship": (5, 2), "reports": (1, 0)}
CLOSED_FORMS = {"star": (1, 0, 1), "cycle": (2, 0, 0), "complete": (6, 6, 0)}


@pytest.mark.parametrize("name", CORES)
def test_managers(nominations: Callable[[str], Ties], name: str) -> None:
    found = resilience(nominations(name))
    assert (found.k_core_weak, found.k_core_mutual) == CORES[name]


def test_closed_forms(seven: Ties) -> None:
    assert tuple(vars(resilience(seven)).values()) == CLOSED_FORMS[seven.name]


def test_nobody() -> None:
    assert resilience(Ties.build([], [], 0)).k_core_weak == 0


@given(networks())
def test_as_networkx_has_it(ties: Ties) -> None:
    graph = digraph(ties)
    found = resilience(ties)
    mutual = graph.to_undirected(reciprocal=True)
    assert found.k_core_weak == max(nx.core_number(graph.to_undirected()).values())
    assert found.k_core_mutual == max(nx.core_number(mutual).values())
    assert found.articulation_points == len(set(nx.articulation_points(graph.to_undirected())))


@given(networks(), st.randoms(use_true_random=False))
def test_names_do_not_matter(ties: Ties, random: object) -> None:
    order = np.array(sorted(range(ties.n_people), key=lambda _: random.random()))  # type: ignore[attr-defined]
    assert resilience(renamed(ties, order)) == resilience(ties)


@given(networks(), st.integers(1, 4))
def test_groups_at_once_as_one_by_one(ties: Ties, n_groups: int) -> None:
    group_of = (np.arange(ties.n_people) % (n_groups + 1) - 1).astype(np.int32)
    found = resilience_by_group(Groups(ties, group_of, n_groups))
    for group in range(n_groups):
        alone = resilience(ties.subgraph(members(group_of, group)))
        assert plain(found, group) == vars(alone)


def test_compiled_kernels_as_plain_ones() -> None:
    ties = random_ties(200, 2)
    for kernel in (core_kernels.core_numbers, core_kernels.articulation_points):
        assert (kernel(*ties.undirected) == kernel.compiled(*ties.undirected)).all()


def test_whom_two_triangles_share_holds_them_together() -> None:
    """Numbered so that the search for it begins elsewhere: nobody reaches further back than to them."""
    bow_tie = Ties.build([0, 1, 2, 2, 3, 4], [1, 2, 0, 3, 4, 2], 5)
    assert resilience(bow_tie).articulation_points == 1
