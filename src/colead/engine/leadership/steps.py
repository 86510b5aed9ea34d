"""One order of aims: each step keeps what the steps before it reached."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from colead.engine.leadership.problem import Floats, Rules
from colead.engine.leadership.program import Program
from colead.engine.leadership.solver import TOLERANCE, Found, Linear, maximise
from colead.engine.leadership.tie_break import draws


@dataclass(frozen=True, eq=False)
class Ordered:
    """An allocation after a step of the order.

    program : with the rows that hold what was reached so far.
    proven : that coverage and load are the best there are.
    bound : no allocation with as many places held, and as fair, has more fit.
    """

    program: Program
    x: Floats  # (n,) 0 or 1
    load: float = 1.0  # the largest share of their hours that anybody may give
    proven: bool = True
    bound: float = np.inf

    def reached(self, family: str) -> float:
        """How much of an aim, a row of `program.AIMS`."""
        row = self.program.row(family)
        return float((self.program.linear.matrix[[row]] @ self.x)[0])

    def holding(self, *families: str) -> Ordered:
        """Keep what was reached of these aims."""
        program = self.program
        for family in families:
            program = program.at_least(family, self.reached(family) - TOLERANCE)
        return replace(self, program=program)

    def steps(self) -> dict[str, float]:
        """What each step of the order reached."""
        return {
            "filled": self.reached("filled"),
            "deputies": self.reached("deputies_placed"),
            "least": 1.0 - self.program.load(self.x),
            "fit": self.reached("fit"),
            "stretch": self.reached("stretch"),
            "stays": self.reached("stays"),
        }


def in_order(program: Program, rules: Rules) -> Ordered | None:
    """Coverage, fairness, fit, stretch, continuity, then chance by the seed. None = nothing satisfies all."""
    found = cover(program, rules)
    if found is None:
        return None
    if rules.fairness:
        found = lighten(found, rules)
    found = fit_best(found, rules)
    return draw(settle(found, rules), rules)


def cover(program: Program, rules: Rules) -> Ordered | None:
    """Most seats, then most deputies' places: both are whole numbers, so that one objective ranks them."""
    deputy = program.places.deputy
    objective = np.where(deputy, 1.0, 1.0 + program.problem.deputies.sum())
    found = _whole(program, objective, rules, None, apart=1.0)
    if found is None:
        return None
    covered = Ordered(program, np.round(found.x), proven=found.bound - found.value < 1 - TOLERANCE)
    return covered.holding("filled", "deputies_placed")


def lighten(found: Ordered, rules: Rules) -> Ordered:
    """The least load of the person who carries most, as a share of the hours they offered."""
    most = min(1.0, found.program.load(found.x))
    objective = np.append(np.zeros(found.x.size), -1.0)
    lightest = maximise(
        _with_load(found.program, most),
        objective,
        whole=objective == 0,
        seconds=rules.seconds,
        start=np.append(found.x, most),
    )
    if lightest is None:
        return found
    x = np.round(lightest.x[:-1])
    load, proven = found.program.load(x), lightest.bound - lightest.value <= 2 * TOLERANCE
    return replace(
        found, program=found.program.loaded_to(load), x=x, load=load, proven=found.proven and proven
    )


def fit_best(found: Ordered, rules: Rules) -> Ordered:
    """The most fit; a holder who stays counts `continuity` more."""
    best = _whole(found.program, found.program.places.worth, rules, found.x)
    if best is None:
        return found
    return replace(found, x=np.round(best.x), bound=best.bound).holding("fit")


def settle(found: Ordered, rules: Rules) -> Ordered:
    """Among equals most stretch, then most who stay: whole numbers again."""
    places = found.program.places
    stretched, stays = (places.stretch >= 0).astype(float), places.stays.astype(float)
    objective = stretched * (1 + stays.sum()) + stays
    best = _whole(found.program, objective, rules, found.x, apart=1.0) if objective.any() else None
    if best is None:
        return found
    return replace(found, x=np.round(best.x)).holding("stretch", "stays")


def draw(found: Ordered, rules: Rules) -> Ordered:
    """Among equals of all steps, what the seed draws."""
    problem, places = found.program.problem, found.program.places
    drawn = draws(problem.task_ids, problem.person_ids, places.task, places.person, rules.seed)
    best = _whole(found.program, np.where(places.deputy, 1 - drawn, drawn), rules, found.x)
    return found if best is None else replace(found, x=np.round(best.x))


def _whole(
    program: Program, objective: Floats, rules: Rules, start: Floats | None, apart: float = TOLERANCE
) -> Found | None:
    everything = np.ones(objective.size, bool)
    return maximise(
        program.linear, objective, whole=everything, seconds=rules.seconds, start=start, apart=apart
    )


def _with_load(program: Program, most: float) -> Linear:
    """One more column: the load, which every person's hours may not exceed."""
    linear, rows = program.linear, program.rows["hours"]
    limited = np.isfinite(program.problem.capacity)
    capacity, high = np.zeros(linear.high.size), linear.high.copy()
    capacity[rows[limited]] = program.problem.capacity[limited]
    high[rows[limited]] = 0.0
    return Linear(
        matrix=sparse.csr_array(sparse.hstack([linear.matrix, sparse.csr_array(-capacity[:, None])])),
        low=linear.low,
        high=high,
        lower=np.append(linear.lower, 0.0),
        upper=np.append(linear.upper, most),
    )
