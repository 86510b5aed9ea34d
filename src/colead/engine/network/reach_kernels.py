"""Who reaches whom along arcs. All take compressed rows (indptr, indices) of a directed network.

People who reach each other form a strongly connected component. Components are numbered so that every arc
between two of them runs from the higher to the lower number; what a component reaches is then found in one
sweep over the numbers, for 64 starting components at once, one bit each.
"""

from __future__ import annotations

import numpy as np

from colead.engine.network.kernels import Kernel


@Kernel
def strongly_connected_components(indptr, indices):  # type: ignore[no-untyped-def]  # noqa: C901  one loop on purpose: no calls in kernels
    """(n,) component of each person; arcs run to lower numbers. Tarjan (1972), without recursion."""
    n = indptr.size - 1
    found = np.zeros(n, np.int32)
    low = np.zeros(n, np.int32)
    component = np.full(n, -1, np.int32)
    parent = np.full(n, -1, np.int32)
    arc = indptr[:-1].copy()
    open_people = np.empty(n, np.int32)
    n_open, clock, n_components = 0, 0, 0
    for root in range(n):
        if found[root]:
            continue
        i = root
        while i >= 0:
            if found[i] == 0:
                clock += 1
                found[i] = low[i] = clock
                open_people[n_open] = i
                n_open += 1
            if arc[i] < indptr[i + 1]:
                j = indices[arc[i]]
                arc[i] += 1
                if found[j] == 0:
                    parent[j] = i
                    i = j
                elif component[j] < 0:
                    low[i] = min(low[i], found[j])
            else:
                if low[i] == found[i]:
                    while True:
                        n_open -= 1
                        component[open_people[n_open]] = n_components
                        if open_people[n_open] == i:
                            break
                    n_components += 1
                above = parent[i]
                if above >= 0:
                    low[above] = min(low[above], low[i])
                i = above
    return component


@Kernel
def arcs_between(indptr, indices, component):  # type: ignore[no-untyped-def]
    """(k, 2) components at the ends of the arcs that join two of them; repeats stay."""
    count = 0
    for i in range(indptr.size - 1):
        for k in range(indptr[i], indptr[i + 1]):
            count += component[indices[k]] != component[i]
    arcs = np.empty((count, 2), np.int32)
    count = 0
    for i in range(indptr.size - 1):
        for k in range(indptr[i], indptr[i + 1]):
            if component[indices[k]] != component[i]:
                arcs[count, 0] = component[i]
                arcs[count, 1] = component[indices[k]]
                count += 1
    return arcs


@Kernel
def reached(indptr, indices, weight, starts):  # type: ignore[no-untyped-def]
    """(s,) total weight of the components that each of `starts` reaches, itself included."""
    one = np.uint64(1)
    total = np.zeros(starts.size, np.int64)
    for block in range(0, starts.size, 64):
        bits = np.zeros(weight.size, np.uint64)
        lanes = min(64, starts.size - block)
        for lane in range(lanes):
            bits[starts[block + lane]] |= one << np.uint64(lane)
        for c in range(weight.size - 1, -1, -1):
            carried = bits[c]
            if carried != 0:
                for k in range(indptr[c], indptr[c + 1]):
                    bits[indices[k]] |= carried
                for lane in range(lanes):
                    if carried >> np.uint64(lane) & one:
                        total[block + lane] += weight[c]
    return total


@Kernel
def common_reach(indptr, indices, first, second):  # type: ignore[no-untyped-def]
    """For pairs of components: how many both reach, and the highest number among those (-1 = none)."""
    one = np.uint64(1)
    n = indptr.size - 1
    count = np.zeros(first.size, np.int64)
    highest = np.full(first.size, -1, np.int64)
    for block in range(0, first.size, 64):
        lanes = min(64, first.size - block)
        bits, others = np.zeros(n, np.uint64), np.zeros(n, np.uint64)
        for lane in range(lanes):
            bits[first[block + lane]] |= one << np.uint64(lane)
            others[second[block + lane]] |= one << np.uint64(lane)
        for c in range(n - 1, -1, -1):
            if bits[c] != 0 or others[c] != 0:
                for k in range(indptr[c], indptr[c + 1]):
                    bits[indices[k]] |= bits[c]
                    others[indices[k]] |= others[c]
                both = bits[c] & others[c]
                if both != 0:
                    for lane in range(lanes):
                        if both >> np.uint64(lane) & one:
                            count[block + lane] += 1
                            highest[block + lane] = max(highest[block + lane], c)
    return count, highest
