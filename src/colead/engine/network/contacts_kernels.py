"""Compiled counts of each person's ties inside a group; loaded only for large networks.

One pass for each question, with running sums in registers: a single loop for everything was slower. What a
pass must know of the person looked to stands in one row of a table, because fetching that row is the cost.
"""

from __future__ import annotations

import numpy as np
from numba import njit, uint64

from colead.engine.network.groups import Floats
from colead.engine.network.ties import Bool, Int32, Int64
from colead.engine.tree import PathCodes


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


def mixing(
    indptr: Int64, indices: Int32, group_of: Int32, unit: Int32, level: Int32, leads: Bool
) -> tuple[Int64, ...]:
    """Each person's ties to the own unit, own level, up, down, and to formal leaders."""
    people = np.column_stack([group_of, unit, level, leads]).astype(np.int32)
    counts: tuple[Int64, ...] = mixing_of_rows(indptr, indices, people)
    return counts


@njit(cache=True, nogil=True)
def mixing_of_rows(indptr, indices, people):  # type: ignore[no-untyped-def]
    n = people.shape[0]
    own_unit, own_level = np.zeros(n, np.int64), np.zeros(n, np.int64)
    up, down, to_leader = np.zeros(n, np.int64), np.zeros(n, np.int64), np.zeros(n, np.int64)
    for i in range(n):
        group, unit, level = people[i, 0], people[i, 1], people[i, 2]
        if group < 0:
            continue
        own, same, above, below, leader = 0, 0, 0, 0, 0
        for k in range(indptr[i], indptr[i + 1]):
            j = indices[k]
            inside = people[j, 0] == group
            own += inside & (people[j, 1] == unit) & (unit >= 0)
            same += inside & (people[j, 2] == level)
            above += inside & (people[j, 2] < level)
            below += inside & (people[j, 2] > level)
            leader += inside & (people[j, 3] > 0)
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
    """Zero bits before the first one of a 64-bit value that is not 0; without branches."""
    last = uint64(0)
    for width in (32, 16, 8, 4, 2, 1):
        step = uint64(value >= (uint64(1) << uint64(width))) * uint64(width)
        value >>= step
        last += step
    return np.int64(63) - np.int64(last)


def steps(indptr: Int64, indices: Int32, group_of: Int32, codes: PathCodes, depth: Int32) -> Floats:
    """Steps along reporting lines to everybody looked to, by path codes of one or two words."""
    group = group_of.astype(np.uint32).astype(np.uint64)
    where = (depth.astype(np.uint64) << np.uint64(32)) | group
    people = np.column_stack([codes.words[0], where, *codes.words[1:]])
    total: Floats = steps_of_rows(indptr, indices, people, codes.depth_of_bit)
    return total


@njit(cache=True, nogil=True)
def steps_of_rows(indptr, indices, people, depth_of_bit):  # type: ignore[no-untyped-def]
    n, low_bits = people.shape[0], uint64(0xFFFFFFFF)
    two_words = people.shape[1] > 2
    total = np.zeros(n, np.float64)
    for i in range(n):
        code, group, depth = people[i, 0], people[i, 1] & low_bits, np.int64(people[i, 1] >> uint64(32))
        if group == low_bits:
            continue
        walked = np.int64(0)
        for k in range(indptr[i], indptr[i + 1]):
            j = indices[k]
            if people[j, 1] & low_bits != group:
                continue
            other = np.int64(people[j, 1] >> uint64(32))
            meeting, different = min(depth, other), code ^ people[j, 0]
            if different != 0:
                meeting = min(meeting, depth_of_bit[leading_zeros(different)])
            elif two_words and people[i, 2] != people[j, 2]:
                meeting = min(meeting, depth_of_bit[64 + leading_zeros(people[i, 2] ^ people[j, 2])])
            walked += depth + other - 2 * meeting
        total[i] = walked
    return total
