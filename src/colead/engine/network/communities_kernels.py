"""Moving people between communities; weighted undirected rows, each edge in both rows."""

from __future__ import annotations

import numpy as np

from colead.engine.network.kernels import Kernel


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
