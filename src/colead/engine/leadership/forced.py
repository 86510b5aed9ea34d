"""What the proposal loses if one person must be in one place."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from colead.engine.leadership.core import among, nearest
from colead.engine.leadership.problem import Floats
from colead.engine.leadership.solver import TOLERANCE, Linear, narrowed, proven_bound
from colead.engine.leadership.steps import Ordered, search
from colead.engine.leadership.why import EQUAL, Why

SEARCH_WHOLLY = 450
"""Up to so many places every question is answered exactly."""
NEAREST, NODES = 5, 20
"""Beyond: the places of each task that promise most are searched, and so many branches."""
NEAR = 0.05
"""How much less fit than the bound is searched first; where that does not prove it, ten times, then any."""


class Reached(NamedTuple):
    """The most fit found, and whether it is proven that there is no more."""

    fit: float
    proven: bool


def best_with(why: Why, column: int) -> Reached | None:
    """The most fit with a person in this place, seats, deputies and load as they are; None = cannot be."""
    linear, worth = why.program.linear, why.program.places.worth
    if linear.upper[column] == 0:
        return None
    linear = with_place(linear, column)
    return best_again(why, linear, worth, swapped(why.found, linear, column))


def best_again(why: Why, linear: Linear, worth: Floats, x: Floats | None) -> Reached | None:
    """The most `worth` of a changed question; `x` satisfies it, if known. None = nothing does.

    Of a small question all that can still matter at the prices of the rows is searched, to `EQUAL`. Of a
    large one `x` stands, or where there is none the best of the places that promise most.
    """
    bound, added = proven_bound(linear, worth, why.best.dual)
    if worth.size <= SEARCH_WHOLLY and (x is None or bound - float(worth @ x) > EQUAL):
        return _best_wholly(why, linear, worth, x)
    if x is None:
        x = _best_nearby(why, linear, worth, added)
    if x is None:
        return None
    value = float(worth @ x)
    return Reached(value, bound - value <= EQUAL)


def best_of_nearest(why: Why, linear: Linear, worth: Floats, x: Floats) -> Floats:
    """A good answer of a large question, no worse than `x`."""
    _, added = proven_bound(linear, worth, why.best.dual)
    near = nearest(why.program.places, added, NEAREST) | (x > 0)
    found = search(among(linear, near), worth, why.rules, start=x, nodes=NODES, granularity=EQUAL)
    return x if found is None else np.round(found.x)


def _best_nearby(why: Why, linear: Linear, worth: Floats, added: Floats) -> Floats | None:
    near = nearest(why.program.places, added, NEAREST) | (why.found.x > 0)
    for searched in (near, near | why.found.core):
        found = search(among(linear, searched), worth, why.rules, nodes=NODES, granularity=EQUAL)
        if found is not None:
            return np.round(found.x)
    return None


def _best_wholly(why: Why, linear: Linear, worth: Floats, x: Floats | None) -> Reached | None:
    """Search what is near the bound, then more, until nothing left out could be better."""
    bound, added = proven_bound(linear, worth, why.best.dual)
    for near in (why.best.ceiling - why.found.reached("fit") + NEAR, 10 * NEAR, np.inf):
        spare = near if x is None else min(near, bound - float(worth @ x))
        found = search(narrowed(linear, added, spare), worth, why.rules, start=x, granularity=EQUAL)
        if found is not None:
            x = np.round(found.x)
            if float(worth @ x) >= bound - spare - TOLERANCE:
                return Reached(float(worth @ x), found.bound - found.value <= EQUAL)
    return None if x is None else Reached(float(worth @ x), True)


def with_place(linear: Linear, column: int) -> Linear:
    lower = linear.lower.copy()
    lower[column] = 1.0
    return replace(linear, lower=lower)


def swapped(found: Ordered, linear: Linear, column: int) -> Floats | None:
    """The best allocation by one change: the person takes the place of somebody; None = no change will do."""
    places = found.program.places
    same = (places.task == places.task[column]) & (places.deputy == places.deputy[column])
    rivals = np.flatnonzero(same & (found.x > 0) & ~places.locked)
    for rival in rivals[np.argsort(places.worth[rivals], kind="stable")]:
        x = found.x.copy()
        x[rival], x[column] = 0.0, 1.0
        if satisfies(linear, x):
            return x
    return None


def satisfies(linear: Linear, x: Floats) -> bool:
    """Whether x keeps every row and limit."""
    total = linear.matrix @ x
    rows = (total >= linear.low - TOLERANCE) & (total <= linear.high + TOLERANCE)
    columns = (x >= linear.lower - TOLERANCE) & (x <= linear.upper + TOLERANCE)
    return bool(rows.all() and columns.all())
