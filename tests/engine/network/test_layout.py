"""Pictures whose circles do not overlap, and communities that are found again."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colead.engine.network import layout
from colead.engine.network.communities import WeightedRows, communities
from colead.engine.network.layout import two_level_layout
from colead.engine.network.ties import Ties
from engine.network.random_networks import networks, random_ties


def planted(parts: int, size: int, inside: int, outside: int, seed: int = 1) -> tuple[Ties, np.ndarray]:
    """People of `parts` groups who name `inside` colleagues and `outside` others."""
    random = np.random.default_rng(seed)
    people = parts * size
    part = np.arange(people) // size
    near = part[:, None] * size + random.integers(0, size, (people, inside))
    far = random.integers(0, people, (people, outside))
    source = np.repeat(np.arange(people), inside + outside)
    return Ties.build(source, np.hstack([near, far]).ravel(), people), part.astype(np.int32)


def rows(ties: Ties) -> WeightedRows:
    return WeightedRows.from_edges(ties.source, ties.target, np.ones(ties.n_ties), ties.n_people)


def test_planted_communities_are_found() -> None:
    ties, part = planted(8, 25, inside=8, outside=2)
    found = communities(rows(ties), seed=1)
    assert found.max() + 1 == 8
    assert len(set(zip(found.tolist(), part.tolist(), strict=True))) == 8


def test_communities_are_numbered_from_the_largest() -> None:
    size = np.bincount(communities(rows(random_ties(80, 1)), seed=2))
    assert (np.diff(size) <= 0).all()


def test_people_without_ties_are_alone() -> None:
    assert communities(rows(Ties.build([], [], 3)), seed=1).tolist() == [0, 1, 2]
    assert communities(rows(Ties.build([], [], 0)), seed=1).size == 0


@given(networks(most=40), st.integers(1, 8))
def test_circles_do_not_overlap_and_hold_their_people(ties: Ties, n_groups: int) -> None:
    group_of = (np.arange(ties.n_people) % n_groups).astype(np.int32)
    picture = two_level_layout(ties, group_of, seed=1)
    assert np.isfinite(picture.positions).all()
    for a, b in combinations(range(len(picture.radii)), 2):
        apart = np.linalg.norm(picture.centres[a] - picture.centres[b])
        assert apart >= (picture.radii[a] + picture.radii[b]) * 0.999
    away = np.linalg.norm(picture.positions - picture.centres[group_of], axis=1)
    assert (away <= picture.radii[group_of] * 1.001).all()


def test_many_circles_do_not_overlap_either() -> None:
    group_of = np.concatenate([np.zeros(200), np.arange(1, layout.ALL_PAIRS + 21)]).astype(np.int32)
    picture = two_level_layout(random_ties(len(group_of), 3), group_of, seed=1)
    assert len(picture.radii) > layout.ALL_PAIRS
    apart = np.linalg.norm(picture.centres[:, None] - picture.centres[None], axis=2)
    needed = (picture.radii[:, None] + picture.radii[None]) * 0.999
    assert (apart >= needed)[np.triu_indices(len(apart), 1)].all()


def test_people_without_a_group_are_drawn_too() -> None:
    group_of = np.array([0, 0, -1, -1], dtype=np.int32)
    picture = two_level_layout(Ties.build([0, 1, 2], [1, 2, 3], 4), group_of, seed=1)
    assert (picture.positions.shape, picture.centres.shape) == ((4, 2), (1, 2))
    assert len(np.unique(picture.positions, axis=0)) == 4


def test_groups_with_many_ties_lie_close() -> None:
    ties, part = planted(12, 20, inside=6, outside=0)
    ring = Ties.build(  # group g is tied to g + 1
        np.r_[ties.source, np.arange(240)], np.r_[ties.target, (np.arange(240) + 20) % 240], 240
    )
    centres = two_level_layout(ring, part, seed=1).centres
    apart = np.linalg.norm(centres[:, None] - centres[None], axis=2)
    beside = [apart[g, (g + 1) % 12] for g in range(12)]
    opposite = [apart[g, (g + 6) % 12] for g in range(12)]
    assert np.mean(beside) < 0.6 * np.mean(opposite)


def test_far_pieces_do_not_shrink_the_picture() -> None:
    ties, part = planted(6, 40, inside=8, outside=2)
    with_singles = Ties.build(ties.source, ties.target, 246)
    alone = np.arange(6, 12, dtype=np.int32)
    plain = np.ptp(two_level_layout(ties, part, seed=1).positions, axis=0).max()
    more = np.ptp(two_level_layout(with_singles, np.r_[part, alone], seed=1).positions, axis=0).max()
    assert more < 1.6 * plain


@pytest.mark.parametrize("together", [1200, 10])
def test_the_same_seed_gives_the_same_picture(monkeypatch: pytest.MonkeyPatch, together: int) -> None:
    monkeypatch.setattr(layout, "MOST_TOGETHER", together)
    ties, part = planted(30, 6, inside=3, outside=2)
    first, second = (two_level_layout(ties, part, seed=5) for _ in range(2))
    assert (first.positions == second.positions).all()
    assert not (first.positions == two_level_layout(ties, part, seed=6).positions).all()
