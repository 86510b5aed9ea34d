"""Who reaches whom inside many small groups; compiled, loaded only for large networks.

The people of a group are numbered 0 ... size - 1. Row a of a reach matrix is a string of bits, 64 a word:
bit b says that a reaches b.
"""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def has(row, b):  # type: ignore[no-untyped-def]
    return row[b // 64] >> np.uint64(b % 64) & np.uint64(1) == np.uint64(1)


@njit(cache=True, nogil=True)
def put(row, b):  # type: ignore[no-untyped-def]
    row[b // 64] |= np.uint64(1) << np.uint64(b % 64)


@njit(cache=True, nogil=True)
def close(reach):  # type: ignore[no-untyped-def]
    """Who reaches whom over any number of steps. Warshall (1962), 64 columns at a time."""
    for middle in range(len(reach)):
        for a in range(len(reach)):
            if has(reach[a], middle):
                for w in range(reach.shape[1]):
                    reach[a, w] |= reach[middle, w]


@njit(cache=True, nogil=True)
def mutual_and_reaching(reach):  # type: ignore[no-untyped-def]
    mutual, reaching = 0, 0
    for a in range(len(reach)):
        for b in range(a):
            mutual += has(reach[a], b) and has(reach[b], a)
            reaching += has(reach[a], b) or has(reach[b], a)
    return mutual, reaching


@njit(cache=True, nogil=True)
def pairs_without_bound(reach):  # type: ignore[no-untyped-def]
    """Pairs for whom nobody, reached by both, reaches all others whom both reach.

    If there is such a person, then it is the one who reaches most among those whom both reach; where one of
    the pair reaches the other, it is that other.
    """
    size, words = reach.shape
    count = np.zeros(size, np.int64)
    for a in range(size):
        for b in range(size):
            count[a] += has(reach[a], b)
    most_first = np.argsort(-count)
    missing = 0
    for a in range(size):
        for b in range(a):
            if has(reach[a], b) or has(reach[b], a):
                continue
            for top in most_first:
                if has(reach[a], top) and has(reach[b], top):
                    for w in range(words):
                        if reach[a, w] & reach[b, w] != reach[top, w]:
                            missing += 1
                            break
                    break
            else:
                missing += 1
    return missing


@njit(cache=True, nogil=True)
def count_pairs(members, starts, indptr, indices, group_of, largest):  # type: ignore[no-untyped-def]
    """(g, 3) unordered pairs of each group of at most `largest` people: mutually reaching, reaching in
    some direction, and without a least upper bound against the arcs. Zeros for larger groups.

    members : people, group by group; starts : (g + 1,) where each group begins.
    """
    counts = np.zeros((starts.size - 1, 3), np.int64)
    number = np.zeros(group_of.size, np.int64)
    for place in range(members.size):
        number[members[place]] = place
    for g in range(starts.size - 1):
        first, size = starts[g], starts[g + 1] - starts[g]
        if size > largest:
            continue
        down = np.zeros((size, (size + 63) // 64), np.uint64)
        for a in range(size):
            i = members[first + a]
            put(down[a], a)
            for j in indices[indptr[i] : indptr[i + 1]]:
                if group_of[j] == g:
                    put(down[a], number[j] - first)
        close(down)
        counts[g, 0], counts[g, 1] = mutual_and_reaching(down)
        counts[g, 2] = pairs_without_bound(down)
    return counts
