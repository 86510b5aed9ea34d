"""Compiled resampling of respondents; loaded only for large networks.

Small groups are resampled one after the other, everything staying in the processor's cache. A large group is
resampled LANES times at once, so that each tie is read once for all of them.
"""

from __future__ import annotations

import numpy as np
from numba import njit, uint32, uint64

LANES = 16
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
def small_groups(chosen, groups, ties, out_degree, resamples, seed):  # type: ignore[no-untyped-def]
    """Resample each chosen group.

    groups : starts, sizes, members, place of each person in members, group of each person.
    ties : compressed rows by target, and who answered.
    Returns (chosen, measures, 2) sums and sums of squares of each measure over the resamples.
    """
    starts, sizes, members, place, group_of = groups
    in_indptr, in_indices, respondents = ties
    sums = np.zeros((chosen.size, 6, 2))
    for number in range(chosen.size):
        group = chosen[number]
        start, n = starts[group], sizes[group]
        own = members[start : start + n]
        indptr, sources = local_ties(own, place, start, group, group_of, in_indptr, in_indices)
        answering = np.flatnonzero(respondents[own])
        given = out_degree[own]
        state = mixed(uint64(seed)) ^ mixed(uint64(group + 1))
        for _ in range(resamples):
            copies = np.zeros(n, np.int64)
            for _ in range(answering.size):
                state = next_random(state)
                copies[answering[below(state, answering.size)]] += 1
            add_resample(sums[number], copies, indptr, sources, given, answering.size)
    return sums


@njit(cache=True, nogil=True)
def local_ties(own, place, start, group, group_of, in_indptr, in_indices):  # type: ignore[no-untyped-def]
    """The ties inside one group by target, numbered by place in the group."""
    indptr = np.zeros(own.size + 1, np.int64)
    most = 0
    for j in own:
        most += in_indptr[j + 1] - in_indptr[j]
    sources = np.empty(most, np.int64)
    found = 0
    for local in range(own.size):
        j = own[local]
        for k in range(in_indptr[j], in_indptr[j + 1]):
            if group_of[in_indices[k]] == group:
                sources[found] = place[in_indices[k]] - start
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
    shares.sort()
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
def draw_lanes(answering, people, seed):  # type: ignore[no-untyped-def]
    """(people, LANES) copies of each person in LANES resamples."""
    copies = np.zeros((people, LANES), np.uint8)
    state = mixed(uint64(seed))
    for _ in range(answering.size):
        for lane in range(LANES):
            state = next_random(state)
            copies[answering[below(state, answering.size)], lane] += 1
    return copies


@njit(cache=True, nogil=True)
def received_in_lanes(copies, indptr, sources):  # type: ignore[no-untyped-def]
    """(people, LANES) nominations received in every resample."""
    received = np.zeros((indptr.size - 1, LANES), np.int32)
    for j in range(indptr.size - 1):
        for k in range(indptr[j], indptr[j + 1]):
            for lane in range(LANES):
                received[j, lane] += copies[sources[k], lane]
    return received


@njit(cache=True, nogil=True)
def given_in_lanes(copies, given):  # type: ignore[no-untyped-def]
    """(LANES, 2) largest number of nominations that a drawn person gave, and the sum of all."""
    found = np.zeros((LANES, 2), np.int64)
    for i in range(given.size):
        for lane in range(LANES):
            if copies[i, lane] > 0:
                found[lane, 0] = max(found[lane, 0], given[i])
                found[lane, 1] += copies[i, lane] * given[i]
    return found


@njit(cache=True, nogil=True)
def tally_lane(received, copies, lane, most_copies):  # type: ignore[no-untyped-def]
    """(received, copies) how many people received and were drawn so often."""
    most = 0
    for j in range(received.shape[0]):
        most = max(most, received[j, lane])
    people = np.zeros((most + 1, most_copies + 1), np.int64)
    for j in range(received.shape[0]):
        people[received[j, lane], copies[j, lane]] += 1
    return people
