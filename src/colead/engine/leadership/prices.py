"""What each constraint costs: how much better the proposal would be without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from colead.engine.leadership.core import price_rows
from colead.engine.leadership.forced import SEARCH_WHOLLY, Reached, best_again, best_of_nearest
from colead.engine.leadership.problem import Constraint, Floats, Price
from colead.engine.leadership.solver import TOLERANCE, Linear, proven_bound
from colead.engine.leadership.steps import search
from colead.engine.leadership.why import EQUAL, Why, without_rows

MOST_PRICES = 24
"""Of people's limits, so many are priced: those with the largest bound on what they could cost."""


@dataclass(frozen=True, eq=False)
class Relaxed:
    """The question without one constraint. Indices; -1 = about no task or person."""

    constraint: Constraint
    linear: Linear
    task: int = -1
    person: int = -1
    other: int = -1


def prices(why: Why) -> tuple[Price, ...]:
    """The constraints that cost something, and how much, each taken away alone.

    A price says how many more seats would be filled, and how much more fit there would be, load and
    everything else being held as now. Limits of people: those whose bound promises most are priced.
    """
    if not why.program.places.task.size:  # nobody fits anywhere: no limit keeps anybody from anything
        return ()
    coverage = _Coverage(why)
    found = []
    for relaxed in [*_of_everybody(why), *_of_people(why, coverage)]:
        price = _price(why, coverage, relaxed)
        if price is not None:
            found.append(price)
    return tuple(found)


class _Coverage:
    """Whether a constraint keeps seats open: bound first, searched only where the bound leaves room."""

    def __init__(self, why: Why) -> None:
        places, problem, linear = why.program.places, why.fit.problem, why.program.linear
        self.why = why
        self.objective = np.where(places.deputy, 1.0, 1.0 + problem.deputies.sum())
        self.value = float(self.objective @ why.found.x)
        self.complete = why.found.reached("filled") >= problem.seats.sum() - TOLERANCE
        if not self.complete:
            self.dual, _, _ = price_rows(linear, self.objective, why.found.core | (why.found.x > 0))

    def bound(self, linear: Linear) -> int:
        """How many more seats could be filled at most."""
        if self.complete:
            return 0
        bound, _ = proven_bound(linear, self.objective, self.dual)
        return int((bound - self.value) / self.objective.max() + TOLERANCE)

    def best(self, linear: Linear) -> Floats:
        """Most seats, then most deputies' places."""
        found = search(linear, self.objective, self.why.rules, start=self.why.found.x, granularity=1.0)
        return self.why.found.x if found is None else np.round(found.x)


def _price(why: Why, coverage: _Coverage, relaxed: Relaxed) -> Price | None:
    program, linear, x = why.program, relaxed.linear, why.found.x
    worth, seats = program.places.worth, 0
    if relaxed.constraint == "deputies":
        worth = np.where(program.places.deputy, 0.0, worth)
    if coverage.bound(linear) >= 1:
        reached = coverage.best(linear)
        seats = round(float(reached[~program.places.deputy].sum()) - why.found.reached("filled"))
    if seats > 0:
        x, linear = reached, _as_covered(why, linear, reached)
    if worth.size > SEARCH_WHOLLY:
        x = best_of_nearest(why, linear, worth, x)
    best = best_again(why, linear, worth, x) or Reached(float(worth @ x), False)
    gained = best.fit - float(worth @ why.found.x)
    if seats == 0 and gained <= EQUAL:
        return None
    return Price(
        constraint=relaxed.constraint,
        seats=seats,
        fit=gained,
        proven=best.proven,
        person=None if relaxed.person < 0 else str(why.fit.problem.person_ids[relaxed.person]),
        task=None if relaxed.task < 0 else str(why.fit.problem.task_ids[relaxed.task]),
        other=None if relaxed.other < 0 else str(why.fit.problem.person_ids[relaxed.other]),
    )


def _as_covered(why: Why, linear: Linear, x: Floats) -> Linear:
    """Hold as many seats and deputies' places as `x` does."""
    low, deputy = linear.low.copy(), why.program.places.deputy
    low[why.program.row("filled")] = x[~deputy].sum() - TOLERANCE
    low[why.program.row("deputies_placed")] = x[deputy].sum() - TOLERANCE
    return replace(linear, low=low)


def _of_everybody(why: Why) -> Iterator[Relaxed]:
    """Constraints that are not about the limits of one person."""
    program, linear = why.program, why.program.linear
    if why.rules.fairness:
        yield Relaxed("fairness", program.loaded_to(1.0).linear)
    if "formal_share" in program.rows:
        yield Relaxed("formal_share", without_rows(program, linear, "formal_share"))
    if program.problem.deputies.any():
        yield Relaxed("deputies", without_rows(program, linear, "deputies_placed"))
    for task in np.flatnonzero(program.problem.must_fill).tolist():
        low = linear.low.copy()
        low[program.rows["seats"][task]] = -np.inf
        yield Relaxed("must_fill", replace(linear, low=low), task=task)
    for column in np.flatnonzero(program.places.locked):
        lower = linear.lower.copy()
        lower[column] = 0.0
        task, person = program.places.task[column], program.places.person[column]
        yield Relaxed("locked", replace(linear, lower=lower), task=int(task), person=int(person))
    yield from _of_pairs(why)


def _of_pairs(why: Why) -> Iterator[Relaxed]:
    program, tasks = why.program, len(why.fit.problem.task_ids)
    for place, (one, other) in enumerate(program.problem.exclusion_pairs):
        high = program.linear.high.copy()
        high[program.rows["exclusion_pairs"][place * tasks : (place + 1) * tasks]] = np.inf
        yield Relaxed("exclusion_pairs", replace(program.linear, high=high), person=one, other=other)


def _of_people(why: Why, coverage: _Coverage) -> list[Relaxed]:
    """The limits of people that promise most, if any."""
    promising = []
    for person in np.unique(why.program.places.person):
        for constraint in ("hours", "most_tasks"):
            relaxed = _without_limit(why, int(person), constraint)
            bound, _ = proven_bound(relaxed.linear, why.program.places.worth, why.best.dual)
            if (seats := coverage.bound(relaxed.linear)) >= 1 or bound > why.best.ceiling + EQUAL:
                promising.append((seats, bound, relaxed))
    promising.sort(key=lambda one: (-one[0], -one[1], one[2].person))
    return [relaxed for _, _, relaxed in promising[:MOST_PRICES]]


def _without_limit(why: Why, person: int, constraint: Literal["hours", "most_tasks"]) -> Relaxed:
    """One person without a limit to their hours, their load included, or to their tasks."""
    program, linear = why.program, why.program.linear
    high, upper = linear.high.copy(), linear.upper.copy()
    families = ("hours",) if constraint == "hours" else ("most_tasks", "most_deputies")
    for family in families:
        high[program.rows[family][person]] = np.inf
    if constraint == "hours":
        upper[program.places.person == person] = 1.0
    return Relaxed(constraint, replace(linear, high=high, upper=upper), person=person)
