"""One order of aims: each step keeps what the steps before it reached."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from colead.engine.leadership.core import among, core_of, price_rows
from colead.engine.leadership.problem import Bools, Floats, Rules
from colead.engine.leadership.program import Program
from colead.engine.leadership.solver import TOLERANCE, Found, Linear, maximise, narrowed
from colead.engine.leadership.tie_break import draws


@dataclass(frozen=True, eq=False)
class Ordered:
    """An allocation after a step of the order.

    program : with the rows that hold what was reached so far.
    core : (n,) the places searched first.
    proven : that coverage and load are the best there are.
    """

    program: Program
    core: Bools
    x: Floats  # (n,) 0 or 1
    load: float = np.inf  # the largest share of their hours that anybody may give
    proven: bool = True
    best: Best | None = None

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


@dataclass(frozen=True, eq=False)
class Best:
    """What is known of the step that maximises fit.

    program : as it was asked, before its own result was held.
    dual : (m,) the worth of one unit more of each row's limit, of the linear program.
    ceiling : what the linear program proves of the fit.
    bound : no allocation with as many places held, and as fair, has more fit.
    """

    program: Program
    dual: Floats
    ceiling: float
    bound: float


def in_order(program: Program, rules: Rules) -> Ordered | None:
    """Coverage, fairness, fit, stretch, continuity, then chance by the seed. None = nothing satisfies all."""
    found = cover(program, rules)
    if found is None:
        return None
    if rules.fairness:
        found = minimise_max_load(found, rules)
    return random_tie_break(break_ties(fit_best(found, rules), rules), rules)


def cover(program: Program, rules: Rules) -> Ordered | None:
    """Most seats, then most deputies' places: both are whole numbers, so that one objective ranks them."""
    deputy, problem, core = program.places.deputy, program.problem, core_of(program.places, program.problem)
    of_seat = 1.0 + problem.deputies.sum()
    objective, everything = np.where(deputy, 1.0, of_seat), of_seat * problem.seats.sum() + of_seat - 1
    found = search(among(program.linear, core), objective, rules, granularity=1.0)
    if not core.all() and (found is None or found.value < everything - 0.5):
        start = None if found is None else found.x
        found = search(program.linear, objective, rules, start=start, granularity=1.0)
    if found is None:
        return None
    proven = found.bound - found.value < 1 - TOLERANCE
    return Ordered(program, core, np.round(found.x), proven=proven).holding("filled", "deputies_placed")


def minimise_max_load(found: Ordered, rules: Rules) -> Ordered:
    """The least load of the person who carries most, as a share of the hours they offered."""
    program = found.program
    lighter = _minimised(found, among(program.linear, found.core | (found.x > 0)), rules)
    if not found.core.all() and lighter.load > least_possible_load(lighter) + TOLERANCE:
        lighter = _minimised(lighter, program.loaded_to(lighter.load).linear, rules)
    return replace(lighter, program=program.loaded_to(lighter.load))


def least_possible_load(found: Ordered) -> float:
    """What single seats take of anybody's hours at least, where every seat is filled; 0 where one is open."""
    problem, places = found.program.problem, found.program.places
    if found.reached("filled") < problem.seats.sum() - TOLERANCE:
        return 0.0
    seat = np.flatnonzero(~places.deputy & (found.program.linear.upper > 0))
    share = places.hours[seat] / np.maximum(problem.capacity[places.person[seat]], TOLERANCE)
    order = np.lexsort((share, places.task[seat]))
    first = np.searchsorted(places.task[seat][order], np.arange(problem.seats.size))
    least = share[order][first + problem.seats - 1].max(initial=0.0)
    return float(max(least, share[places.locked[seat]].max(initial=0.0)))


def fit_best(found: Ordered, rules: Rules) -> Ordered:
    """The most fit; a holder who stays counts `continuity` more."""
    program, worth = found.program, found.program.places.worth
    dual, added, ceiling = price_rows(program.linear, worth, found.core | (found.x > 0))
    first = narrowed(program.linear, added, ceiling - float(worth @ found.x))
    few = among(first, found.core | (found.x > 0) | (added > -TOLERANCE))
    best = search(few, worth, rules, start=found.x)
    x = found.x if best is None else np.round(best.x)
    rest = narrowed(program.linear, added, ceiling - float(worth @ x))
    if ((rest.upper > 0) & (few.upper == 0)).any():
        best = search(rest, worth, rules, start=x)
        x = x if best is None else np.round(best.x)
    bound = ceiling if best is None else min(ceiling, best.bound)
    held = replace(found, x=x, best=Best(program, dual, ceiling, bound)).holding("fit")
    equals = narrowed(held.program.linear, added, ceiling - float(worth @ x))
    return replace(held, program=replace(held.program, linear=equals))


def break_ties(found: Ordered, rules: Rules) -> Ordered:
    """Among equals most stretch, then most who stay: whole numbers again."""
    places = found.program.places
    stretched, stays = (places.stretch >= 0).astype(float), places.stays.astype(float)
    objective = stretched * (1 + stays.sum()) + stays
    if not objective.any():
        return found
    best = search(found.program.linear, objective, rules, start=found.x, granularity=1.0)
    return found if best is None else replace(found, x=np.round(best.x)).holding("stretch", "stays")


def random_tie_break(found: Ordered, rules: Rules) -> Ordered:
    """Among equals of all steps, what the seed draws."""
    problem, places = found.program.problem, found.program.places
    drawn = draws(problem.task_ids, problem.person_ids, places.task, places.person, rules.seed)
    best = search(found.program.linear, np.where(places.deputy, 1 - drawn, drawn), rules, start=found.x)
    return found if best is None else replace(found, x=np.round(best.x))


def _minimised(found: Ordered, linear: Linear, rules: Rules) -> Ordered:
    most = found.program.load(found.x)
    objective = np.append(np.zeros(found.x.size), -1.0)
    lightest = maximise(
        _with_load(found.program, linear, most),
        objective,
        whole=objective == 0,
        seconds=rules.seconds,
        start=np.append(found.x, most),
    )
    if lightest is None:
        return replace(found, load=most, proven=False)
    x = np.round(lightest.x[:-1])
    proven = found.proven and lightest.bound - lightest.value <= 2 * TOLERANCE
    return replace(found, x=x, load=found.program.load(x), proven=proven)


def _with_load(program: Program, linear: Linear, most: float) -> Linear:
    """One more column: the load, which every person's hours may not exceed."""
    rows = program.rows["hours"]
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


def search(
    linear: Linear,
    objective: Floats,
    rules: Rules,
    *,
    start: Floats | None = None,
    granularity: float = TOLERANCE,
    nodes: int | None = None,
) -> Found | None:
    """Maximise over whole numbers, within the time that the rules allow."""
    whole = np.ones(objective.size, bool)
    return maximise(
        linear,
        objective,
        whole=whole,
        seconds=rules.seconds,
        start=start,
        granularity=granularity,
        nodes=nodes,
    )
