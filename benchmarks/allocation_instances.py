"""Made-up leadership tasks and people, the same for the same seed, and what an answer is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from colead_large_allocation.blockwise import STEPS, BlockwiseFit

COMPETENCIES = 30
PROFILES = 12
LOAD_COST = np.array([0.0, 0.05, 0.15, 0.3])
"""Fit that a person's 1st, 2nd, 3rd, ... task costs, where people are counted in tasks."""
Array = NDArray[Any]


class Answer(NamedTuple):
    """A pair for each seat held; bound = proven, NaN = the tool proves none."""

    task: Array
    person: Array
    bound: float = np.nan


@dataclass(frozen=True, eq=False)
class Instance:
    """Tasks and people; `hours` None = people are counted in tasks."""

    fits: BlockwiseFit
    seats: Array
    hours: Array | None
    capacity: Array
    formal_leader: Array

    @property
    def shape(self) -> tuple[int, int]:
        return self.fits.shape

    @property
    def load_cost(self) -> Array:
        return LOAD_COST if self.hours is None else np.zeros(1)

    def arguments(self) -> dict[str, Any]:
        """What `allocate` is given beside the fit."""
        given = {"seats": self.seats, "hours": self.hours, "capacity": self.capacity}
        return given | {"load_cost": self.load_cost}

    def worth(self, answer: Answer) -> float:
        """Fit of the pairs, less what the tasks of each person cost."""
        tasks = np.bincount(answer.person, minlength=self.shape[1])
        steps = np.minimum(np.arange(tasks.max(initial=0)), self.load_cost.size - 1)
        cost = np.append(0.0, np.cumsum(self.load_cost[steps]))[tasks].sum()
        return float(np.nansum(self.fits.fit(answer.task, answer.person)) - cost)

    def broken(self, answer: Answer) -> str:
        """What is wrong with an answer, "" = nothing."""
        task, person = answer.task, answer.person
        n_tasks, n_people = self.shape
        taken = np.bincount(person, None if self.hours is None else self.hours[task], minlength=n_people)
        found = {
            "twice on a task": len(task) - len(np.unique(task * np.int64(n_people) + person)),
            "not allowed": int(np.isnan(self.fits.fit(task, person)).sum()),
            "too many on a task": int((np.bincount(task, minlength=n_tasks) > self.seats).sum()),
            "overloaded": int((taken > self.capacity + 1e-6).sum()),
        }
        return ", ".join(f"{count} {rule}" for rule, count in found.items() if count)


def instance(tasks: int, people: int, by_hours: bool, scarce: bool, seed: int = 1) -> Instance:
    """People of twelve correlated profiles; tasks of three to six needs, the weightiest of them critical.

    Two in three people are free; where they are `scarce`, two for each task, who are too few for all seats.
    """
    random = np.random.default_rng([seed, tasks, people, by_hours])
    profile = random.integers(0, 5, (PROFILES, COMPETENCIES), dtype=np.int8)
    level = profile[random.integers(0, PROFILES, people)]
    level += random.integers(-1, 2, level.shape, dtype=np.int8)
    level = np.clip(level, 0, 4).astype(np.uint8)
    level[random.random(level.shape, dtype=np.float32) < 0.1] = 255
    wish = random.integers(-1, 3, level.shape, dtype=np.int8)
    needed, weight = np.zeros((tasks, COMPETENCIES), np.int8), np.zeros((tasks, COMPETENCIES))
    for task in range(tasks):
        asked = random.choice(COMPETENCIES, random.integers(3, 7), replace=False)
        needed[task, asked] = random.integers(2, 5, asked.size)
        weight[task, asked] = random.integers(1, 6, asked.size)
    critical = (weight > 0) & (weight == weight.max(axis=1, keepdims=True))
    return Instance(
        fits=BlockwiseFit(level, needed, weight, critical, wish, wish_weight=0.1),
        seats=random.integers(1, 4, tasks),
        hours=random.integers(2, 13, tasks) / 2 if by_hours else None,
        capacity=_room(random, 2 * tasks / people if scarce else 2 / 3, people, by_hours),
        formal_leader=random.random(people) < 1 / 7,
    )


def _room(random: np.random.Generator, free: float, people: int, by_hours: bool) -> Array:
    """Hours, or tasks, of a share of the people."""
    most = random.integers(1, 13, people) / 2 if by_hours else random.integers(1, 3, people)
    return np.where(random.random(people) < free, most, 0.0)


class Scorer:
    """The fit of one task for everybody: quick enough to look at some hundred million pairs."""

    def __init__(self, fits: BlockwiseFit) -> None:
        self.needs = fits.needs
        self.levels = np.ascontiguousarray(fits.levels.T)
        self.wishes = np.ascontiguousarray(fits.wishes.T)

    def of(self, task: int) -> Array:
        """(P,) NaN = not allowed."""
        score = np.zeros(self.levels.shape[1], np.int16)
        out = np.zeros(score.size, bool)
        for need in range(self.needs.start[task], self.needs.start[task + 1]):
            k, enough = self.needs.competency[need], self.needs.needed[need]
            score += np.clip(self.levels[k], 0, enough) * self.needs.worth[need]
            score += self.wishes[k] * self.needs.liking[need]
            if self.needs.critical[need]:
                out |= self.levels[k] < enough
        return np.where(out, np.nan, score / STEPS)


def matrix(given: Instance) -> Array:
    """(T, P) the fit of every pair; NaN = not allowed."""
    scorer = Scorer(given.fits)
    return np.stack([scorer.of(task) for task in range(given.shape[0])])
