"""How a network holds together: cores, cut points, pieces. All take compressed rows (indptr, indices).

Neighbours are undirected (each edge in both rows, no repeats) unless said otherwise.
"""

from __future__ import annotations

import numpy as np

from colead.engine.network.kernels import Kernel


@Kernel
def inside_groups(indptr, indices, group_of):  # type: ignore[no-untyped-def]
    """Only the arcs with both ends in one group, as compressed rows."""
    n = indptr.size - 1
    kept_indptr = np.zeros(n + 1, np.int64)
    kept = np.empty(indices.size, np.int32)
    count = 0
    for i in range(n):
        group = group_of[i]
        if group >= 0:
            for k in range(indptr[i], indptr[i + 1]):
                if group_of[indices[k]] == group:
                    kept[count] = indices[k]
                    count += 1
        kept_indptr[i + 1] = count
    return kept_indptr, kept[:count].copy()


@Kernel
def core_numbers(indptr, indices):  # type: ignore[no-untyped-def]
    """Largest k such that each person has k neighbours who have k too. O(n k + m).

    For k = 0, 1, ...: whoever has no more than k neighbours left is peeled off, and with them whoever has no
    more than k left then. Seidman (1983); looking again at those who are left costs less than keeping
    everybody sorted by degree, as Batagelj & Zaversnik (2003) do, because it goes through memory in order.
    """
    degree = (indptr[1:] - indptr[:-1]).astype(np.int32)
    left = np.arange(degree.size).astype(np.int32)
    peeled = np.empty(degree.size, np.int32)
    while left.size:
        k = degree[left].min()
        n_peeled = 0
        for i in left:
            if degree[i] == k:
                peeled[n_peeled] = i
                n_peeled += 1
        while n_peeled:
            n_peeled -= 1
            i = peeled[n_peeled]
            for j in indices[indptr[i] : indptr[i + 1]]:
                if degree[j] > k:
                    degree[j] -= 1
                    if degree[j] == k:
                        peeled[n_peeled] = j
                        n_peeled += 1
        left = left[degree[left] > k]
    return degree


@Kernel
def articulation_points(indptr, indices):  # type: ignore[no-untyped-def]
    """(n,) whether a person's leaving would split their component. Hopcroft & Tarjan (1973), O(n + m).

    Depth first without recursion: `low` is the earliest person reachable round the back of a subtree.
    """
    n = indptr.size - 1
    found = np.zeros(n, np.int32)
    low = np.zeros(n, np.int32)
    parent = np.full(n, -1, np.int32)
    arc = indptr[:-1].copy()
    cuts = np.zeros(n, np.bool_)
    clock = 0
    for root in range(n):
        if found[root]:
            continue
        clock += 1
        found[root] = low[root] = clock
        branches = 0
        i = root
        while i >= 0:
            if arc[i] < indptr[i + 1]:
                j = indices[arc[i]]
                arc[i] += 1
                if found[j] == 0:
                    clock += 1
                    found[j] = low[j] = clock
                    parent[j] = i
                    i = j
                elif j != parent[i]:
                    low[i] = min(low[i], found[j])
            else:
                above = parent[i]
                if above == root:
                    branches += 1
                elif above >= 0:
                    low[above] = min(low[above], low[i])
                    if low[i] >= found[above]:
                        cuts[above] = True
                i = above
        cuts[root] = branches > 1
    return cuts


@Kernel
def weak_components(indptr, indices):  # type: ignore[no-untyped-def]
    """(n,) component of each person, numbered by its first member; arcs join both ways. Union-find."""
    n = indptr.size - 1
    above = np.arange(n).astype(np.int32)
    for i in range(n):
        for k in range(indptr[i], indptr[i + 1]):
            a, b = i, indices[k]
            while above[a] != a:
                above[a] = above[above[a]]
                a = above[a]
            while above[b] != b:
                above[b] = above[above[b]]
                b = above[b]
            if a < b:
                above[b] = a
            elif b < a:
                above[a] = b
    for i in range(n):
        above[i] = above[above[i]]
    return above
