"""Many tasks and people with hours: candidates, a bound over all pairs, and a search that ends near it."""

from __future__ import annotations

import numpy as np

from colead.engine.leadership.by_hours import better, cover, in_order, left, solved, worth
from colead.engine.leadership.candidates import Pairs, best_pairs
from colead.engine.leadership.effort import Effort, Solved
from colead.engine.leadership.hours_bound import bound_over_all_pairs
from colead.engine.leadership.hours_program import program_of, solve
from colead.engine.leadership.hours_relaxed import Relaxed, rank, relaxed
from colead.engine.leadership.problem import Bools
from colead.engine.leadership.question import Question

NEAR = 15
"""People a task that are given to the search."""
CLOSE = 0.1
"""Share of the gap asked for at which the search ends at once."""
SECONDS_WITHIN = 5.0
"""How long to look further where the gap asked for is reached."""
PARTS = 5


def allocate_at_scale(question: Question, effort: Effort) -> Solved:
    """Divide, take the guess, fill seats, bound, search."""
    pairs = best_pairs(question, effort.candidates, effort.seed)
    effort.progress(1, PARTS)
    guess = relaxed(question, pairs, effort)
    effort.progress(2, PARTS)
    near, start = _near(question, guess)
    start, filled_bound = cover(question, near, start, effort, everybody=False)
    filled = None if question.demand.coverage == "free" else int(start.sum())
    effort.progress(3, PARTS)
    reached = worth(question, near, start)
    bound = bound_over_all_pairs(question, guess.pairs, guess.prices.task, filled, reached, effort)
    effort.progress(4, PARTS)
    used = _searched(question, near, start, filled, bound, effort)
    effort.progress(PARTS, PARTS)
    return solved(question, near, used, int(used.sum()) if filled is None else filled_bound, bound)


def _near(question: Question, guess: Relaxed) -> tuple[Pairs, Bools]:
    """The pairs that come nearest to their prices, and a first allocation that follows the guess."""
    pairs, excess = guess.pairs, guess.prices.excess(question, guess.pairs)
    spread = float(np.ptp(excess)) if excess.size else 0.0
    start = in_order(question, pairs, excess + guess.share * (1 + spread))
    near = start | (guess.share > 0) | (rank(question, pairs, excess) < NEAR)
    return pairs.kept(near), start[near]


def _searched(
    question: Question, pairs: Pairs, start: Bools, filled: int | None, bound: float, effort: Effort
) -> Bools:
    """From `start` on until the gap is reached; then a little longer, until little of it is left."""
    program, used = program_of(question, pairs, filled), start
    for share, seconds in ((1.0, np.inf), (CLOSE, SECONDS_WITHIN)):
        enough = bound - share * effort.gap * abs(bound)
        if worth(question, pairs, used) >= enough or effort.over:
            continue
        answer = solve(
            program,
            pairs.steps,
            gap=CLOSE * effort.gap,
            seconds=min(seconds, left(effort)),
            start=used,
            enough=enough,
        )
        used = better(question, pairs, answer.used, used)
    return used
