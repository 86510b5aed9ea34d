"""Compiled resampling of respondents; loaded only for large networks.

Small groups are resampled one after the other, everything staying in the processor's cache. A large group is
resampled LANES times at once, so that each tie is read once for all of them.
"""

from __future__ import annotations

import numpy as np
from numba import njit, uint32, uint64

LANES = 16
FEW = 150
MEASURES = ("centralisation_in", "gini", "hhi", "bus_factor", "effective_leaders", "centralisation_out")


@njit(cache=True, nogil=True)
def next_random(state):  # type: ignore[no-untyped-def]
    """SplitMix64 (Steele, Lea and Flood 2014): the next state; `mixed` turns it into a number."""
    return state + uint64(0x9E3779B97F4A7C15)


@njit(cache=True, nogil=True)
def mixed(state):  # type: ignore[no-untyped-def]
    z = (state ^ (state >> uint64(30))) * uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> uint64(27))) * uint64(0x94D049BB133111EB)
    return z ^ (z >> uint64(31))


@njit(cache=True, nogil=True)
def below(state, limit):  # type: ignore[no-untyped-def]
    """A number from 0 up to, but not including, `limit`."""
    return np.int64((uint64(uint32(mixed(state) >> uint64(32))) * uint64(limit)) >> uint64(32))


@njit(cache=True, nogil=True)
def small_groups(chosen, groups, ties, given, resamples, seed):  # type: ignore[no-untyped-def]
    """Resample each chosen group.

    groups : starts, sizes, members, group of each person.
    ties : compressed rows by target, and who answered. given : nominations of each person inside the group.
    Returns (chosen, measures, 2) sums and sums of squares of each measure over the resamples.
    """
    starts, sizes, members, group_of = groups
    in_indptr, in_indices, respondents = ties
    place = np.zeros(group_of.size, np.int64)
    sums = np.zeros((chosen.size, 6, 2))
    for number in range(chosen.size):
        group = chosen[number]
        own = members[starts[group] : starts[group] + sizes[group]]
        own = own[np.argsort(in_indptr[own + 1] - in_indptr[own])]
        indptr, sources = local_ties(own, place, group, group_of, in_indptr, in_indices)
        answering, named = np.flatnonzero(respondents[own]), given[own]
        state = mixed(uint64(seed)) ^ mixed(uint64(group + 1))
        copies = np.empty(own.size, np.int64)
        for _ in range(resamples):
            copies[:] = 0
            for _ in range(answering.size):
                state = next_random(state)
                copies[answering[below(state, answering.size)]] += 1
            add_resample(sums[number], copies, indptr, sources, named, answering.size)
    return sums


@njit(cache=True, nogil=True)
def local_ties(own, place, group, group_of, in_indptr, in_indices):  # type: ignore[no-untyped-def]
    """The ties inside one group by target, people numbered as in `own`; `place` (n,) is scratch."""
    indptr = np.zeros(own.size + 1, np.int64)
    most = 0
    for local in range(own.size):
        place[own[local]] = local
        most += in_indptr[own[local] + 1] - in_indptr[own[local]]
    sources = np.empty(most, np.int64)
    found = 0
    for local in range(own.size):
        j = own[local]
        for k in range(in_indptr[j], in_indptr[j + 1]):
            if group_of[in_indices[k]] == group:
                sources[found] = place[in_indices[k]]
                found += 1
        indptr[local + 1] = found
    return indptr, sources[:found]


@njit(cache=True, nogil=True)
def add_resample(sums, copies, indptr, sources, given, answered):  # type: ignore[no-untyped-def]
    n = copies.size
    shares = np.empty(n)
    total, most_given, sum_given = 0.0, 0, 0
    for j in range(n):
        received = 0
        for k in range(indptr[j], indptr[j + 1]):
            received += copies[sources[k]]
        shares[j] = received / max(answered - copies[j], 1)
        total += shares[j]
        if copies[j] > 0:
            most_given = max(most_given, given[j])
            sum_given += copies[j] * given[j]
    sort_nearly_sorted(shares)
    add(sums, 0, (n * shares[n - 1] - total) / (n - 1))
    if answered > 1:
        add(sums, 5, (answered * most_given - sum_given) / ((answered - 1) * (n - 1)))
    if total > 0:
        add_concentration(sums, shares, total)


