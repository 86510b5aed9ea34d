"""Compiled counts of each person's ties inside a group; loaded only for large networks.

One pass for each question, with running sums in registers: a single loop for everything was slower.
"""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def in_degree(source, target, group_of):  # type: ignore[no-untyped-def]
    received = np.zeros(group_of.size, np.int64)
    for k in range(source.size):
        group = group_of[source[k]]
        if group >= 0 and group_of[target[k]] == group:
            received[target[k]] += 1
    return received


@njit(cache=True, nogil=True)
def contacts(indptr, indices, group_of, respondents, is_mutual):  # type: ignore[no-untyped-def]
    n = group_of.size
    ties, answered, mutual = np.zeros(n, np.int64), np.zeros(n, np.int64), np.zeros(n, np.int64)
    for i in range(n):
        group, here, there, back = group_of[i], 0, 0, 0
        if group < 0:
            continue
        for k in range(indptr[i], indptr[i + 1]):
            j = indices[k]
            if group_of[j] == group:
                here += 1
                there += respondents[j]
                back += is_mutual[k]
        ties[i], answered[i], mutual[i] = here, there, back
    return ties, answered, mutual


@njit(cache=True, nogil=True)
def mixing(indptr, indices, group_of, unit, level, leads):  # type: ignore[no-untyped-def]
    n = group_of.size
    own_unit, own_level = np.zeros(n, np.int64), np.zeros(n, np.int64)
    up, down, to_leader = np.zeros(n, np.int64), np.zeros(n, np.int64), np.zeros(n, np.int64)
    for i in range(n):
        group = group_of[i]
        if group < 0:
            continue
        own, same, above, below, leader = 0, 0, 0, 0, 0
        for k in range(indptr[i], indptr[i + 1]):
            j = indices[k]
            if group_of[j] == group:
                own += unit[j] == unit[i] and unit[i] >= 0
                same += level[j] == level[i]
                above += level[j] < level[i]
                below += level[j] > level[i]
                leader += leads[j]
        own_unit[i], own_level[i], up[i], down[i], to_leader[i] = own, same, above, below, leader
    return own_unit, own_level, up, down, to_leader


@njit(cache=True, nogil=True)
def formal(indptr, indices, group_of, manager):  # type: ignore[no-untyped-def]
    n = group_of.size
    to_lead, from_lead = np.zeros(n, np.bool_), np.zeros(n, np.bool_)
    for i in range(n):
        group = group_of[i]
        if group < 0:
            continue
        for k in range(indptr[i], indptr[i + 1]):
            j = indices[k]
            if group_of[j] == group:
                if manager[i] == j:
                    to_lead[i] = True
                elif manager[j] == i:
                    from_lead[j] = True
    return to_lead, from_lead


@njit(cache=True, nogil=True)
def leading_zeros(value):  # type: ignore[no-untyped-def]
    """Zero bits before the first one of a 64-bit value that is not 0."""
    count = 0
    for width in (32, 16, 8, 4, 2, 1):
        if value >> np.uint64(64 - width) == 0:
            count += width
            value = value << np.uint64(width)
    return count


@njit(cache=True, nogil=True)
def steps(indptr, indices, group_of, high, low, depth_of_bit, depth):  # type: ignore[no-untyped-def]
    """Steps along reporting lines to everybody looked to, by path codes of one or two words."""
    n = group_of.size
    total = np.zeros(n, np.float64)
    for i in range(n):
        group, walked = group_of[i], 0
        if group < 0:
            continue
        for k in range(indptr[i], indptr[i + 1]):
            j = indices[k]
            if group_of[j] != group:
                continue
            meeting = min(depth[i], depth[j])
            first, second = high[i] ^ high[j], low[i] ^ low[j]
            if first != 0:
                meeting = min(meeting, depth_of_bit[leading_zeros(first)])
            elif second != 0:
                meeting = min(meeting, depth_of_bit[64 + leading_zeros(second)])
            walked += depth[i] + depth[j] - 2 * meeting
        total[i] = walked
    return total
