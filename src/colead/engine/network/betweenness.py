"""Who stands between others: how much of the way from person to person leads through each."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from colead.engine.network.groups import Floats, Groups, ratio
from colead.engine.network.ties import Int64, Neighbours, Ties

EXACT_PEOPLE = 5000
"""Up to so many people every walk is taken; beyond, a sample of them."""
GROUP_PEOPLE = 300
"""Groups up to this size are done all together, larger ones one by one."""
PLAIN_STEPS = 12_000_000
"""Up to so many steps (walks x ties) numpy is faster than loading compiled code."""
DENSE_PEOPLE = 300
"""Up to so many people a full matrix is faster than loading a library for sparse ones."""
STREAMS = 2
"""Parts that are summed apart and then together, on any machine, so that sums are the same everywhere."""
Z95 = 1.959963984540054


class BetweennessByGroup(NamedTuple):
    """(g,) each; NaN or -1 = does not apply: fewer than three people.

    max, max_index : the largest value and who has it (the first, of several).
    centralisation : 0 = all equal, 1 = one person stands between all others.
    intervals : max, centralisation -> (g, 2) 95 %, equal ends if exact.
    """

    max: Floats
    max_index: Int64
    centralisation: Floats
    intervals: dict[str, Floats]


class Walks(NamedTuple):
    """(n,) what each person carried of the walks taken: sum, and sum of squares by walk."""

    total: Floats
    squares: Floats


def betweenness_by_group(groups: Groups, *, seed: int, samples: int = 256) -> BetweennessByGroup:
    """The largest betweenness and its centralisation in the network inside each group.

    seed, samples : as of `betweenness`, in each large group. Groups of up to 300 people are walked all at
    once, since they share nobody: a lane holds one walk of every group.
    """
    ties, group_of = groups.ties, groups.group_of
    values, deviation = np.zeros(ties.n_people), np.zeros(ties.n_people)
    small = np.append(groups.size <= GROUP_PEOPLE, False)[group_of]
    if small.any():
        together = Groups(ties, np.where(small, group_of, -1).astype(np.int32), groups.n_groups)
        values[small] = _inside_small_groups(together)[small]
    for group in np.flatnonzero(groups.size > GROUP_PEOPLE):
        people = group_of == group
        inside = ties if people.all() else ties.subgraph(people)
        values[people], deviation[people] = _estimated(inside, seed + int(group), samples)
    return _summary(values, deviation, groups)


def betweenness(ties: Ties, *, seed: int, samples: int = 256) -> Floats:
    """How far each person stands between others: the share of shortest ways through them, summed over pairs.

    ties : ways follow ties from source to target. seed, samples : above 5,000 people, walks are taken from
    so many people, drawn evenly from those who name anybody, and scaled up.

    (n,) raw values (not divided by the number of pairs), to seven digits in large networks. Cost O(n m)
    exact, O(samples m) sampled. Sources: Freeman (1977, 1979); Brandes (2001); Brandes & Pich (2007).

    >>> betweenness(Ties.build([0, 1, 2], [1, 2, 3], 4), seed=1).tolist()
    [0.0, 2.0, 2.0, 0.0]
    """
    return _estimated(ties, seed, samples)[0]


def _estimated(ties: Ties, seed: int, samples: int) -> tuple[Floats, Floats]:
    """(n,) betweenness, and its standard deviation (0 where exact)."""
    naming = np.flatnonzero(ties.out_degree)
    k = naming.size
    if ties.n_people > EXACT_PEOPLE and samples < k:
        naming = np.sort(np.random.default_rng(seed).choice(naming, samples, replace=False))
    found = _walks(_Ways.of(Groups.whole(ties)), naming, np.arange(naming.size))
    if naming.size == k:
        return found.total, np.zeros(ties.n_people)
    variance = np.maximum(found.squares - found.total**2 / samples, 0) / (samples - 1)
    return k / samples * found.total, k * np.sqrt(variance * (1 - samples / k) / samples)


def _inside_small_groups(groups: Groups) -> Floats:
    """Betweenness inside groups: the first members of all groups start together, then all second ones, ..."""
    lane = np.arange(groups.members.size) - groups.starts[groups.group_of_member]
    return _walks(_Ways.of(groups), groups.members, lane).total


class _Ways(NamedTuple):
    """Ties as rows, and the same turned round."""

    outs: Neighbours
    ins: Neighbours

    @classmethod
    def of(cls, groups: Groups) -> _Ways:
        ties = groups.ties
        outs = groups.rows(Neighbours(ties.out_indptr, ties.out_indices))
        return cls(outs, groups.rows(Neighbours(ties.in_indptr, ties.in_indices)))


def _walks(ways: _Ways, people: Int64, lane: Int64) -> Walks:
    """Walk from `people`; walks of one lane must not meet."""
    n_lanes = int(lane.max()) + 1 if lane.size else 0
    if n_lanes * ways.outs.indices.size > PLAIN_STEPS:
        found = _compiled_walks(ways, people, lane)
        if np.isfinite(found.total).all():  # numbers of paths beyond 1e38 need the longer numbers below
            return found
    return _plain_walks(ways.outs, people, lane)


def _batches(people: Int64, lane: Int64, width: int) -> Iterator[tuple[Int64, Int64]]:
    """People and lanes 0 ... width - 1 of one batch after the other."""
    order = np.argsort(lane, kind="stable")
    ends = np.searchsorted(lane[order], np.arange(width, lane.max(initial=-1) + width + 1, width))
    for first, stop in zip(np.append(0, ends), ends, strict=False):
        chosen = order[first:stop]
        yield people[chosen], lane[chosen] % width


def _plain_walks(outs: Neighbours, people: Int64, lane: Int64, width: int = 256) -> Walks:
    n = outs.indptr.size - 1
    adjacency = _matrix(outs)
    total, squares = np.zeros(n), np.zeros(n)
    for starts, lanes in _batches(people, lane, width):
        paths = np.zeros((n, int(lanes.max()) + 1))
        paths[starts, lanes] = 1
        for dependency in _dependencies(adjacency, paths):
            total += dependency.sum(axis=1)
            squares += (dependency**2).sum(axis=1)
    return Walks(total, squares)


def _matrix(rows: Neighbours) -> Any:
    n = rows.indptr.size - 1
    if n > DENSE_PEOPLE:
        from scipy.sparse import csr_array

        return csr_array((np.ones(rows.indices.size), rows.indices, rows.indptr), shape=(n, n))
    dense = np.zeros((n, n))
    dense[np.repeat(np.arange(n), np.diff(rows.indptr)), rows.indices] = 1
    return dense


def _dependencies(adjacency: Any, start: Floats) -> Iterator[Floats]:
    """(n, lanes) for each distance from the start: what the people there carry, the last first."""
    levels, seen = [start], start > 0
    while True:
        paths = adjacency.T @ levels[-1]
        paths[seen] = 0
        if not paths.any():
            break
        seen |= paths > 0
        levels.append(paths)
    carried = np.zeros_like(start)
    for depth in range(len(levels) - 1, 1, -1):
        share = np.divide(1 + carried, levels[depth], out=np.zeros_like(start), where=levels[depth] > 0)
        carried = levels[depth - 1] * (adjacency @ share)
        yield carried


def _compiled_walks(ways: _Ways, people: Int64, lane: Int64) -> Walks:
    from colead.engine.network.betweenness_kernels import walk
    from colead.engine.network.lanes import LANES

    outs, ins = _unsigned(ways.outs), _unsigned(ways.ins)
    n = ways.outs.indptr.size - 1
    batches = list(_batches(people, lane, LANES))

    def stream(mine: list[tuple[Int64, Int64]]) -> Walks:
        total, squares = np.zeros(n), np.zeros(n)
        paths = np.empty((n, LANES), dtype=np.float32)
        visits = np.empty(LANES * n, dtype=np.uint32), np.empty(LANES * n, dtype=np.uint32)
        for starts, lanes in mine:
            walk(outs, ins, starts, lanes, paths, visits, total, squares)
        return Walks(total, squares)

    with ThreadPoolExecutor(STREAMS) as threads:
        parts = list(threads.map(stream, [batches[part::STREAMS] for part in range(STREAMS)]))
    return Walks(sum(part.total for part in parts), sum(part.squares for part in parts))  # type: ignore[arg-type]


def _unsigned(rows: Neighbours) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    return rows.indptr.view(np.uint64), rows.indices.view(np.uint32)


def _summary(values: Floats, deviation: Floats, groups: Groups) -> BetweennessByGroup:
    """Freeman's centralisation; its interval is that of the largest value, which outweighs all others."""
    size, members = groups.size, groups.members
    order = members[np.lexsort((members, -values[members], groups.group_of_member))]
    applies = size > 2
    who = np.full(groups.n_groups, -1, dtype=np.int64)
    who[applies] = order[groups.starts[applies]]
    largest, margin = np.full(groups.n_groups, np.nan), np.zeros(groups.n_groups)
    largest[applies], margin[applies] = values[who[applies]], Z95 * deviation[who[applies]]
    others = groups.total(values)

    def centralisation(top: Floats) -> Floats:
        return ratio(size * top - others, (size - 1.0) ** 2 * (size - 2.0))

    ends = np.maximum(largest - margin, 0), largest + margin
    return BetweennessByGroup(
        max=largest,
        max_index=who,
        centralisation=centralisation(largest),
        intervals={
            "max": np.stack(ends, axis=1),
            "centralisation": np.stack([centralisation(end) for end in ends], axis=1),
        },
    )
