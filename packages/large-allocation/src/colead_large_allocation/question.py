"""The demand as the solvers see it: what is locked set aside, and tasks and people in the order of the draw.

The seed decides among equals. It does so by the order in which tasks and people are looked at, so nobody is
favoured for standing early in a list.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from colead.engine.leadership.problem import Floats, Ints
from colead_large_allocation.demand import HOURS_TOLERANCE, Demand
from colead_large_allocation.scores import Best, Room, Scores, rest


@dataclass(frozen=True, eq=False)
class Question:
    """T tasks with open seats and P people who may take more, in the order of the draw.

    task, person : rows and columns of the demand that they are.
    seats, most, capacity : what is left beside locked pairs.
    load : (1 or P, L) steps that a person's next task, the one after, ... costs; the last is for all beyond.
    closed : codes of the locked pairs, which cannot be held twice.
    """

    demand: Demand
    scores: Scores
    task: Ints
    person: Ints
    seats: Ints
    most: Ints
    capacity: Floats
    load: Floats
    closed: Ints

    @property
    def n_tasks(self) -> int:
        return self.task.size

    @property
    def n_people(self) -> int:
        return self.person.size

    @property
    def wanted(self) -> int:
        return int(self.seats.sum())

    @property
    def first_cost(self) -> Floats:
        """(P,) steps that the next task costs."""
        return np.broadcast_to(self.load[:, 0], self.n_people)

    @property
    def rounding(self) -> float:
        """Fit by which the objective may differ from its steps, at most."""
        return self.wanted * (self.scores.rounding + rest(self.demand.load, self.scores.unit))

    def cost(self, person: Ints, nth: Ints) -> Floats:
        """Steps that the nth further task (from 0) costs each of `person`."""
        rows = person if len(self.load) > 1 else np.zeros(person.size, np.int64)
        found: Floats = self.load[rows, np.minimum(nth, self.load.shape[1] - 1)]
        return found

    def code(self, task: Ints, person: Ints) -> Ints:
        """One number for a pair."""
        return task * np.int64(self.n_people) + person

    def hours_of(self, task: Ints, person: Ints) -> Floats:
        return self.demand.hours_of(self.task[task], self.person[person])

    def best(self, task: Ints, price: Floats, count: int) -> Best:
        """The best people for each task, without pairs that are closed."""
        extra = int(np.bincount(self.closed // max(1, self.n_people)).max()) if self.closed.size else 0
        found = self.scores.best(task, price, count + extra)
        if not extra:
            return found
        found.key[np.isin(self.code(task[:, None], found.person), self.closed)] = -np.inf
        # behind the others, so that the last key still bounds everybody left out
        order = np.argsort(-found.key, axis=1, kind="stable")[:, :count]
        return Best(np.take_along_axis(found.person, order, 1), np.take_along_axis(found.key, order, 1))


def question_of(demand: Demand, seed: int) -> Question:
    """Set aside what is locked, and draw the order."""
    random = np.random.default_rng(seed)
    n_tasks, n_people = demand.shape
    locked_task, locked_person = demand.locked.T
    held = np.bincount(locked_person, minlength=n_people)
    seats = demand.seats - np.bincount(locked_task, minlength=n_tasks)
    most = demand.most - held
    hours = np.bincount(locked_person, demand.hours_of(locked_task, locked_person), minlength=n_people)
    capacity = demand.capacity - hours
    task, person = _drawn(seats > 0, random), _drawn(most > 0, random)
    room = None if demand.hours is None else Room(demand.hours, capacity + HOURS_TOLERANCE)
    scores = demand.fits.arranged(task, person, room, demand.load)
    question = Question(
        demand=demand,
        scores=scores,
        task=task,
        person=person,
        seats=seats[task],
        most=np.minimum(most[person], task.size),
        capacity=capacity[person],
        load=np.rint(_load(demand.load, held, person) / scores.unit),
        closed=np.empty(0, np.int64),
    )
    return question if not demand.locked.size else _closing(question, demand)


def _drawn(chosen: np.ndarray[tuple[int], np.dtype[np.bool_]], random: np.random.Generator) -> Ints:
    return random.permutation(np.flatnonzero(chosen))


def _load(load: Floats, held: Ints, person: Ints) -> Floats:
    """Costs from the first task on that is not locked."""
    if not held.any():
        return load[person] if len(load) > 1 else load
    nth = np.minimum(held[person][:, None] + np.arange(load.shape[1]), load.shape[1] - 1)
    shifted: Floats = load[person[:, None] if len(load) > 1 else 0, nth]
    return shifted


def _closing(question: Question, demand: Demand) -> Question:
    n_tasks, n_people = demand.shape
    place_of_task, place_of_person = np.full(n_tasks, -1), np.full(n_people, -1)
    place_of_task[question.task] = np.arange(question.n_tasks)
    place_of_person[question.person] = np.arange(question.n_people)
    task, person = place_of_task[demand.locked[:, 0]], place_of_person[demand.locked[:, 1]]
    both = (task >= 0) & (person >= 0)
    closed = np.sort(question.code(task[both], person[both]))
    return Question(**(vars(question) | {"closed": closed}))