@njit(cache=True, nogil=True)
def add_concentration(sums, ranked, total):  # type: ignore[no-untyped-def]
    n = ranked.size
    weighted, squares = 0.0, 0.0
    for r in range(n):
        weighted += (r + 1) * ranked[r]
        squares += ranked[r] * ranked[r]
    tail, bus_factor = 0.0, 0
    while tail < 0.5 * total * (1 - 1e-12) and bus_factor < n:
        bus_factor += 1
        tail += ranked[n - bus_factor]
    add(sums, 1, max(2 * weighted / (n * total) - (n + 1) / n, 0.0))
    add(sums, 2, squares / total**2)
    add(sums, 3, float(bus_factor))
    add(sums, 4, total**2 / squares)


@njit(cache=True, nogil=True)
def add(sums, measure, value):  # type: ignore[no-untyped-def]
    sums[measure, 0] += value
    sums[measure, 1] += value * value


@njit(cache=True, nogil=True)
def sort_nearly_sorted(values):  # type: ignore[no-untyped-def]
    """Insertion sort: few moves, because people stand in the order of what they really receive."""
    if values.size > FEW:
        values.sort()
        return
    for right in range(1, values.size):
        value, place = values[right], right
        while place > 0 and values[place - 1] > value:
            values[place] = values[place - 1]
            place -= 1
        values[place] = value


@njit(cache=True, nogil=True)
def draw_lanes(answering, people, seed):  # type: ignore[no-untyped-def]
    """(LANES, people) copies of each person in every resample."""
    copies = np.zeros((LANES, people), np.uint8)
    state = mixed(uint64(seed))
    for lane in range(LANES):
        for _ in range(answering.size):
            state = next_random(state)
            copies[lane, answering[below(state, answering.size)]] += 1
    return copies


@njit(cache=True, nogil=True)
def packed(copies):  # type: ignore[no-untyped-def]
    """(people, 2) the copies in all lanes, eight lanes a word."""
    words = np.zeros((copies.shape[1], 2), np.uint64)
    for lane in range(LANES):
        shift = uint64(8 * (lane % 8))
        for i in range(copies.shape[1]):
            words[i, lane // 8] |= uint64(copies[lane, i]) << shift
    return words


@njit(cache=True, nogil=True)
def received_in_lanes(words, indptr, sources, most_copies):  # type: ignore[no-untyped-def]
    """(LANES, people) nominations received in every resample; eight lanes are added at once."""
    received = np.zeros((LANES, indptr.size - 1), np.int32)
    stride = 255 // max(most_copies, 1)
    for j in range(indptr.size - 1):
        for start in range(indptr[j], indptr[j + 1], stride):
            low, high = uint64(0), uint64(0)
            for k in range(start, min(start + stride, indptr[j + 1])):
                low += words[sources[k], 0]
                high += words[sources[k], 1]
            for lane in range(8):
                shift = uint64(8 * lane)
                received[lane, j] += np.int32((low >> shift) & uint64(255))
                received[lane + 8, j] += np.int32((high >> shift) & uint64(255))
    return received


@njit(cache=True, nogil=True)
def given_in_lanes(copies, given):  # type: ignore[no-untyped-def]
    """(LANES, 2) largest number of nominations that a drawn person gave, and the sum of all."""
    found = np.zeros((LANES, 2), np.int64)
    for lane in range(LANES):
        most, total = 0, 0
        for i in range(given.size):
            if copies[lane, i] > 0:
                most = max(most, given[i])
                total += copies[lane, i] * given[i]
        found[lane, 0], found[lane, 1] = most, total
    return found


@njit(cache=True, nogil=True)
def tally(received, copies, most_copies):  # type: ignore[no-untyped-def]
    """(received, copies) how many people of one resample received and were drawn so often."""
    people = np.zeros((received.max() + 1, most_copies + 1), np.int64)
    for j in range(received.size):
        people[received[j], copies[j]] += 1
    return people
