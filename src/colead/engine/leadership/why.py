"""An allocation and the question it answers, for those who ask why; and the question with less asked."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from colead.engine.leadership.fit import Fit
from colead.engine.leadership.problem import Ints, Rules
from colead.engine.leadership.program import Program
from colead.engine.leadership.solver import Linear
from colead.engine.leadership.steps import Best, Ordered

EQUAL = 1e-3
"""Losses and prices are told this exactly; fits closer than this are equal."""


@dataclass(frozen=True, eq=False)
class Why:
    """The allocation, and the question in which it is the best."""

    fit: Fit
    rules: Rules
    found: Ordered
    best: Best

    @property
    def program(self) -> Program:
        return self.best.program

    def holding(self, task: int, deputy: bool) -> Ints:
        """The columns of those who have the seats, or the deputies' places, of a task."""
        places = self.program.places
        columns: Ints = np.flatnonzero((self.found.x > 0) & (places.task == task) & (places.deputy == deputy))
        return columns


def without_rows(program: Program, linear: Linear, *families: str) -> Linear:
    """The same without some families of rules."""
    low, high = linear.low.copy(), linear.high.copy()
    for family in families:
        rows = program.rows.get(family, np.empty(0, np.int64))
        low[rows], high[rows] = -np.inf, np.inf
    return replace(linear, low=low, high=high)


def without_limits(program: Program, linear: Linear, person: int) -> Linear:
    """The same without limits to the hours and tasks of one person."""
    high, upper = linear.high.copy(), linear.upper.copy()
    for family in ("hours", "most_tasks", "most_deputies"):
        high[program.rows[family][person]] = np.inf
    upper[program.places.person == person] = 1.0
    return replace(linear, high=high, upper=upper)
