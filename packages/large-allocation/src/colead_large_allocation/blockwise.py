"""Fits that are worked out from levels and needs as they are asked for: for a matrix beyond memory."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from colead.engine.leadership.problem import Bools, Floats, Ints
from colead_large_allocation.scores import Best, Room, rest

STEPS = 16_000
"""Steps of a fit of 1."""
FINER = 2**14
"""Times as many steps where costs of load are no whole steps."""
PEOPLE = 4096
"""People of a block."""
NOBODY = 2**30
"""Price at which nobody is kept."""
Bytes = NDArray[np.int8]


class Needs(NamedTuple):
    """What each task needs, one need after the other: start (T + 1,), the others (needs,)."""

    start: Ints
    competency: Ints
    needed: Bytes
    worth: NDArray[np.int16]
    liking: NDArray[np.int16]
    critical: Bools

    def of(self, task: Ints) -> Needs:
        """The needs of some tasks, in their order."""
        size = np.diff(self.start)[task]
        start = np.append(0, np.cumsum(size))
        rows = np.arange(start[-1]) + np.repeat(self.start[task] - start[:-1], size)
        return Needs(start, *(column[rows] for column in self[1:]))


@dataclass(frozen=True, eq=False)
class BlockwiseFit:
    """How well people's levels and wishes meet what tasks need, T x P pairs without a matrix of them.

    fit = sum over needed competencies k of share_k (min(1, level_k / needed_k) + wish_weight wish_k), as in
    `fit_of`; share = weight / sum of weights. A competency that is critical and not met rules a person out.
    Fits count in steps of 1/16,000: weights are rounded to them, and then all is exact.

    level : (P, K) uint8 or int8; 255 or -1 = nothing said, which counts as 0.
    needed : (T, K) 0 to 100; 0 = not asked. weight : (T, K) 0 or more. critical : (T, K); None = none is.
    wish : (P, K) -1 to 2; None = nobody's wishes are known.
    """

    level: NDArray[Any]
    needed: NDArray[Any]
    weight: Floats
    critical: Bools | None = None
    wish: NDArray[Any] | None = None
    wish_weight: float = 0.1

    def __post_init__(self) -> None:
        from colead_large_allocation.blockwise_validity import check

        check(self)

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.needed), len(self.level)

    def fit(self, task: Ints, person: Ints) -> Floats:
        steps = self.steps(task, person)
        return np.where(np.isneginf(steps), np.nan, steps / STEPS)

    def steps(self, task: Ints, person: Ints) -> Floats:
        """(n,) whole numbers; -inf = not allowed."""
        needs = self.needs.of(task)
        pair = np.repeat(np.arange(task.size), np.diff(needs.start))
        has = self.levels[person[pair], needs.competency]
        wants = self.wishes[person[pair], needs.competency]
        met = np.clip(has, 0, needs.needed).astype(np.int64)
        score = np.bincount(
            pair, needs.worth * met + needs.liking * wants.astype(np.int64), minlength=task.size
        )
        out = np.bincount(pair, needs.critical & (has < needs.needed), minlength=task.size) > 0
        return np.where(out, -np.inf, np.where(np.diff(needs.start) > 0, score, STEPS))

    def arranged(self, task: Ints, person: Ints, room: Room | None, costs: Floats) -> BlockwiseScores:
        return BlockwiseScores(self, task, person, room, costs)

    @cached_property
    def levels(self) -> Bytes:
        return np.ascontiguousarray(self.level).view(np.int8)

    @cached_property
    def wishes(self) -> Bytes:
        if self.wish is None:
            return np.broadcast_to(np.int8(0), self.levels.shape)
        return np.ascontiguousarray(self.wish, dtype=np.int8)

    @cached_property
    def needs(self) -> Needs:
        task, competency = np.nonzero(self.needed)
        needed = np.asarray(self.needed)[task, competency]
        weight = np.asarray(self.weight, dtype=np.float64)[task, competency]
        total = np.bincount(task, weight, minlength=len(self.needed))
        count = np.bincount(task, minlength=len(self.needed))
        share = np.where(total[task] > 0, weight / np.where(total[task] > 0, total[task], 1), 1 / count[task])
        critical = np.zeros(task.size, bool) if self.critical is None else self.critical[task, competency]
        return Needs(
            start=np.searchsorted(task, np.arange(len(self.needed) + 1)),
            competency=competency,
            needed=needed.astype(np.int8),
            worth=np.rint(STEPS * share / needed).astype(np.int16),
            liking=np.rint(STEPS * share * self.wish_weight).astype(np.int16),
            critical=critical,
        )


class BlockwiseScores:
    """The scores of arranged tasks and people, block of people by block of people."""

    rounding = 0.0

    def __init__(
        self, fits: BlockwiseFit, task: Ints, person: Ints, room: Room | None, costs: Floats
    ) -> None:
        self.fits, self.task, self.person, self.room = fits, task, person, room
        self.factor = FINER if rest(costs, 1 / STEPS) else 1
        self.unit = 1 / (STEPS * self.factor)
        self.needs = fits.needs.of(task)

    def best(self, task: Ints, price: Floats, count: int) -> Best:
        count = min(count, self.person.size)
        largest = float(np.abs(np.minimum(price, NOBODY)).max(initial=0.0))
        small = self.factor == 1 and largest < NOBODY
        prices = np.minimum(price, 2.0**60).astype(np.int32 if small else np.int64)
        parts = np.array_split(np.arange(task.size), min(os.cpu_count() or 1, max(1, task.size)))
        with ThreadPoolExecutor(len(parts)) as threads:
            found = list(threads.map(lambda part: self._scan(task[part], prices, count), parts))
        return Best(*(np.concatenate(column) for column in zip(*found, strict=True)))

    def steps(self, task: Ints, person: Ints) -> Floats:
        steps = self.fits.steps(self.task[task], self.person[person]) * self.factor
        if self.room is not None:
            lacking = self.room.hours[self.task[task]] > self.room.capacity[self.person[person]]
            steps[lacking] = -np.inf
        return steps

    def _scan(self, task: Ints, price: NDArray[Any], count: int) -> Best:
        from colead_large_allocation.candidates_kernels import scan_block

        kept = (
            np.zeros((task.size, count), price.dtype),
            np.zeros((task.size, count), np.int64),
            np.zeros(task.size, np.int64),
        )
        needs = tuple(self.needs.of(task))
        hours = np.empty(0) if self.room is None else self.room.hours[self.task[task]]
        for first in range(0, self.person.size, PEOPLE):
            prices = price[first : first + PEOPLE]
            scan_block(self._block(first), first, needs, hours, prices, self.factor, kept)
        return _sorted(*kept)

    def _block(self, first: int) -> tuple[Bytes, Bytes, Floats]:
        """Levels and wishes by competency, and capacities where hours count."""
        who = self.person[first : first + PEOPLE]
        return (
            np.ascontiguousarray(self.fits.levels[who].T),
            np.ascontiguousarray(self.fits.wishes[who].T),
            np.empty(0) if self.room is None else self.room.capacity[who],
        )


def _sorted(heap: NDArray[Any], person: Ints, filled: Ints) -> Best:
    """The highest first; -inf where there are no more."""
    key = np.where(np.arange(heap.shape[1]) < filled[:, None], heap.astype(np.float64), -np.inf)
    order = np.lexsort((person, -key), axis=1)
    return Best(np.take_along_axis(person, order, axis=1), np.take_along_axis(key, order, axis=1))
