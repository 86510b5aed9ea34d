"""Fits as whole numbers of steps, and the best people for each task by them.

Flows are exact in whole numbers. So a fit is counted in steps so small that rounding to them hardly matters,
and what little it may matter is added to the proven bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol, runtime_checkable

import numpy as np

from colead.engine.leadership.problem import Bools, Floats, Ints

LARGEST = 2.0**30
"""Steps of the largest fit."""
WHOLE = 1e-6
"""Share of a step by which a number may miss a whole one, since 0.1 is no binary number."""
BLOCK = 1 << 20
"""Pairs that are looked at together."""
SMALL_BLOCK = 1 << 16
"""Pairs of which several numbers each stay near the processor."""


class Best(NamedTuple):
    """person, key : (tasks, count) the best first; key = steps - price, -inf = nobody more."""

    person: Ints
    key: Floats


class Room(NamedTuple):
    """hours : (T,) or (T, P) that a seat takes. capacity : (P,) that a person has."""

    hours: Floats
    capacity: Floats


class Scores(Protocol):
    """Scores of arranged tasks and people: places 0, 1, ... in the order that was drawn."""

    unit: float
    """Fit of one step."""
    rounding: float
    """No fit differs by more from its steps."""

    def best(self, task: Ints, price: Floats, count: int) -> Best:
        """The `count` people with the highest steps less price (P,), for each of `task` (n,)."""

    def steps(self, task: Ints, person: Ints) -> Floats:
        """(n,) whole numbers; -inf = not allowed."""


@runtime_checkable
class Fits(Protocol):
    """Whatever knows the fit of every pair of task and person."""

    @property
    def shape(self) -> tuple[int, int]:
        """Tasks, people."""

    def fit(self, task: Ints, person: Ints) -> Floats:
        """(n,) fit of pairs; NaN = not allowed."""

    def arranged(self, task: Ints, person: Ints, room: Room | None, costs: Floats) -> Scores:
        """The scores of these tasks and people in this order; `room` rules out those with too few hours.

        costs : of tasks for people, which are counted in the same steps.
        """


@dataclass(frozen=True, eq=False)
class MatrixFit:
    """Fits that stand in a matrix (T, P); NaN = not allowed."""

    values: Floats

    @property
    def shape(self) -> tuple[int, int]:
        return self.values.shape[0], self.values.shape[1]

    def fit(self, task: Ints, person: Ints) -> Floats:
        found: Floats = self.values[task, person]
        return found

    def arranged(self, task: Ints, person: Ints, room: Room | None, costs: Floats) -> Scores:
        return MatrixScores(self.values, task, person, room, costs)


class MatrixScores:
    """Scores out of a matrix, block of tasks by block of tasks."""

    def __init__(self, values: Floats, task: Ints, person: Ints, room: Room | None, costs: Floats) -> None:
        self.values, self.task, self.person, self.room = values, task, person, room
        largest = max(self._largest(), float(np.abs(costs).max()))
        exact = self._decimals(largest, costs)
        self.unit = exact or 2.0 ** np.ceil(np.log2(largest / LARGEST))
        self.rounding = 0.0 if exact else self._rounding(self.unit)

    def best(self, task: Ints, price: Floats, count: int) -> Best:
        count = min(count, self.person.size)
        found = Best(np.zeros((task.size, count), np.int64), np.full((task.size, count), -np.inf))
        height = max(1, BLOCK // max(1, self.person.size))
        for first in range(0, task.size if count else 0, height):
            chosen = slice(first, first + height)
            key = self._rows(task[chosen]) - price
            found.person[chosen], found.key[chosen] = _highest(key, count)
        return found

    def steps(self, task: Ints, person: Ints) -> Floats:
        fit = self.values[self.task[task], self.person[person]]
        steps = np.rint(np.where(np.isnan(fit), -np.inf, fit) / self.unit)
        if self.room is not None:
            steps[self._without_room(self.room, task, person)] = -np.inf
        return steps

    def _rows(self, task: Ints) -> Floats:
        """(tasks, P) steps."""
        rows = self.values[self.task[task][:, None], self.person]
        rows *= 1 / self.unit
        np.rint(rows, out=rows)
        rows[np.isnan(rows)] = -np.inf
        if self.room is not None:
            everybody = np.arange(self.person.size)
            rows[self._without_room(self.room, task[:, None], everybody)] = -np.inf
        return rows

    def _without_room(self, room: Room, task: Ints, person: Ints) -> Bools:
        hours, who = room.hours, self.person[person]
        taken = hours[self.task[task]] if hours.ndim == 1 else hours[self.task[task], who]
        lacking: Bools = taken > room.capacity[who]
        return lacking

    def _largest(self) -> float:
        rows = max(1, SMALL_BLOCK // max(1, self.values.shape[1]))
        parts = (np.abs(self.values[first : first + rows]) for first in range(0, len(self.values), rows))
        return max((float(np.fmax.reduce(part, axis=None, initial=0.0)) for part in parts), default=0.0)

    def _decimals(self, largest: float, costs: Floats) -> float:
        """The coarsest of 1, 0.1, 0.01, ... in which all is whole, for faster flows; 0 = none."""
        sample = self.values[:: len(self.values) // 64 + 1, : BLOCK // 64]
        for digits in range(10):
            unit = 10.0**-digits
            if largest / unit > LARGEST:
                break
            if not (rest(costs, unit) or rest(sample, unit) or self._rounding(unit)):
                return unit
        return 0.0

    def _rounding(self, unit: float) -> float:
        rows = max(1, SMALL_BLOCK // max(1, self.values.shape[1]))
        parts = (rest(self.values[first : first + rows], unit) for first in range(0, len(self.values), rows))
        return max(parts, default=0.0)


def rest(values: Floats, unit: float) -> float:
    """How far values are from whole units at most; 0 = no farther than numbers meant as whole."""
    steps = values * (1 / unit)
    steps -= np.rint(steps)
    largest = float(np.fmax.reduce(np.abs(steps, out=steps), axis=None, initial=0.0))
    return largest * unit if largest > WHOLE else 0.0


def _highest(key: Floats, count: int) -> Best:
    """The `count` highest of each row, the highest first; of equals the earlier place.

    The best of each strip of people tell a limit below which nobody is among the highest, so that only the
    few others are put in order.
    """
    people = key.shape[1]
    best = np.maximum.reduceat(key, np.arange(0, people, max(1, people // (2 * count))), axis=1)
    least = best.shape[1] - count
    limit = np.partition(best, least, axis=1)[:, least, None]
    row, place = np.nonzero((key >= limit) & (key > -np.inf))
    order = np.lexsort((place, -key[row, place], row))
    row, place = row[order], place[order]
    nth = np.arange(row.size) - np.searchsorted(row, row)
    row, place, nth = row[nth < count], place[nth < count], nth[nth < count]
    found = Best(np.zeros((len(key), count), np.int64), np.full((len(key), count), -np.inf))
    found.person[row, nth], found.key[row, nth] = place, key[row, place]
    return found
