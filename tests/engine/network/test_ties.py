"""Ties: cleaning, order, and the neighbours that every measure relies on; kernels agree with numpy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colead.engine.errors import TieError
from colead.engine.network import ties as ties_module
from colead.engine.network.ties import Ties

arcs = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=40)


def pairs(ties: Ties) -> list[tuple[int, int]]:
    return list(zip(ties.source.tolist(), ties.target.tolist(), strict=True))


@pytest.fixture(params=["numpy", "compiled"])
def route(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "compiled":
        monkeypatch.setattr(ties_module, "KERNEL_TIES", 0)
    return str(request.param)


def test_build_drops_self_ties_and_merges_duplicates() -> None:
    ties = Ties.build([2, 0, 0, 1], [1, 1, 1, 1], 3)
    assert pairs(ties) == [(0, 1), (2, 1)]
    assert (ties.self_ties, ties.duplicates) == (1, 1)


def test_duplicates_keep_the_largest_weight_and_zero_is_no_tie() -> None:
    ties = Ties.build([0, 0, 1], [1, 1, 0], 2, weight=[2, 5, 0])
    assert pairs(ties) == [(0, 1)]
    assert ties.weight is not None
    assert ties.weight.tolist() == [5]


def test_ties_of_people_who_did_not_answer_are_dropped_and_counted() -> None:
    ties = Ties.build([0, 1], [1, 0], 2, respondents=[0])
    assert pairs(ties) == [(0, 1)]
    assert (ties.unanswered, ties.n_respondents) == (1, 1)


def test_wrong_ties_are_refused_with_the_value() -> None:
    with pytest.raises(TieError, match="Index 7 is outside the organisation of 3 people"):
        Ties.build([7], [0], 3)
    with pytest.raises(TieError, match="weight of tie number 1"):
        Ties.build([0], [1], 3, weight=[np.nan])
    with pytest.raises(TieError, match="different lengths: 1, 2"):
        Ties.build([0], [1, 2], 3)
    with pytest.raises(TieError, match="2 entries, but there are 3 people"):
        Ties.build([0], [1], 3, respondents=[True, False])


@given(arcs=arcs, chosen=st.sets(st.integers(0, 6)))
def test_subgraph_is_what_is_left_among_the_chosen(arcs: list[tuple[int, int]], chosen: set[int]) -> None:
    ties = Ties.build([a for a, _ in arcs], [b for _, b in arcs], 7)
    number = {person: place for place, person in enumerate(sorted(chosen))}
    expected = sorted((number[a], number[b]) for a, b in set(arcs) if a != b and a in number and b in number)
    assert pairs(ties.subgraph(np.array(sorted(chosen), dtype=int))) == expected


def test_both_routes_agree_with_sets(route: str) -> None:
    rng = np.random.default_rng(5)
    for people in (2, 5, 40):
        source, target = rng.integers(0, people, (2, 4 * people))
        ties = Ties.build(source, target, people)
        listed = set(zip(source.tolist(), target.tolist(), strict=True)) - {(i, i) for i in range(people)}
        assert pairs(ties) == sorted(listed)
        assert ties.is_mutual.tolist() == [(b, a) in listed for a, b in pairs(ties)]
        assert ties.has(np.array([0, 1]), np.array([1, 0])).tolist() == [(0, 1) in listed, (1, 0) in listed]
        for person in range(people):
            assert row(ties.in_indptr, ties.in_indices, person) == sorted(a for a, b in listed if b == person)
            near = {b for a, b in listed if a == person} | {a for a, b in listed if b == person}
            assert row(*ties.undirected, person) == sorted(near)
            both = {b for a, b in listed if a == person and (b, person) in listed}
            assert row(*ties.mutual, person) == sorted(both)


def row(indptr: np.ndarray, indices: np.ndarray, person: int) -> list[int]:
    return list(indices[indptr[person] : indptr[person + 1]].tolist())


def test_build_leaves_its_input_alone() -> None:
    source, target = np.array([1, 0]), np.array([0, 1])
    Ties.build(source, target, 2)
    assert (source.tolist(), target.tolist()) == ([1, 0], [0, 1])
