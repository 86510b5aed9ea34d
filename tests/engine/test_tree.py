"""Walks and distances in a tree, against climbing one step at a time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from colead.engine.tree import Tree, leading_zeros


@st.composite
def forests(draw: st.DrawFn) -> NDArray[np.int32]:
    size = draw(st.integers(1, 30))
    lines = [draw(st.integers(-1, person - 1)) for person in range(size)]
    order = draw(st.permutations(range(size)))
    manager = np.full(size, -1, dtype=np.int32)
    for person, lead in enumerate(lines):
        manager[order[person]] = -1 if lead < 0 else order[lead]
    return manager


def line_up(manager: NDArray[np.int32], person: int) -> list[int]:
    line = [person]
    while line[-1] >= 0:
        line.append(int(manager[line[-1]]))
    return line


def steps(manager: NDArray[np.int32], a: int, b: int) -> int:
    up, down = line_up(manager, a), line_up(manager, b)
    return min(up.index(person) + down.index(person) for person in set(up) & set(down))


@given(manager=forests(), climbing=st.booleans())
def test_distance_is_the_steps_up_and_down(manager: NDArray[np.int32], climbing: bool) -> None:
    tree = Tree(manager)
    if climbing:
        tree.codes = None
    a, b = (grid.ravel() for grid in np.indices((manager.size, manager.size)))
    expected = [steps(manager, i, j) for i, j in zip(a.tolist(), b.tolist(), strict=True)]
    assert tree.distance(a, b).tolist() == expected


@given(manager=forests())
def test_mean_distance_is_the_mean_over_all_pairs(manager: NDArray[np.int32]) -> None:
    n = manager.size
    distances = [steps(manager, i, j) for i in range(n) for j in range(i)]
    mean = Tree(manager).mean_distance()
    assert np.isnan(mean) if n < 2 else mean == pytest.approx(np.mean(distances))


@given(manager=forests(), marks=st.integers(0, 2**30))
def test_the_nearest_marked_one_above(manager: NDArray[np.int32], marks: int) -> None:
    marked = np.array([bool(marks >> one & 1) for one in range(manager.size)])
    expected = [
        next((up for up in line_up(manager, one)[1:-1] if marked[up]), -1) for one in range(manager.size)
    ]
    assert Tree(manager).nearest_above(marked).tolist() == expected


@given(manager=forests())
def test_a_branch_is_one_run_of_the_preorder(manager: NDArray[np.int32]) -> None:
    tree = Tree(manager)
    assert sorted(tree.preorder.tolist()) == list(range(manager.size))
    for person in range(manager.size):
        start = tree.preorder[person]
        run = np.flatnonzero((tree.preorder >= start) & (tree.preorder < start + tree.branch_size[person]))
        assert run.tolist() == [other for other in range(manager.size) if person in line_up(manager, other)]


@given(manager=forests())
def test_a_line_goes_up_and_a_branch_down(manager: NDArray[np.int32]) -> None:
    tree, everybody = Tree(manager), range(manager.size)
    for person in everybody:
        assert [*tree.line_up(person), -1] == line_up(manager, person)
        below = [other for other in everybody if person in line_up(manager, other)]
        assert sorted(tree.branch(person).tolist()) == below
    assert (tree.line_up(-1), tree.branch(-1).tolist()) == ([], [])


def test_from_the_top_everybody_comes_before_those_below_in_the_order_asked_for() -> None:
    #                                  a  b  c  d  e   (d and e stand on top)
    tree = Tree(np.array([3, 0, 3, -1, -1], dtype=np.int32))
    names = ["anna", "bo", "alma", "dan", "carl"]
    assert tree.below(names) == {-1: [4, 3], 3: [2, 0], 0: [1]}
    assert tree.from_the_top(names) == [(4, 0), (3, 0), (2, 1), (0, 1), (1, 2)]


def test_wide_deep_and_long_trees_need_no_more_than_they_should() -> None:
    chain = np.arange(-1, 20_000, dtype=np.int32)
    assert Tree(chain).distance(np.array([20_000]), np.array([3])).tolist() == [19_997]
    wide = np.array([-1] + [0] * 5_000 + list(range(1, 5_001)), dtype=np.int32)
    assert Tree(wide).distance(np.array([5_001, 5_001]), np.array([10_000, 1])).tolist() == [4, 1]
    broom = np.array([-1, *np.repeat(np.arange(0, 400, 2), 2)], dtype=np.int32)
    assert Tree(broom).codes is None
    assert Tree(broom).distance(np.array([399]), np.array([1])).tolist() == [201]


def test_two_words_are_used_where_one_does_not_suffice() -> None:
    rng = np.random.default_rng(3)
    manager = np.array([-1, *np.repeat(np.arange(0, 160, 2), 2)], dtype=np.int32)
    tree = Tree(manager)
    assert tree.codes is not None
    assert len(tree.codes.words) == 2
    a, b = rng.integers(0, manager.size, (2, 300))
    assert tree.distance(a, b).tolist() == [
        steps(manager, i, j) for i, j in zip(a.tolist(), b.tolist(), strict=True)
    ]


def test_leading_zeros_counts_from_the_top_bit() -> None:
    values = [0, 1, 2**31, 2**32, 2**53 + 1, 2**63, 2**64 - 1]
    expected = [64 - value.bit_length() for value in values]
    assert leading_zeros(np.array(values, dtype=np.uint64)).tolist() == expected
