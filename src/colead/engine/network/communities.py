"""Communities: people who look to one another more than to others. For organisations without units."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from colead.engine.network.groups import Floats
from colead.engine.network.kernels import Kernel
from colead.engine.network.ties import Int32, Int64


@Kernel
def move(indptr, indices, weight, inner, order, sweeps):  # type: ignore[no-untyped-def]
    """(n,) community of each node after everybody moved to where modularity gains most, until nobody does.

    inner : (n,) weight inside a node itself (of the communities it stands for), counted twice.
    order : in which the nodes are asked, in each of at most `sweeps` rounds. Blondel et al. (2008), phase 1.
    """
    n = indptr.size - 1
    community = np.arange(n).astype(np.int32)
    strength = inner.copy()
    for i in range(n):
        strength[i] += weight[indptr[i] : indptr[i + 1]].sum()
    total = strength.copy()
    everything = max(strength.sum(), 1e-300)
    towards = np.zeros(n, np.float64)
    for _sweep in range(sweeps):
        moved = False
        for i in order:
            own = community[i]
            total[own] -= strength[i]
            for k in range(indptr[i], indptr[i + 1]):
                towards[community[indices[k]]] += weight[k]
            best, gain = own, towards[own] - strength[i] * total[own] / everything
            for k in range(indptr[i], indptr[i + 1]):
                other = community[indices[k]]
                other_gain = towards[other] - strength[i] * total[other] / everything
                if other_gain > gain + 1e-12:
                    best, gain = other, other_gain
            for k in range(indptr[i], indptr[i + 1]):
                towards[community[indices[k]]] = 0
            total[best] += strength[i]
            if best != own:
                community[i] = best
                moved = True
        if not moved:
            break
    return community


SWEEPS = 20
"""Rounds of moving at one level; more change little."""


class WeightedRows(NamedTuple):
    """An undirected weighted network as compressed rows. inner : twice the weight inside each node."""

    indptr: Int64
    indices: Int32
    weight: Floats
    inner: Floats

    @classmethod
    def from_edges(
        cls, source: NDArray[np.integer], target: NDArray[np.integer], weight: Floats, n: int
    ) -> WeightedRows:
        """Sum parallel edges and both directions; edges from a node to itself become its inner weight."""
        loops = source == target
        inner = 2 * np.bincount(source[loops], weights=weight[loops], minlength=n).astype(np.float64)
        a, b, w = source[~loops].astype(np.int64), target[~loops].astype(np.int64), weight[~loops]
        keys, place = np.unique(np.concatenate([a * n + b, b * n + a]), return_inverse=True)
        summed = np.bincount(place, weights=np.concatenate([w, w]), minlength=keys.size).astype(np.float64)
        starts = np.searchsorted(keys, np.arange(n + 1, dtype=np.int64) * n)
        return cls(starts.astype(np.int64), (keys % max(n, 1)).astype(np.int32), summed, inner)

    @property
    def n(self) -> int:
        return self.inner.size

    @property
    def source(self) -> Int64:
        return np.repeat(np.arange(self.n), np.diff(self.indptr))

    def merged(self, community: Int32, n: int) -> WeightedRows:
        """Each community as one node."""
        half = self.source < self.indices
        source, target = community[self.source[half]], community[self.indices[half]]
        rows = WeightedRows.from_edges(source, target, self.weight[half], n)
        inside = np.bincount(community, weights=self.inner, minlength=n)
        return rows._replace(inner=rows.inner + inside)


def communities(rows: WeightedRows, *, seed: int) -> Int32:
    """Divide nodes so that ties inside communities are as many more than by chance as can be found.

    Returns (n,) numbers from 0, the largest community first; nodes without ties are alone. seed : of the
    order in which nodes are asked. Cost about O(m log n).
    Source: Blondel, Guillaume, Lambiotte & Lefebvre (2008); ties in both directions count double.

    >>> source, target = np.array([0, 1, 2, 3, 4, 5, 2]), np.array([1, 2, 0, 4, 5, 3, 3])
    >>> communities(WeightedRows.from_edges(source, target, np.ones(7), 6), seed=1).tolist()
    [0, 0, 0, 1, 1, 1]
    """
    random = np.random.default_rng(seed)
    found = np.arange(rows.n, dtype=np.int32)
    while rows.n:
        order = random.permutation(rows.n)
        kernel = move.at(2 * rows.indices.size)
        moved = kernel(rows.indptr, rows.indices, rows.weight, rows.inner, order, SWEEPS)
        distinct, community = np.unique(moved, return_inverse=True)
        if distinct.size == rows.n:
            break
        found = community[found].astype(np.int32)
        rows = rows.merged(community.astype(np.int32), distinct.size)
    return largest_first(found)


def largest_first(label: Int32) -> Int32:
    """The same division, numbered from the largest part down; of equals, the one with the first member."""
    distinct, first, place, size = np.unique(
        label, return_index=True, return_inverse=True, return_counts=True
    )
    number = np.empty(distinct.size, dtype=np.int32)
    number[np.lexsort((first, -size))] = np.arange(distinct.size)
    return number[place]
