"""The few places that are searched first, and the proof that the others add nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from colead.engine.leadership.problem import AllocationProblem, Bools, Floats, Ints
from colead.engine.leadership.program import Places
from colead.engine.leadership.solver import TOLERANCE, Linear, maximise, proven_bound
from colead.engine.leadership.tie_break import draws

SEARCH_ALL = 2_500
"""Up to so many places all are searched at once."""
BEST, LIGHTEST = 24, 8
"""Of each task: the people who fit best, and those of whose hours it takes the smallest share."""


def core_of(places: Places, problem: AllocationProblem) -> Bools:
    """(n,) the places searched first: the best and the lightest of each task, the locked, those who stay."""
    if places.task.size <= SEARCH_ALL:
        return np.ones(places.task.size, bool)
    group = 2 * places.task + places.deputy
    drawn = draws(problem.task_ids, problem.person_ids, places.task, places.person, 0)
    with np.errstate(divide="ignore"):
        share = places.hours / problem.capacity[places.person]
    best = _rank(group, -places.gain, drawn) < BEST
    return best | (_rank(group, share, drawn) < LIGHTEST) | places.locked | places.stays


def nearest(places: Places, added: Floats, each: int) -> Bools:
    """(n,) of each task's seats and deputies' places, the `each` that add most at the prices of the rows."""
    return _rank(2 * places.task + places.deputy, -added, places.person.astype(float)) < each


def among(linear: Linear, core: Bools) -> Linear:
    """Only the columns of the core, and what is locked."""
    return replace(linear, upper=np.where(core, linear.upper, linear.lower))


def price_rows(linear: Linear, objective: Floats, core: Bools) -> tuple[Floats, Floats, float]:
    """What one unit more of each row's limit is worth, what each column adds, and a bound on every x.

    The linear program is solved among the core; columns that would add to it join, until none is left.
    """
    while True:
        found = maximise(among(linear, core), objective, whole=None)
        dual = np.zeros(linear.low.size) if found is None else found.row_dual
        bound, added = proven_bound(linear, objective, dual)
        joining = ~core & (added > TOLERANCE) & (linear.upper > 0)
        if core.all() or (found is not None and not joining.any()):
            return dual, added, bound
        core = core | joining if found is not None else np.ones_like(core)


def _rank(group: Ints, first: Floats, second: Floats) -> Ints:
    """(n,) 0, 1, ... within each group, the smallest first."""
    order = np.lexsort((second, first, group))
    start = np.searchsorted(group[order], group[order])
    rank = np.empty(group.size, np.int64)
    rank[order] = np.arange(group.size) - start
    return rank
