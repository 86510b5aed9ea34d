"""What each person would take on if their tasks brought given gains: a small knapsack each; compiled.

Branch and bound over the tasks from the most gain an hour down (Horowitz & Sahni 1974). Costs of the 1st,
2nd, ... task never fall, so a task that gains less than the next cost is in no best set.
"""

from __future__ import annotations

import numpy as np
from numba import njit

UNTRIED, TAKEN, LEFT = 0, 1, 2
LEAST_HOURS = 1e-9


@njit(cache=True, nogil=True)
def best_loads(starts, task, gain, hours, capacity, most, costs, nodes):  # type: ignore[no-untyped-def,unused-ignore]
    """Total of what everybody gains at best, never too low, and (n,) which pairs they choose.

    starts : (P + 1,) where each person's pairs begin. costs : (1 or P, L).
    nodes : steps for one person, after which the fractional bound counts instead.
    """
    chosen = np.zeros(task.size, np.bool_)
    total = 0.0
    for p in range(starts.size - 1):
        cost = costs[p if costs.shape[0] > 1 else 0]
        beyond = gain[starts[p] : starts[p + 1]] - cost[0]
        item = worthwhile(beyond, hours[starts[p] : starts[p + 1]], capacity[p])
        if item.size and most[p] > 0:
            further, beyond = cost - cost[0], beyond[item]
            item += starts[p]
            best, kept = best_set(beyond, hours[item], capacity[p], most[p], further, nodes)
            total += best
            for place in range(item.size):
                chosen[item[place]] = kept[place]
    return total, chosen


@njit(cache=True, nogil=True)
def worthwhile(gain, hours, capacity):  # type: ignore[no-untyped-def,unused-ignore]
    """Places of the tasks that gain something and fit, the most gain an hour first."""
    place = np.flatnonzero((gain > 0) & (hours <= capacity))
    if place.size < 2:
        return place
    return place[np.argsort(-gain[place] / np.maximum(hours[place], LEAST_HOURS), kind="mergesort")]


@njit(cache=True, nogil=True)
def fractional(gain, hours, first, room):  # type: ignore[no-untyped-def,unused-ignore]
    """What the tasks from `first` on gain at most where they may be divided and cost nothing further."""
    total, task = 0.0, first
    while task < gain.size and room > 0:
        share = min(1.0, room / max(hours[task], LEAST_HOURS))
        total += share * gain[task]
        room -= share * hours[task]
        task += 1
    return total


@njit(cache=True, nogil=True)
def best_set(gain, hours, capacity, most, cost, nodes):  # type: ignore[no-untyped-def,unused-ignore]
    """The best value (an upper bound where `nodes` do not suffice) and the best set found.

    gain : more than 0, the first cost taken off. cost : what the 1st, 2nd, ... costs beyond that, from 0 up.
    """
    n, last = gain.size, cost.size - 1
    state, kept = np.zeros(n, np.int8), np.zeros(n, np.bool_)
    best, value, room, count, steps, k = 0.0, 0.0, capacity, 0, 0, 0
    while k >= 0 and steps < nodes:
        steps += 1
        if k < n and state[k] == UNTRIED:
            extra = gain[k] - cost[min(count, last)]
            if extra > 0 and count < most and hours[k] <= room:
                state[k] = TAKEN
                value, room, count = value + extra, room - hours[k], count + 1
                if value > best:
                    best = value
                    kept = state == TAKEN
            else:
                state[k] = LEFT
        elif k < n and state[k] == TAKEN:
            count -= 1
            state[k] = LEFT
            value, room = value - (gain[k] - cost[min(count, last)]), room + hours[k]
        else:
            k = back(state, k)
            continue
        if state[k] == TAKEN or value + fractional(gain, hours, k + 1, room) > best * (1 + 1e-12):
            k += 1
    return (best, kept) if k < 0 else (max(best, fractional(gain, hours, 0, capacity)), kept)


@njit(cache=True, nogil=True)
def back(state, k):  # type: ignore[no-untyped-def,unused-ignore]
    """The last task before k that is taken and could be left instead; those after it are untried again."""
    k = min(k, state.size - 1)
    while k >= 0 and state[k] != TAKEN:
        state[k] = UNTRIED
        k -= 1
    return k
