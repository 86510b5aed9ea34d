"""Where to draw people: groups first, as circles that do not overlap, then the people inside each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from colead.engine.network.communities import WeightedRows, communities
from colead.engine.network.kernels import Kernel
from colead.engine.network.ties import Int32, Int64, Ties


@Kernel
def arrange(x, y, starts, source, target, weight, first_edge, rounds):  # type: ignore[no-untyped-def]
    """Move x, y (in place) by Fruchterman & Reingold's (1991) forces, group by group, ideal distance 1.

    starts : (g + 1,) nodes of group g are starts[g] ... starts[g + 1] - 1. Edges (source, target, weight;
    in both directions) of group g are first_edge[g] ... first_edge[g + 1] - 1. A weak pull to the middle
    keeps pieces together that no edge joins.
    """
    for g in range(starts.size - 1):
        low, size = starts[g], starts[g + 1] - starts[g]
        if size < 2:
            continue
        tied = np.zeros((size, size), np.float32)
        for k in range(first_edge[g], first_edge[g + 1]):
            tied[source[k] - low, target[k] - low] = weight[k]
        px, py = x[low : low + size].copy(), y[low : low + size].copy()
        reach = np.float32(np.sqrt(size))
        for turn in range(rounds):
            dx = px.reshape(-1, 1) - px.reshape(1, -1)
            dy = py.reshape(-1, 1) - py.reshape(1, -1)
            square = dx * dx + dy * dy + np.float32(1e-4)
            force = np.float32(1) / square - tied * np.sqrt(square)
            fx = (force * dx).sum(axis=1) - np.float32(0.1) * px
            fy = (force * dy).sum(axis=1) - np.float32(0.1) * py
            step = np.float32(0.3) * reach * np.float32(1 - turn / rounds)
            shorten = step / np.maximum(np.sqrt(fx * fx + fy * fy), step)
            px += fx * shorten
            py += fy * shorten
        x[low : low + size], y[low : low + size] = px, py


Coordinates = NDArray[np.float32]

ROUNDS = 50
MOST_TOGETHER = 1200
"""So many nodes are arranged together; more are divided into communities first."""
FORCES_A_STEP = 200
"""Forces between pairs that numpy works out in the time of one step of a plain loop."""
GAP = 1.08
"""Centres of neighbouring circles are this many times their radii apart."""
PUSHES = 200
ALL_PAIRS = 100
"""Up to so many circles, every pair is looked at for overlap."""
GOLDEN_ANGLE = np.pi * (3 - 5**0.5)


@dataclass(frozen=True, eq=False)
class Layout:
    """positions : (n, 2); centres : (g, 2) and radii : (g,) of the groups' circles, which do not overlap.

    People lie inside the circle of their group; those without a group lie, each alone, where a group of one
    would. The unit is the space of one person.
    """

    positions: Coordinates
    centres: Coordinates
    radii: Coordinates


def two_level_layout(ties: Ties, group_of: Int32, *, seed: int) -> Layout:
    """A picture that brings together groups, and people within them, between whom there are many ties.

    Parameters
    ----------
    ties : any network. group_of : (n,) group of each person in 0 ... g - 1, -1 = none.
    seed : of the first places; the same seed gives the same picture.

    Cost O(sum of squares of group sizes). Source: Fruchterman & Reingold (1991), applied twice. Far-off
    pieces are drawn in to the 1st and 99th percentile, so that they do not make the rest tiny.

    >>> pair_of_pairs = Ties.build([0, 2, 1], [1, 3, 2], 4)
    >>> layout = two_level_layout(pair_of_pairs, np.array([0, 0, 1, 1], dtype=np.int32), seed=1)
    >>> layout.positions.shape, layout.centres.shape, layout.radii.shape
    ((4, 2), (2, 2), (2,))
    """
    n_groups = int(group_of.max(initial=-1)) + 1
    group = _everybody_somewhere(group_of, n_groups)
    size = np.bincount(group, minlength=n_groups)
    radii = np.sqrt(size).astype(np.float32)
    between = _between(ties, group, size.size)
    centres = _without_overlap(_arranged(between, seed), radii)
    inside = _inside(ties, group, seed)
    positions = centres[group] + inside * radii[group][:, None]
    return Layout(positions.astype(np.float32), centres[:n_groups], radii[:n_groups])


def _everybody_somewhere(group_of: Int32, n_groups: int) -> Int32:
    """People without a group become groups of their own, after the others."""
    alone = group_of < 0
    group = group_of.copy()
    group[alone] = n_groups + np.arange(int(alone.sum()), dtype=np.int32)
    return group


def _between(ties: Ties, group: Int32, n_groups: int) -> WeightedRows:
    return WeightedRows.from_edges(group[ties.source], group[ties.target], np.ones(ties.n_ties), n_groups)


def _arranged(rows: WeightedRows, seed: int) -> Coordinates:
    """(n, 2) places of all nodes of one network; large ones by communities."""
    if rows.n <= MOST_TOGETHER:
        weight = (
            np.minimum(rows.weight / max(rows.weight.mean(), 1e-9), 4) if rows.weight.size else rows.weight
        )
        starts = np.array([0, rows.n])
        return _drawn_in(
            _by_forces(starts, rows.source, rows.indices, weight, seed), np.zeros(rows.n, np.int32)
        )
    community = communities(rows, seed=seed)
    size = np.bincount(community)
    if size.size == rows.n:  # nothing joins them: any place is as good
        return _first_places(np.arange(rows.n), np.full(rows.n, rows.n), seed)
    radii = np.sqrt(size).astype(np.float32)
    centres = _without_overlap(_arranged(rows.merged(community, size.size), seed), radii)
    order = np.argsort(community, kind="stable")
    place = np.empty(rows.n, dtype=np.int64)
    place[order] = np.arange(rows.n)
    same = community[rows.source] == community[rows.indices]
    source, target = place[rows.source[same]], place[rows.indices[same]]
    starts = np.concatenate([[0], np.cumsum(size)])
    inside = _in_unit_circle(_by_forces(starts, source, target, np.ones(source.size), seed), community[order])
    places: Coordinates = centres[community] + inside[place] * radii[community][:, None]
    return places


def _inside(ties: Ties, group: Int32, seed: int) -> Coordinates:
    """(n, 2) places of people in the unit circle of their group."""
    order = np.argsort(group, kind="stable")
    place = np.empty(order.size, dtype=np.int64)
    place[order] = np.arange(order.size)
    starts = np.concatenate([[0], np.cumsum(np.bincount(group))])
    same = group[ties.source] == group[ties.target]
    source, target = place[ties.source[same]], place[ties.target[same]]
    both = np.concatenate([source, target]), np.concatenate([target, source])
    found = _by_forces(starts, *both, np.ones(both[0].size), seed)
    return _in_unit_circle(found, group[order])[place]


def _by_forces(
    starts: Int64, source: NDArray[np.integer], target: NDArray[np.integer], weight: NDArray[Any], seed: int
) -> Coordinates:
    """Arrange each run of nodes starts[g] ... starts[g + 1] - 1 by the edges inside it."""
    size = np.diff(starts)
    n = int(starts[-1])
    group = np.repeat(np.arange(size.size), size)
    places = _first_places(np.arange(n) - starts[group], size[group], seed)
    order = np.argsort(group[source], kind="stable")
    first_edge = np.searchsorted(group[source][order], np.arange(size.size + 1))
    x, y = places[:, 0].copy(), places[:, 1].copy()
    kernel = arrange.at(int((size.astype(np.int64) ** 2).sum()) * ROUNDS // FORCES_A_STEP)
    kernel(x, y, starts, source[order], target[order], weight[order].astype(np.float32), first_edge, ROUNDS)
    return np.column_stack([x, y])


def _first_places(rank: NDArray[np.integer], size: NDArray[np.integer], seed: int) -> Coordinates:
    """A sunflower of each group, a little shaken so that no two lie on one line with a third."""
    angle = rank * GOLDEN_ANGLE
    away = np.sqrt(rank + 0.5)
    shaken = np.random.default_rng(seed).uniform(-0.1, 0.1, (rank.size, 2))
    places: Coordinates = (np.column_stack([np.cos(angle), np.sin(angle)]) * away[:, None] + shaken).astype(
        np.float32
    )
    return places * (size > 1)[:, None].astype(np.float32)


def _drawn_in(places: Coordinates, group: NDArray[np.integer]) -> Coordinates:
    """The places, those beyond the 1st or 99th percentile of their axis moved to it; centred by group."""
    if len(places) > 2:
        low, high = np.percentile(places, [1, 99], axis=0)
        places = np.clip(places, low, high).astype(np.float32)
    size = np.maximum(np.bincount(group), 1)
    middle = np.column_stack([np.bincount(group, weights=places[:, axis]) / size for axis in (0, 1)])
    centred: Coordinates = (places - middle[group]).astype(np.float32)
    return centred


def _in_unit_circle(places: Coordinates, group: NDArray[np.integer]) -> Coordinates:
    """Each group (a run of equal numbers) around its middle, nobody further than 0.9 from it."""
    size = np.bincount(group)
    middle = np.column_stack(
        [np.bincount(group, weights=places[:, axis]) / np.maximum(size, 1) for axis in (0, 1)]
    )
    moved = places - middle[group]
    away = np.sqrt((moved**2).sum(axis=1))
    by_distance = np.lexsort((away, group))
    last = np.cumsum(size) - 1
    usual = np.zeros(size.size)
    usual[size > 0] = away[by_distance][(last - size // 20)[size > 0]]
    scaled = away / np.maximum(usual, 1e-6)[group]
    kept = np.minimum(scaled, 1) * 0.9 / np.maximum(away, 1e-6)
    inside: Coordinates = (moved * kept[:, None]).astype(np.float32)
    return inside


def _without_overlap(centres: Coordinates, radii: Coordinates) -> Coordinates:
    """The centres, scaled to the size of the circles and pushed apart until none overlap."""
    if len(radii) < 2:
        return np.zeros_like(centres)
    spread = np.sqrt((centres**2).sum(axis=1)).max() or 1.0
    places = centres.astype(np.float64) * (1.6 * np.sqrt((radii.astype(np.float64) ** 2).sum()) / spread)
    places += _first_places(np.arange(len(radii)), np.full(len(radii), 2), seed=0) * 1e-3
    for _push in range(PUSHES):
        first, second, lack, way = _overlaps(places, radii)
        if not first.size:
            break
        for axis in (0, 1):
            move = way[:, axis] * lack / 2
            places[:, axis] += np.bincount(first, weights=move, minlength=len(radii))
            places[:, axis] -= np.bincount(second, weights=move, minlength=len(radii))
    return _apart(places, radii).astype(np.float32)


def _overlaps(
    places: NDArray[np.float64], radii: Coordinates
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]:
    """Pairs of circles that overlap: the two, by how much, and the direction from the second to the first."""
    first, second = _near_pairs(places, 2 * GAP * float(radii.max()))
    way = places[first] - places[second]
    distance = np.maximum(np.sqrt((way**2).sum(axis=1)), 1e-9)
    lack = GAP * (radii[first] + radii[second]).astype(np.float64) - distance
    found = lack > 1e-3
    return first[found], second[found], lack[found], (way / distance[:, None])[found]


def _near_pairs(places: NDArray[np.float64], reach: float) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    if len(places) <= ALL_PAIRS:
        return np.triu_indices(len(places), 1)
    from scipy.spatial import cKDTree

    pairs = cKDTree(places).query_pairs(reach, output_type="ndarray")
    return pairs[:, 0], pairs[:, 1]


def _apart(places: NDArray[np.float64], radii: Coordinates) -> NDArray[np.float64]:
    """Blown up as far as the worst overlap that is left requires."""
    first, second, lack, _way = _overlaps(places, radii)
    if not first.size:
        return places
    needed = GAP * (radii[first] + radii[second])
    return places * float((needed / np.maximum(needed - lack, 1e-6)).max())
