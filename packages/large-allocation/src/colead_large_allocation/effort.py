"""How hard to look for an allocation, and what was found."""

from __future__ import annotations

import time
from dataclasses import dataclass

from colead.engine.leadership.problem import Ints
from colead_large_allocation.demand import Progress


@dataclass(frozen=True, eq=False)
class Effort:
    """How long to look, and for how many people at first."""

    candidates: int
    seed: int
    gap: float
    until: float  # time.perf_counter()
    progress: Progress

    @property
    def over(self) -> bool:
        return time.perf_counter() > self.until


@dataclass(frozen=True, eq=False)
class Solved:
    """task, person : (n,) the pairs to hold, as places of the question.

    filled_bound : no allocation fills more seats.
    bound : none that fills as many has more fit, costs of load taken off.
    """

    task: Ints
    person: Ints
    filled_bound: int
    bound: float
    exact: bool  # nothing but rounding lies between the bound and these pairs
    rounds: int
    method: str
