"""Prices of tasks and people: the proof that a flow is the best there is.

A pair is worth adding only where its steps exceed the price of its task and of its person together. Prices
are the potentials of the residual network (Ahuja, Magnanti & Orlin 1993, ch. 9), found by relaxing from the
least prices of people upward, only where something changed (Bellman-Ford).

Where seats come first, each held pair counts FILLED steps more. Sums of FILLED stay exact in float64.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from colead.engine.leadership.problem import Bools, Floats, Ints
from colead_large_allocation.candidates import Pairs
from colead_large_allocation.question import Question

FILLED = 2.0**51
"""Steps that a filled seat is worth: more than any fit that filling it may cost elsewhere."""


class Prices(NamedTuple):
    """task : (T,), person : (P,) steps. bonus : steps that every held pair counts more."""

    task: Floats
    person: Floats
    bonus: float


def prices_of(question: Question, pairs: Pairs, used: Bools) -> Prices:
    """The least prices of people, and so the highest of tasks, that prove `used` the best among `pairs`."""
    bonus = FILLED if question.demand.coverage == "first" else 0.0
    value = pairs.steps + bonus
    load = np.bincount(pairs.person[used], minlength=question.n_people)
    person = question.cost(np.arange(question.n_people), np.maximum(load - 1, 0)).astype(np.float64)
    held = _Held(question, pairs, used, value)
    starts = pairs.starts(question)
    task = np.full(question.n_tasks, np.inf)
    changed = np.arange(question.n_tasks)
    while changed.size:
        new = held.price(changed, person)
        fell = new < task[changed]
        changed = changed[fell]
        task[changed] = new[fell]
        rows = _rows(starts, changed)
        rows = rows[~used[rows] & (load[pairs.person[rows]] > 0)]
        asked = value[rows] - task[pairs.task[rows]]
        rose = asked > person[pairs.person[rows]]
        who = pairs.person[rows][rose]
        np.maximum.at(person, who, asked[rose])
        changed = held.tasks_of(np.unique(who))
    return Prices(task, person, bonus)


class _Held:
    """The held pairs, by task and by person."""

    def __init__(self, question: Question, pairs: Pairs, used: Bools, value: Floats) -> None:
        self.task, self.person, self.value = pairs.task[used], pairs.person[used], value[used]
        self.starts = np.searchsorted(self.task, np.arange(question.n_tasks + 1))
        self.open = np.diff(self.starts) < question.seats
        self.by_person = np.argsort(self.person, kind="stable")
        self.person_starts = np.searchsorted(self.person[self.by_person], np.arange(question.n_people + 1))

    def price(self, task: Ints, person: Floats) -> Floats:
        """(n,) what the least held pair of each task leaves; 0 where a seat is open."""
        rows = _rows(self.starts, task)
        found = np.where(self.open[task], 0.0, np.inf)
        place = np.repeat(np.arange(task.size), np.diff(self.starts)[task])
        np.minimum.at(found, place, self.value[rows] - person[self.person[rows]])
        return found

    def tasks_of(self, person: Ints) -> Ints:
        held: Ints = np.unique(self.task[self.by_person[_rows(self.person_starts, person)]])
        return held


def _rows(starts: Ints, which: Ints) -> Ints:
    """Positions of all entries of the groups `which`."""
    size = starts[which + 1] - starts[which]
    shift = np.repeat(starts[which] - np.append(0, np.cumsum(size)[:-1]), size)
    places: Ints = np.arange(shift.size) + shift
    return places
