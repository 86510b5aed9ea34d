"""The best people for every task, out of all pairs: compiled, block of people by block of people.

A block of levels stays near the processor while all tasks look at it. Scores are 16-bit numbers, of which one
instruction adds many; only where the best of some hundred people beats the least of those kept so far is each
of them looked at.
"""

from __future__ import annotations

import numpy as np
from numba import njit

STRIP = 128
"""People whose best is compared first."""
NONE = -32768
"""Score of a pair that is not allowed."""


@njit(cache=True, nogil=True, error_model="numpy")
def scan_block(block, first, needs, hours, price, factor, kept):  # type: ignore[no-untyped-def,unused-ignore]
    """Offer the people of one block to every task's heap of the best.

    block : level (K, B) int8 with -1 = nothing said, wish (K, B) int8, capacity (B,) or of size 0.
    first : place of the block's first person. hours : (T,) of a task; counted where there are capacities.
    needs : start (T + 1,) where each task's needs begin, and competency, needed, worth, liking, critical of
        every need. price : (B,) whole numbers; key = factor * score - price.
    kept : heap (T, count) of keys, the least at 0; person (T, count); filled (T,), how many are there.
    """
    level, wish, capacity = block
    heap, person, filled = kept
    people, count = level.shape[1], heap.shape[1]
    score, key = np.empty(people, np.int16), np.empty(people, price.dtype)
    for task in range(filled.size):
        score_block(level, wish, task, needs, score)
        if capacity.size:
            for i in range(people):
                if hours[task] > capacity[i]:
                    score[i] = np.int16(NONE)
        if factor == 1:
            for i in range(people):
                key[i] = score[i] - price[i]
        else:
            for i in range(people):
                key[i] = factor * score[i] - price[i]
        for begin in range(0, people, STRIP):
            if filled[task] < count or largest(key[begin : begin + STRIP]) > heap[task, 0]:
                offer_strip(key, score, begin, first, heap[task], person[task], filled, task)


@njit(cache=True, nogil=True, inline="always")
def score_block(level, wish, task, needs, score):  # type: ignore[no-untyped-def,unused-ignore]
    """(B,) the score of one task for everybody in the block."""
    start, competency, needed, worth, liking, critical = needs
    score[:] = 0
    zero = np.int8(0)
    for need in range(start[task], start[task + 1]):
        has, wants = level[competency[need]], wish[competency[need]]
        enough, value, like = needed[need], worth[need], liking[need]
        for i in range(score.size):
            met = np.int16(max(min(has[i], enough), zero))
            score[i] = np.int16(score[i] + np.int16(value * met) + np.int16(like * np.int16(wants[i])))
    for need in range(start[task], start[task + 1]):
        if critical[need]:
            has, enough = level[competency[need]], needed[need]
            for i in range(score.size):
                if has[i] < enough:
                    score[i] = np.int16(NONE)


@njit(cache=True, nogil=True, inline="always")
def largest(values):  # type: ignore[no-untyped-def,unused-ignore]
    best = values[0]
    for i in range(values.size):
        best = max(best, values[i])
    return best


@njit(cache=True, nogil=True)
def offer_strip(key, score, begin, first, heap, person, filled, task):  # type: ignore[no-untyped-def,unused-ignore]
    """Offer each person of a strip who is allowed."""
    for i in range(begin, min(begin + STRIP, key.size)):
        if score[i] > NONE:
            if filled[task] < heap.size:
                rise(heap, person, filled[task], key[i], first + i)
                filled[task] += 1
            elif key[i] > heap[0]:
                sink(heap, person, key[i], first + i)


@njit(cache=True, nogil=True)
def rise(heap, person, place, key, who):  # type: ignore[no-untyped-def,unused-ignore]
    """Put one more at the end of the heap, and up to where it belongs."""
    while place > 0 and heap[(place - 1) // 2] > key:
        heap[place], person[place] = heap[(place - 1) // 2], person[(place - 1) // 2]
        place = (place - 1) // 2
    heap[place], person[place] = key, who


@njit(cache=True, nogil=True)
def sink(heap, person, key, who):  # type: ignore[no-untyped-def,unused-ignore]
    """Put one in the place of the least, and down to where it belongs."""
    place, below = 0, 1
    while below < heap.size:
        if below + 1 < heap.size and heap[below + 1] < heap[below]:
            below += 1
        if heap[below] >= key:
            break
        heap[place], person[place] = heap[below], person[below]
        place, below = below, 2 * below + 1
    heap[place], person[place] = key, who
