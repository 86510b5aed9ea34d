"""What no allocation with hours can exceed, over all pairs: Lagrangian relaxation of the seats.

At given prices of seats each person chooses for themself the best set of tasks that their hours hold, a small
knapsack; whatever the prices, prices of seats plus what people gain is an upper bound (Geoffrion 1974). The
knapsacks make it tighter than a linear program. A pair whose steps do not exceed the price of its task and
the first cost of its person is in no such set: so pairs left out do not loosen the bound where prices stand
at the ceiling of their task or above.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from colead.engine.leadership.problem import Floats, Ints
from colead_large_allocation.candidates import Pairs, deepened
from colead_large_allocation.effort import Effort
from colead_large_allocation.hours_relaxed import MOST_PAIRS, unsettled
from colead_large_allocation.question import Question

NODES = 2000
"""Steps for one person's knapsack."""
PATIENCE = 12
"""Rounds without a better bound after which the steps are halved."""
ROUNDS = 300
NEAR = 1e-5
"""Share of the bound that looking at still more people could lower, and does not matter."""
SMALLEST = 0.01
"""Length of the steps at which to stop."""


@dataclass(frozen=True, eq=False)
class Bound:
    """steps : no allocation over the pairs is worth more. price : (T,) that prove it."""

    steps: float
    price: Floats


class Relaxation:
    """The pairs by person, and the bound at any prices."""

    def __init__(self, question: Question, pairs: Pairs, filled: int | None) -> None:
        self.question, self.pairs, self.filled = question, pairs, filled
        self.order = np.argsort(pairs.person, kind="stable")
        people, first = np.unique(pairs.person[self.order], return_index=True)
        self.starts = np.append(first, pairs.size)
        self.task = pairs.task[self.order]
        self.steps = pairs.steps[self.order]
        self.hours = question.hours_of(self.task, pairs.person[self.order])
        self.capacity = question.capacity[people] + 1e-6
        self.most = question.most[people]
        self.load = question.load[people] if len(question.load) > 1 else question.load

    def at(self, price: Floats) -> tuple[Bound, Ints]:
        """The bound, and the slope of it: seats that nobody would choose, negative = chosen too often."""
        from colead_large_allocation.knapsack_kernels import best_loads

        total, chosen = best_loads(
            self.starts,
            self.task,
            self.steps - price[self.task],
            self.hours,
            self.capacity,
            self.most,
            self.load,
            NODES,
        )
        seats = self.question.seats
        slope = seats - np.bincount(self.task[chosen], minlength=seats.size)
        total += float(seats @ price)
        if self.filled is not None and self.filled < self.question.wanted:
            cheapest = int(price.argmin())  # seats that stay open cost no less than the cheapest price
            open_seats = self.question.wanted - self.filled
            total -= open_seats * float(price[cheapest])
            slope[cheapest] -= open_seats
        return Bound(float(total), price), slope

    def lowered(self, price: Floats, reached: float, effort: Effort, rounds: int) -> Bound:
        """Move prices down the slope, by steps that shrink where the bound falls no further (Polyak 1969)."""
        best, slope = self.at(self._within(price))
        length, idle = 1.0, 0
        for _round in range(rounds):
            size = float(slope @ slope)
            if not size or length < SMALLEST or effort.over or best.steps - reached <= 1e-9 * abs(reached):
                break
            price = self._within(price - length * max(best.steps - reached, 0.0) / size * slope)
            found, slope = self.at(price)
            idle = 0 if found.steps < best.steps - 1e-6 * abs(best.steps - reached) else idle + 1
            best = found if found.steps < best.steps else best
            if idle >= PATIENCE:
                length, idle, price = length / 2, 0, best.price
                slope = self.at(price)[1]
        return best

    def _within(self, price: Floats) -> Floats:
        return np.maximum(price, 0) if self.filled is None else price


def bound_over_all_pairs(
    question: Question, pairs: Pairs, price: Floats, filled: int | None, reached: float, effort: Effort
) -> float:
    """Steps that no allocation which fills as many seats exceeds, from prices to begin with.

    Where people left out might be worth a price, more of them are looked at; and if they are too many, the
    price is raised to where none of them is.
    """
    while True:
        relaxation = Relaxation(question, pairs, filled)
        best = relaxation.lowered(price, reached, effort, ROUNDS)
        price, task = best.price, unsettled(pairs, best.price)
        if not task.size:
            return best.steps
        over_all = relaxation.at(np.maximum(price, pairs.ceiling))[0].steps
        if over_all <= best.steps + NEAR * abs(best.steps) or effort.over or pairs.size > MOST_PAIRS:
            return over_all
        pairs = deepened(question, pairs, task, 3 * int(np.diff(pairs.starts(question)).max()))
