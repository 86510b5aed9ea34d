"""Why this person and not the next: what others would cost, and what keeps a place open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from colead.engine.leadership.core import among
from colead.engine.leadership.forced import best_with, with_place
from colead.engine.leadership.problem import Bools, Ints, Reason, RunnerUp
from colead.engine.leadership.solver import TOLERANCE, Linear
from colead.engine.leadership.steps import search
from colead.engine.leadership.tie_break import draws
from colead.engine.leadership.why import EQUAL, Why, without_limits, without_rows


def runners_up(why: Why, task: int, deputy: bool) -> tuple[RunnerUp, ...]:
    """Those who would fit best of all who do not have the place, and why not they."""
    return tuple(_runner_up(why, int(column)) for column in _next(why, task, deputy))


def open_because(why: Why, task: int, deputy: bool) -> str:
    """What keeps a place of the task open.

    "nobody_fits": nobody else may hold it. "formal_share", "no_mentor": without that rule it could be filled
    beside all the others. "no_hours": those who fit have no hours or tasks left.
    """
    places = why.program.places
    beside = why.holding(task, not deputy)
    others = (places.task == task) & (places.deputy == deputy) & (why.found.x == 0)
    others &= ~np.isin(places.person, places.person[beside]) if deputy else True
    if not others.any():
        return "nobody_fits"
    if not deputy and _could_fill(why, task, "formal_share"):
        return "formal_share"
    return "no_mentor" if not deputy and _could_fill(why, task, "mentor") else "no_hours"


def _next(why: Why, task: int, deputy: bool) -> Ints:
    places, problem = why.program.places, why.fit.problem
    columns = np.flatnonzero((places.task == task) & (places.deputy == deputy) & (why.found.x == 0))
    if deputy:
        columns = columns[~np.isin(places.person[columns], places.person[why.holding(task, False)])]
    drawn = draws(
        problem.task_ids, problem.person_ids, places.task[columns], places.person[columns], why.rules.seed
    )
    order: Ints = columns[np.lexsort((-drawn, -places.gain[columns]))][: why.rules.runners_up]
    return order


def _runner_up(why: Why, column: int) -> RunnerUp:
    places = why.program.places
    task, person = int(places.task[column]), int(places.person[column])
    reached = best_with(why, column)
    loss = None if reached is None else max(0.0, why.found.reached("fit") - reached.fit)
    return RunnerUp(
        person=str(why.fit.problem.person_ids[person]),
        fit=float(why.fit.score[task, person]),
        code=_why_not(why, column) if loss is None else _why_less(why, column, loss),
        loss=loss if loss is None or loss > EQUAL else 0.0,
        proven=reached is None or reached.proven,
    )


def _why_less(why: Why, column: int, loss: float) -> Reason:
    """Equal; fits less than whoever has the place; or fits as well, but something else needs them."""
    places = why.program.places
    rivals = why.holding(int(places.task[column]), bool(places.deputy[column]))
    if loss <= EQUAL:
        return "equal"
    least = places.worth[rivals].min(initial=np.inf)
    return "less_fit" if rivals.size and places.worth[column] < least - TOLERANCE else "keeps_other"


def _why_not(why: Why, column: int) -> Reason:
    """The first rule without which the person could have the place, all other places being held as now."""
    program, place = why.program, why.program.places
    if place.hours[column] > program.problem.capacity[place.person[column]] * (1 + TOLERANCE):
        return "at_capacity"
    free: Linear = program.loaded_to(1.0).linear
    reasons: list[tuple[Reason, Callable[[], Linear]]] = [
        ("needs_mentor", lambda: without_rows(program, program.linear, "mentor")),
        ("less_fair", lambda: free),
        ("formal_share", lambda: without_rows(program, free, "formal_share")),
        ("at_capacity", lambda: without_limits(program, free, int(place.person[column]))),
    ]
    if place.stretch[column] < 0:
        del reasons[0]
    for reason, relaxed in reasons:
        if _possible(why, relaxed(), column):
            return reason
    return "keeps_other"


def _possible(why: Why, linear: Linear, column: int) -> bool:
    """Whether the person can have the place at all; searched near the allocation first."""
    if linear.upper[column] == 0:
        return False
    asked, nothing = with_place(linear, column), np.zeros(linear.upper.size)
    places, found = why.program.places, why.found
    near: Bools = found.core | (found.x > 0) | (places.person == places.person[column])
    for searched in (among(asked, near), asked):
        if search(searched, nothing, why.rules) is not None:
            return True
        if near.all():
            break
    return False


def _could_fill(why: Why, task: int, family: str) -> bool:
    """Whether one seat more of the task could be held, beside all the others, without these rows."""
    program = why.program
    if family not in program.rows:
        return False
    linear = without_rows(program, program.loaded_to(1.0).linear, family)
    low = linear.low.copy()
    low[program.rows["seats"][task]] = why.holding(task, False).size + 1
    low[program.row("filled")] = why.found.reached("filled") + 1 - TOLERANCE
    low[program.row("deputies_placed")] = -np.inf
    nothing = np.zeros(linear.upper.size)
    return search(replace(linear, low=low), nothing, why.rules) is not None
