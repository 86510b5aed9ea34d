"""The allocation with hours as a linear program, seats and people divisible: prices, and a guess.

Solved over some pairs; pairs that its prices show to be worth adding are added, until there is none among
the candidates, and no task whose people left out might be (column generation, Dantzig & Wolfe 1960).
"""

from __future__ import annotations

import time
from typing import NamedTuple

import numpy as np

from colead.engine.leadership.problem import Bools, Floats, Ints
from colead_large_allocation.candidates import Pairs, deepened
from colead_large_allocation.effort import Effort
from colead_large_allocation.hours_program import program_of, solve
from colead_large_allocation.question import Question

FIRST = 20
"""People a task that are given to the first program."""
ADDED = 15
"""People a task that a round adds at most."""
ROUNDS = 12
SHARE_OF_TIME = 0.4
"""Of the time that is left."""
MOST_PAIRS = 4_000_000
"""Pairs that are held in memory at most."""
WORTH = 1e-6
"""Share of the largest fit by which a pair must exceed its prices to be worth adding."""


class Prices(NamedTuple):
    """Steps that a seat of each task (T,), an hour of each person (P,), and a task of each (P,) cost."""

    task: Floats
    hour: Floats
    person: Floats

    def excess(self, question: Question, pairs: Pairs) -> Floats:
        """(n,) steps by which pairs exceed their prices."""
        hours = question.hours_of(pairs.task, pairs.person) * self.hour[pairs.person]
        return pairs.steps - self.task[pairs.task] - hours - self.person[pairs.person]


class Relaxed(NamedTuple):
    """pairs : the candidates. share : (n,) of a seat that the linear program gives each."""

    pairs: Pairs
    prices: Prices
    share: Floats


def relaxed(question: Question, pairs: Pairs, effort: Effort) -> Relaxed:
    """The best divided allocation; seats first, unless coverage is free."""
    largest = float(np.abs(pairs.steps).max(initial=1.0))
    bonus = 0.0 if question.demand.coverage == "free" else 4 * largest
    chosen = rank(question, pairs, pairs.steps) < FIRST
    until = time.perf_counter() + SHARE_OF_TIME * (effort.until - time.perf_counter())
    some, share, prices = pairs.kept(chosen), np.zeros(0), None
    for _round in range(ROUNDS):
        tried = pairs.kept(chosen)
        program = program_of(question, tried, None)
        answer = solve(program, tried.steps + bonus, whole=False, seconds=until - time.perf_counter())
        if not np.isfinite(answer.bound):  # not solved in time: the round before is as far as it goes
            break
        some, share, prices = tried, answer.x, _prices(question, tried, answer.price, bonus)
        pairs, chosen = _deeper(question, pairs, chosen, unsettled(pairs, prices.task))
        excess = prices.excess(question, pairs)
        new = (excess > WORTH * largest) & ~chosen
        if not new.any():
            break
        chosen |= new & (rank(question, pairs, np.where(new, excess, -np.inf)) < ADDED)
    everybody = np.zeros(pairs.size)
    everybody[places(question, pairs, some)[: share.size]] = share
    return Relaxed(pairs, prices or _without_program(question, pairs), everybody)


def unsettled(pairs: Pairs, price: Floats) -> Ints:
    """Tasks for which people left out might still be worth the price of a seat."""
    return np.flatnonzero(pairs.ceiling > price)


def rank(question: Question, pairs: Pairs, value: Floats) -> Ints:
    """(n,) 0 for the pair of each task that has the highest value, then 1, ..."""
    order = np.lexsort((-value, pairs.task))
    found = np.empty(pairs.size, np.int64)
    found[order] = np.arange(pairs.size) - pairs.starts(question)[pairs.task[order]]
    return found


def places(question: Question, pairs: Pairs, some: Pairs) -> Ints:
    """Where `some` of the pairs stand among them."""
    found: Ints = np.searchsorted(
        question.code(pairs.task, pairs.person), question.code(some.task, some.person)
    )
    return found


def _deeper(question: Question, pairs: Pairs, chosen: Bools, task: Ints) -> tuple[Pairs, Bools]:
    """Twice as many people for some tasks, while they fit in memory; `chosen` moves along."""
    if not task.size or pairs.size > MOST_PAIRS:
        return pairs, chosen
    some = pairs.kept(chosen)
    most = int(np.diff(pairs.starts(question)).max())
    pairs = deepened(question, pairs, task, 2 * most)
    moved = np.zeros(pairs.size, bool)
    moved[places(question, pairs, some)] = True
    return pairs, moved


def _prices(question: Question, some: Pairs, price: Floats, bonus: float) -> Prices:
    """Rows of the program: tasks, hours of people, and where there are, numbers or levels of their tasks."""
    people, tasks = np.unique(some.person), question.n_tasks
    hour, person = np.zeros(question.n_people), question.first_cost.astype(np.float64)
    hour[people] = price[tasks : tasks + people.size]
    if price.size >= tasks + 2 * people.size:
        person[people] = price[tasks + people.size : tasks + 2 * people.size]
    return Prices(price[:tasks] - bonus, hour, person)


def _without_program(question: Question, pairs: Pairs) -> Prices:
    """Seats at the price of their best pair: a bound, if a loose one."""
    highest = np.full(question.n_tasks, 0.0)
    np.maximum.at(highest, pairs.task, pairs.steps)
    return Prices(highest, np.zeros(question.n_people), question.first_cost)
