"""The best allocation where people are counted in tasks, over all pairs, with proof.

A flow over the best candidates of each task gives prices; the prices tell which pairs left out might be
worth adding; they are added, and so on until there is none (column generation, Dantzig & Wolfe 1960).
"""

from __future__ import annotations

import numpy as np

from colead.engine.leadership.problem import Bools, Floats, Ints
from colead_large_allocation.candidates import Pairs, best_pairs
from colead_large_allocation.certificate import bound_in_steps
from colead_large_allocation.effort import Effort, Solved
from colead_large_allocation.flow import most_fit
from colead_large_allocation.potentials import Prices, prices_of
from colead_large_allocation.question import Question

ALL_PAIRS = 40_000
"""Up to so many pairs, all are candidates."""


def allocate_by_tasks(question: Question, effort: Effort) -> Solved:
    """Rounds of flow and prices until no pair left out is worth adding, or the time is over."""
    everybody = question.n_tasks * question.n_people <= ALL_PAIRS
    count = question.n_people if everybody else effort.candidates
    pairs, rounds = best_pairs(question, count, effort.seed), 0
    while True:
        rounds += 1
        used = most_fit(question, pairs)
        prices = prices_of(question, pairs, used)
        effort.progress(rounds, rounds + 1)
        more, worst = _worth_adding(question, pairs, prices, count << rounds)
        if not more[0].size or effort.over:
            break
        pairs = pairs.joined(question, *more, pairs.ceiling)
    bound = bound_in_steps(question, pairs, prices, worst)
    effort.progress(rounds, rounds)
    return _solved(question, pairs, used, prices, bound, not more[0].size, rounds)


def _worth_adding(
    question: Question, pairs: Pairs, prices: Prices, most: int
) -> tuple[tuple[Ints, Ints], Floats]:
    """Up to `most` pairs a task whose steps exceed both prices; (T,) the largest excess of each task.

    A task all whose other pairs stay below its price needs no look. Pairs that are held may exceed their
    prices too, at most as many as the task has seats, and they come among the best.
    """
    worst = np.zeros(question.n_tasks)
    task = np.flatnonzero(pairs.ceiling + prices.bonus > prices.task)
    if not task.size:
        return (task, task), worst
    best = question.best(task, prices.person, most + int(question.seats[task].max()))
    excess = best.key + prices.bonus - prices.task[task][:, None]
    new = excess > 0
    new[new] = ~np.isin(
        question.code(np.broadcast_to(task[:, None], new.shape)[new], best.person[new]),
        question.code(pairs.task, pairs.person),
    )
    worst[task] = np.where(new, excess, 0).max(axis=1)
    return (np.broadcast_to(task[:, None], new.shape)[new], best.person[new]), worst


def _solved(
    question: Question, pairs: Pairs, used: Bools, prices: Prices, bound: int, exact: bool, rounds: int
) -> Solved:
    task, person = pairs.task[used], pairs.person[used]
    filled, bonus = task.size, int(prices.bonus)
    return Solved(
        task=task,
        person=person,
        filled_bound=filled if not bonus else _filled_bound(question, bound, filled, bonus),
        bound=(bound - bonus * filled) * question.scores.unit + question.rounding,
        exact=exact,
        rounds=rounds,
        method="min-cost flow",
    )


def _filled_bound(question: Question, bound: int, filled: int, bonus: int) -> int:
    """Whole bonuses in the bound; what is left over is fit, far smaller than half a bonus."""
    return min(question.wanted, max(filled, (bound + bonus // 2) // bonus))
