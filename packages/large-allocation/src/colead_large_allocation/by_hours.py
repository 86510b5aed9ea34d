"""The best allocation with hours: as many seats as possible, then the most fit, and what is proven of it."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from colead.engine.leadership.problem import Bools, Floats
from colead_large_allocation.by_tasks import allocate_by_tasks
from colead_large_allocation.candidates import Pairs, best_pairs
from colead_large_allocation.demand import HOURS_TOLERANCE
from colead_large_allocation.effort import Effort, Solved
from colead_large_allocation.hours_kernels import take_in_order
from colead_large_allocation.hours_program import program_of, solve
from colead_large_allocation.question import Question

ALL_PAIRS = 60_000
"""Up to so many pairs all are given to the solver."""


def allocate_by_hours(question: Question, effort: Effort) -> Solved:
    """All pairs where they are few; else candidates, and prices that bound what all others could add."""
    if question.n_tasks * question.n_people > ALL_PAIRS:
        from colead_large_allocation.hours_at_scale import allocate_at_scale

        return allocate_at_scale(question, effort)
    pairs = best_pairs(question, question.n_people, effort.seed)
    start = in_order(question, pairs, pairs.steps)
    start, filled_bound = cover(question, pairs, start, effort, everybody=True)
    filled = None if question.demand.coverage == "free" else int(start.sum())
    used, bound = _most_fit(question, pairs, start, filled, effort)
    return solved(question, pairs, used, int(used.sum()) if filled is None else filled_bound, bound)


def cover(
    question: Question, pairs: Pairs, start: Bools, effort: Effort, *, everybody: bool
) -> tuple[Bools, int]:
    """Pairs that fill as many seats as `pairs` allow, and how many can be filled at all.

    `everybody` : all allowed pairs are in `pairs`, so that what is proven of them is proven of all.
    """
    if question.demand.coverage == "free":
        return start, int(start.sum())
    most = most_seats(question, effort) if start.sum() < question.wanted else question.wanted
    if start.sum() == most:
        return start, most
    count = np.ones(pairs.size)
    program = program_of(replace(question, load=np.zeros((1, 1))), pairs, None)
    answer = solve(program, count, seconds=left(effort) / 2, start=start, enough=float(most))
    used = start
    if answer.used is not None and answer.used.sum() > start.sum() and holds(question, pairs, answer.used):
        used = answer.used
    if everybody and answer.bound < most:
        most = max(int(used.sum()), int(np.floor(answer.bound + 1e-6)))
    return used, most


def most_seats(question: Question, effort: Effort) -> int:
    """No allocation fills more seats: each person takes so many tasks as their hours hold of the shortest."""
    hours = question.demand.hours
    if hours is None or hours.ndim == 2:
        least = np.zeros(question.n_tasks) if hours is None else np.sort(hours[question.task].min(axis=1))
    else:
        least = np.sort(hours[question.task])
    within = np.searchsorted(np.cumsum(least), question.capacity + HOURS_TOLERANCE, side="right")
    loose = replace(question, most=np.minimum(question.most, within))
    return allocate_by_tasks(loose, replace(effort, progress=lambda _done, _total: None)).filled_bound


def in_order(question: Question, pairs: Pairs, value: Floats) -> Bools:
    """A first allocation: the pairs of the highest value first."""
    order = np.argsort(-value, kind="stable")
    used: Bools = take_in_order.at(pairs.size)(
        order,
        pairs.task,
        pairs.person,
        question.hours_of(pairs.task, pairs.person),
        question.seats,
        question.capacity + HOURS_TOLERANCE,
        question.most,
    )
    return used


def worth(question: Question, pairs: Pairs, used: Bools) -> float:
    """Steps of the pairs held, less what load costs."""
    person = np.sort(pairs.person[used])
    nth = np.arange(person.size) - np.searchsorted(person, person)
    return float(pairs.steps[used].sum() - question.cost(person, nth).sum())


def holds(question: Question, pairs: Pairs, used: Bools) -> bool:
    """Whether nobody has more than they can carry, and no task more people than seats."""
    task, person = pairs.task[used], pairs.person[used]
    hours = np.bincount(person, question.hours_of(task, person), minlength=question.n_people)
    return bool(
        (np.bincount(task, minlength=question.n_tasks) <= question.seats).all()
        and (np.bincount(person, minlength=question.n_people) <= question.most).all()
        and (hours <= question.capacity + HOURS_TOLERANCE).all()
    )


def better(question: Question, pairs: Pairs, used: Bools | None, than: Bools) -> Bools:
    """`used` where it holds and is worth more with as many seats, else `than`."""
    if used is None or (used.sum() < than.sum() and question.demand.coverage == "first"):
        return than
    gained = worth(question, pairs, used) > worth(question, pairs, than) or used.sum() > than.sum()
    return used if gained and holds(question, pairs, used) else than


def solved(question: Question, pairs: Pairs, used: Bools, filled_bound: int, bound: float) -> Solved:
    reached = worth(question, pairs, used)
    return Solved(
        task=pairs.task[used],
        person=pairs.person[used],
        filled_bound=filled_bound,
        bound=max(bound, reached) * question.scores.unit + question.rounding,
        exact=bound <= reached + 1e-9 * abs(reached) + 1e-6,
        rounds=1,
        method="mixed-integer program",
    )


def _most_fit(
    question: Question, pairs: Pairs, start: Bools, filled: int | None, effort: Effort
) -> tuple[Bools, float]:
    """Within the gap first; then a little longer, since a small question is often closed entirely."""
    program = program_of(question, pairs, filled)
    answer = solve(program, pairs.steps, gap=effort.gap, seconds=left(effort), start=start)
    used, bound = better(question, pairs, answer.used, start), answer.bound
    if effort.gap > 0:
        last = min(SECONDS_TO_CLOSE, left(effort))
        answer = solve(program, pairs.steps, seconds=last, start=used)
        used, bound = better(question, pairs, answer.used, used), min(bound, answer.bound)
    return used, bound


SECONDS_TO_CLOSE = 10.0
"""How long to look for the optimum itself when the gap that was asked for is reached."""


def left(effort: Effort) -> float:
    return effort.until - time.perf_counter()
