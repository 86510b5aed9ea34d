"""Leadership tasks and people of any number, made up by a seed: what is needed, can be done and is liked."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from colead.engine.leadership.blockwise import BlockwiseFit

COMPETENCIES = 30
PROFILES = 12  # kinds of people: who is good at one thing is often good at what goes with it
FORMAL_LEADERS = 0.12
SCORED_TOGETHER = 100  # tasks, so that a matrix of ten million pairs does not need many times its memory


class Instance(NamedTuple):
    """T tasks, P people. hours : (T,), None where people are counted in tasks; capacity accordingly."""

    fits: BlockwiseFit
    seats: NDArray[np.int64]
    hours: NDArray[np.float64] | None
    capacity: NDArray[np.float64]
    formal: NDArray[np.bool_]

    @property
    def taken(self) -> NDArray[np.float64]:
        """(T,) what a seat takes of a person's capacity."""
        return np.ones(len(self.seats)) if self.hours is None else self.hours

    def matrix(self) -> NDArray[np.float64]:
        """(T, P) fit; NaN where a person may not hold the task, or has too little room for it."""
        tasks, people = self.fits.shape
        everybody = np.arange(people)
        found = np.empty((tasks, people))
        for first in range(0, tasks, SCORED_TOGETHER):
            some = np.arange(first, min(first + SCORED_TOGETHER, tasks))
            found[some] = self.fits.fit(np.repeat(some, people), np.tile(everybody, some.size)).reshape(
                some.size, people
            )
        found[self.taken[:, None] > self.capacity] = np.nan
        return found


def make_up(tasks: int, people: int, *, by_hours: bool, seed: int = 1) -> Instance:
    """Return an instance; the same seed gives the same."""
    random = np.random.default_rng(seed)
    needed = np.zeros((tasks, COMPETENCIES), np.uint8)
    weight = np.zeros((tasks, COMPETENCIES))
    for task in range(tasks):
        asked = random.choice(COMPETENCIES, random.integers(3, 7), replace=False)
        needed[task, asked] = random.integers(1, 5, asked.size)
        weight[task, asked] = random.integers(1, 6, asked.size)
    fits = BlockwiseFit(
        _levels(people, random), needed, weight, _critical(needed, random), _wishes(people, random)
    )
    return Instance(
        fits,
        seats=random.integers(1, 4, tasks),
        hours=random.integers(1, 13, tasks) / 2 if by_hours else None,
        capacity=random.integers(0, 17, people) / 2 if by_hours else random.integers(0, 5, people) * 1.0,
        formal=random.random(people) < FORMAL_LEADERS,
    )


def _levels(people: int, random: np.random.Generator) -> NDArray[np.uint8]:
    profile = random.uniform(0.5, 3.0, (PROFILES, COMPETENCIES)).astype(np.float32)
    own = random.standard_normal((people, COMPETENCIES), np.float32)
    return np.clip(np.rint(profile[random.integers(0, PROFILES, people)] + own), 0, 4).astype(np.uint8)


def _wishes(people: int, random: np.random.Generator) -> NDArray[np.int8]:
    return random.choice(np.arange(-1, 3, dtype=np.int8), (people, COMPETENCIES), p=(0.2, 0.4, 0.3, 0.1))


def _critical(needed: NDArray[np.uint8], random: np.random.Generator) -> NDArray[np.bool_]:
    critical: NDArray[np.bool_] = (needed > 0) & (random.random(needed.shape) < 0.15)
    return critical
