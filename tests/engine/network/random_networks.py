"""Random networks for property tests, and the same networks for networkx."""

from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import strategies as st

from colead.engine.network.ties import Ties


@st.composite
def networks(draw: st.DrawFn, most: int = 12) -> Ties:
    """Up to `most` people and any ties among them."""
    people = draw(st.integers(1, most))
    person = st.integers(0, people - 1)
    arcs = draw(st.lists(st.tuples(person, person), max_size=3 * people))
    return Ties.build([a for a, _ in arcs], [b for _, b in arcs], people)


def random_ties(people: int, per_person: float, seed: int = 1) -> Ties:
    random = np.random.default_rng(seed)
    arcs = random.integers(0, people, (2, int(people * per_person)))
    return Ties.build(*arcs, people)


def digraph(ties: Ties) -> nx.DiGraph[int]:
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(ties.n_people))
    graph.add_edges_from(zip(ties.source.tolist(), ties.target.tolist(), strict=True))
    return graph


def renamed(ties: Ties, order: np.ndarray) -> Ties:
    """Person i becomes order[i]."""
    return Ties.build(order[ties.source], order[ties.target], ties.n_people)


def members(group_of: np.ndarray, group: int) -> np.ndarray:
    return np.flatnonzero(group_of == group)
