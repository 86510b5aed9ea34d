"""Many tasks and people with hours: candidates, a bound over all pairs, and a search that ends near it."""

from __future__ import annotations

import numpy as np

from colead.engine.leadership.problem import Bools, Ints
from colead_large_allocation.by_hours import better, cover, in_order, left, solved, worth
from colead_large_allocation.candidates import Pairs, best_pairs
from colead_large_allocation.effort import Effort, Solved
from colead_large_allocation.hours_bound import bound_over_all_pairs
from colead_large_allocation.hours_program import program_of, solve
from colead_large_allocation.hours_relaxed import Relaxed, rank, relaxed
from colead_large_allocation.question import Question

NEAR = (4, 8, 15, 30)
"""People a task that are given to the search: few first, which is quick and nearly always enough."""
QUICK = 8
"""Up to so many the search goes on although the gap asked for is reached, and begins from nothing."""
CLOSE = 0.1
"""Share of the gap asked for at which it ends in any case."""
PARTS = 5


def allocate_at_scale(question: Question, effort: Effort) -> Solved:
    """Divide, take the guess, fill seats, bound, search."""
    pairs = best_pairs(question, effort.candidates, effort.seed)
    effort.progress(1, PARTS)
    guess = relaxed(question, pairs, effort)
    effort.progress(2, PARTS)
    near, start, nearness = _near(question, guess)
    start, filled_bound = cover(question, near, start, effort, everybody=False)
    filled = None if question.demand.coverage == "free" else int(start.sum())
    effort.progress(3, PARTS)
    reached = worth(question, near, start)
    bound = bound_over_all_pairs(question, guess.pairs, guess.prices.task, filled, reached, effort)
    effort.progress(4, PARTS)
    used = _searched(question, near, start, nearness, filled, bound, effort)
    effort.progress(PARTS, PARTS)
    return solved(question, near, used, int(used.sum()) if filled is None else filled_bound, bound)


def _near(question: Question, guess: Relaxed) -> tuple[Pairs, Bools, Ints]:
    """The pairs that come nearest to their prices, a first allocation that follows the guess, and (n,) each
    pair's rank among those of its task, 0 for all of the guess.
    """
    pairs, excess = guess.pairs, guess.prices.excess(question, guess.pairs)
    spread = float(np.ptp(excess)) if excess.size else 0.0
    start = in_order(question, pairs, excess + guess.share * (1 + spread))
    nearness = np.where(guess.share > 0, 0, rank(question, pairs, excess))
    near = start | (nearness < NEAR[-1])
    return pairs.kept(near), start[near], nearness[near]


def _searched(
    question: Question,
    pairs: Pairs,
    start: Bools,
    nearness: Ints,
    filled: int | None,
    bound: float,
    effort: Effort,
) -> Bools:
    """From `start` on, among ever more pairs, until the gap that was asked for is reached."""
    used = start
    for count in NEAR:
        gap = (bound - worth(question, pairs, used)) / max(abs(bound), 1e-9)
        if gap <= effort.gap * (CLOSE if count <= QUICK else 1.0) or effort.over:
            break
        some = (nearness < count) | (used & (count > QUICK))
        answer = solve(
            program_of(question, pairs.kept(some), filled),
            pairs.steps[some],
            gap=CLOSE * effort.gap,
            seconds=left(effort) / 2,
            start=used[some] if count > QUICK else None,
            enough=bound - CLOSE * effort.gap * abs(bound),
        )
        if answer.used is not None:
            found = np.zeros(pairs.size, bool)
            found[some] = answer.used
            used = better(question, pairs, found, used)
    return used
