"""Betweenness from many starting people at once; compiled, loaded only for large networks.

Brandes (2001) walks from one person at a time. Here 32 walks share each look at a tie: a person's row in
`paths` holds the number of shortest paths of every walk (a lane), and one bit a lane says which walks stand
where. All arrays of people are unsigned, since signed indices cost a test each.
"""

from __future__ import annotations

import numpy as np
from numba import njit, uint32, uint64

from colead.engine.network.lanes import LANES, add_row, fetch, fetch_row, settle_row

BLOCK = 512
"""Pairs of people that are collected, and asked for from memory, before their rows are added."""
AHEAD = 24
"""Ties by which the masks are asked for in advance."""
FEW = 4
"""A walk that looks along less than 1/FEW of all ties pushes from those it has reached; otherwise everybody
not yet reached pulls."""
ZERO, ONE = np.uint64(0), np.uint64(1)


@njit(cache=True, nogil=True, error_model="numpy")
def walk(outs, ins, people, lanes, paths, visits, total, squares):  # type: ignore[no-untyped-def]
    """Add to total (n,) and squares (n,) what lies on shortest paths from `people`, each in its own lane.

    outs, ins : compressed rows (indptr uint64, indices uint32) of the ties and of the ties turned round.
    paths : (n, LANES) float32, visits : (who, mask) of LANES * n uint32 each; both are overwritten.
    """
    n = total.size
    who, mask = visits
    here, seen = np.zeros(n, np.uint32), np.zeros(n, np.uint32)
    waiting = collected(outs[0], ins[0])
    paths[:] = 0
    levels = [ZERO, begin(people, lanes, here, seen, paths, who, mask)]
    while levels[-1] > levels[-2]:
        first, stop = levels[-2], levels[-1]
        if ties_of(outs[0], who, first, stop) * uint64(FEW) < uint64(outs[1].size):
            end = push(outs, who, mask, first, stop, here, seen, paths)
        else:
            end = pull(ins, who, mask, first, stop, here, seen, paths, waiting)
        for visit in range(stop, end):
            mask[visit] = here[who[visit]]
            seen[who[visit]] |= mask[visit]
        levels.append(end)
    here[:] = 0
    gathered = np.zeros((BLOCK + 1, LANES), np.float32)
    for depth in range(len(levels) - 3, 0, -1):
        bounds = levels[depth], levels[depth + 1]
        back(outs, who, mask, bounds, here, paths, waiting, gathered, total, squares)
        for visit in range(levels[depth + 1], levels[depth + 2]):
            here[who[visit]] = 0
        for visit in range(bounds[0], bounds[1]):
            here[who[visit]] = mask[visit]


@njit(cache=True, nogil=True)
def collected(out_indptr, in_indptr):  # type: ignore[no-untyped-def]
    """Room for the pairs of one block: a place or person, a neighbour and the lanes that count."""
    most = uint64(0)
    for i in range(out_indptr.size - 1):
        most = max(most, out_indptr[i + 1] - out_indptr[i], in_indptr[i + 1] - in_indptr[i])
    room = np.int64(most) + BLOCK
    return np.empty(room, np.uint32), np.empty(room, np.uint32), np.empty(room, np.uint32)


@njit(cache=True, nogil=True)
def begin(people, lanes, here, seen, paths, who, mask):  # type: ignore[no-untyped-def]
    for place in range(people.size):
        person, bit = people[place], uint32(ONE << uint64(lanes[place]))
        here[person] = seen[person] = mask[place] = bit
        who[place] = person
        paths[person, lanes[place]] = 1
    return uint64(people.size)


@njit(cache=True, nogil=True)
def ties_of(indptr, who, first, stop):  # type: ignore[no-untyped-def]
    ties = ZERO
    for visit in range(first, stop):
        ties += indptr[who[visit] + ONE] - indptr[who[visit]]
    return ties


@njit(cache=True, nogil=True)
def push(outs, who, mask, first, stop, here, seen, paths):  # type: ignore[no-untyped-def]
    """Hand paths on to all whom the people of visits first ... stop name; returns where new visits end."""
    indptr, indices = outs
    for visit in range(first, stop):
        here[who[visit]] = 0
    end = stop
    for visit in range(first, stop):
        person = uint64(who[visit])
        for k in range(indptr[person], indptr[person + ONE]):
            named = uint64(indices[k])
            new = mask[visit] & ~seen[named]
            if new != 0:
                if here[named] == 0:
                    who[end] = named
                    end += ONE
                here[named] |= new
                add_row(paths, named, paths, person, new)
    return end


@njit(cache=True, nogil=True)
def pull(ins, who, mask, first, stop, here, seen, paths, waiting):  # type: ignore[no-untyped-def]
    """Everybody not yet reached in some lane takes paths from those who name them and stand `here`."""
    indptr, indices = ins
    into, neighbour, shared = waiting
    n, last = uint64(seen.size), uint64(indices.size - 1)
    end, person = stop, ZERO
    while person < n:
        pairs = ZERO
        while person < n and pairs < uint64(BLOCK):
            start, new, missing = pairs, uint32(0), ~seen[person]
            for k in range(indptr[person], indptr[person + ONE]):
                fetch(here, uint64(indices[min(k + uint64(AHEAD), last)]))
                found = here[indices[k]] & missing
                into[pairs], neighbour[pairs], shared[pairs] = person, indices[k], found
                pairs += uint64(found != 0)
                new |= found
            for pair in range(start, pairs):
                fetch_row(paths, uint64(neighbour[pair]))
            who[end], mask[end] = person, new
            end += uint64(new != 0)
            person += ONE
        for pair in range(pairs):
            add_row(paths, uint64(into[pair]), paths, uint64(neighbour[pair]), shared[pair])
    for visit in range(first, stop):
        here[who[visit]] = 0
    for visit in range(stop, end):
        here[who[visit]] = mask[visit]
    return end


@njit(cache=True, nogil=True, error_model="numpy")
def back(outs, who, mask, bounds, here, paths, waiting, gathered, total, squares):  # type: ignore[no-untyped-def]
    """Gather what depends on the people of one level from those whom they name one level on (`here`)."""
    indptr, indices = outs
    into, neighbour, shared = waiting
    last = uint64(indices.size - 1)
    visit, stop = bounds
    while visit < stop:
        first, pairs = visit, ZERO
        while visit < stop and pairs < uint64(BLOCK) and visit - first < uint64(BLOCK):
            person, own, start = uint64(who[visit]), mask[visit], pairs
            fetch_row(paths, person)
            for k in range(indptr[person], indptr[person + ONE]):
                fetch(here, uint64(indices[min(k + uint64(AHEAD), last)]))
                found = here[indices[k]] & own
                into[pairs], neighbour[pairs], shared[pairs] = visit - first, indices[k], found
                pairs += uint64(found != 0)
            for pair in range(start, pairs):
                fetch_row(paths, uint64(neighbour[pair]))
            visit += ONE
        for pair in range(pairs):
            add_row(gathered, uint64(into[pair]), paths, uint64(neighbour[pair]), shared[pair])
        for done in range(first, visit):
            person = uint64(who[done])
            depend, square = settle_row(paths, person, gathered, done - first, mask[done])
            total[person] += depend
            squares[person] += square
