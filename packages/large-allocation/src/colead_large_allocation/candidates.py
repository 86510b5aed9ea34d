"""The pairs of task and person that a solver is given, and which others might still matter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from colead.engine.leadership.problem import Bools, Floats, Ints
from colead_large_allocation.question import Question

DRAWN = 4
"""People drawn for each task beside the best, so that seats can be filled where all want the same few."""


@dataclass(frozen=True, eq=False)
class Pairs:
    """task, person, steps : (n,) allowed pairs in the order of their codes, task by task.
    ceiling : (T,) no pair that is not here has more steps less the first cost of its person.
    """

    task: Ints
    person: Ints
    steps: Floats
    ceiling: Floats

    @property
    def size(self) -> int:
        return self.task.size

    def starts(self, question: Question) -> Ints:
        """(T + 1,) where the pairs of each task begin."""
        return np.searchsorted(self.task, np.arange(question.n_tasks + 1))

    def joined(self, question: Question, task: Ints, person: Ints, ceiling: Floats) -> Pairs:
        """With further pairs, of which some may be here or not allowed."""
        code = np.unique(np.append(question.code(self.task, self.person), question.code(task, person)))
        code = code[~np.isin(code, question.closed)] if question.closed.size else code
        task, person = code // question.n_people, code % question.n_people
        steps = question.scores.steps(task, person)
        allowed = steps > -np.inf
        return Pairs(task[allowed], person[allowed], steps[allowed], np.minimum(self.ceiling, ceiling))

    def kept(self, chosen: Bools) -> Pairs:
        """Only some of the pairs, without a ceiling."""
        nothing_known = np.full(self.ceiling.size, np.inf)
        return Pairs(self.task[chosen], self.person[chosen], self.steps[chosen], nothing_known)


def best_pairs(question: Question, count: int, seed: int) -> Pairs:
    """The best `count` people for each task, and a few drawn."""
    nobody = np.empty(0, np.int64)
    pairs = Pairs(nobody, nobody, np.empty(0), np.full(question.n_tasks, np.inf))
    pairs = deepened(question, pairs, np.arange(question.n_tasks), count)
    if count >= question.n_people:
        return pairs
    drawn = np.random.default_rng(seed).integers(question.n_people, size=(question.n_tasks, DRAWN))
    task = np.repeat(np.arange(question.n_tasks), DRAWN)
    return pairs.joined(question, task, drawn.ravel(), pairs.ceiling)


def deepened(question: Question, pairs: Pairs, task: Ints, count: int) -> Pairs:
    """With the best `count` people of the tasks `task`."""
    if not (task.size and question.n_people):
        return Pairs(pairs.task, pairs.person, pairs.steps, np.full(question.n_tasks, -np.inf))
    best = question.best(task, question.first_cost, count)
    ceiling = pairs.ceiling.copy()
    ceiling[task] = best.key[:, -1] if count < question.n_people else -np.inf
    some = best.key > -np.inf
    rows = np.broadcast_to(task[:, None], some.shape)
    return pairs.joined(question, rows[some], best.person[some], ceiling)
