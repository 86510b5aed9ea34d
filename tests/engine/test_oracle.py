"""The engine against networkx, and against slow versions written from the definitions."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colead.engine.network.ties import Ties
from colead.engine.organisation import Organisation
from engine.network.of_everybody import dyads, formal, mixing, spread


def world(seed: int) -> tuple[Organisation, Ties, nx.DiGraph]:
    """A random organisation with random ties, and the ties as a networkx graph."""
    rng = np.random.default_rng(seed)
    people = int(rng.integers(3, 25))
    manager = np.array([-1, *(int(rng.integers(-1, person)) for person in range(1, people))])
    organisation = Organisation.build(
        [str(person) for person in range(people)], manager, [f"u{u}" for u in rng.integers(0, 3, people)]
    )
    ties = Ties.build(*rng.integers(0, people, (2, int(rng.integers(3, 6 * people)))), people)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(people))
    graph.add_edges_from(zip(ties.source.tolist(), ties.target.tolist(), strict=True))
    return organisation, ties, graph


@given(seed=st.integers(0, 2**32 - 1))
def test_networkx_agrees(seed: int) -> None:
    organisation, ties, graph = world(seed)
    found = dyads(ties)
    assert found.density == pytest.approx(nx.density(graph))
    if ties.n_ties:
        assert found.reciprocity == pytest.approx(nx.overall_reciprocity(graph))
        tree = nx.Graph([(person, int(lead)) for person, lead in enumerate(organisation.manager)])
        steps = [nx.shortest_path_length(tree, a, b) for a, b in graph.edges]
        assert formal(organisation, ties).tree_distance_ties == pytest.approx(np.mean(steps))


@given(seed=st.integers(0, 2**32 - 1))
def test_definitions_agree(seed: int) -> None:
    organisation, ties, graph = world(seed)
    received = [graph.in_degree(person) for person in graph]
    people, total = len(received), sum(received)
    found = spread(ties)
    assert found.centralisation_in == pytest.approx(
        sum(max(received) - d for d in received) / (people - 1) ** 2
    )
    if not total:
        return
    differences = sum(abs(a - b) for a in received for b in received)
    assert found.gini == pytest.approx(differences / (2 * people * total))
    assert found.hhi == pytest.approx(sum((d / total) ** 2 for d in received))
    ranked = sorted(received, reverse=True)
    assert found.bus_factor == next(s for s in range(1, people + 1) if 2 * sum(ranked[:s]) >= total)
    unit, level = organisation.unit, organisation.level
    inside = sum(unit[a] == unit[b] for a, b in graph.edges)
    mixed = mixing(organisation, ties)
    if mixed.unit.ei is not None:
        assert mixed.unit.ei == pytest.approx((total - 2 * inside) / total)
    assert mixed.level.up == pytest.approx(sum(level[b] < level[a] for a, b in graph.edges) / total)
    lines = {(person, int(lead)) for person, lead in enumerate(organisation.manager) if lead >= 0}
    if lines:
        pairs = {frozenset(edge) for edge in graph.edges}
        carried = sum(frozenset(line) in pairs for line in lines)
        overlap = len(lines & set(graph.edges))
        compared = formal(organisation, ties)
        assert compared.coverage == pytest.approx(carried / len(lines))
        assert compared.formal_share == pytest.approx(carried / len(pairs))
        assert compared.jaccard == pytest.approx(overlap / len(lines | set(graph.edges)))
