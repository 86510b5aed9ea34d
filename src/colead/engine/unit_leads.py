"""Who leads a unit: those whom the staff list marks; where it marks nobody, whom the unit's people follow."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Int64 = NDArray[np.int64]


class UnitLeads(NamedTuple):
    """(k,) the leads by index, ascending, and the unit that each leads. Somebody may lead several units."""

    people: Int64
    units: Int64


def unit_leads(
    unit: NDArray[np.integer],
    manager: NDArray[np.integer],
    marked_people: NDArray[np.integer],
    marked_units: NDArray[np.integer],
) -> UnitLeads:
    """Who leads which unit.

    Where the staff list marks anybody as the lead of a unit, those it marks; else those to whom somebody in
    their unit reports while they themselves report outside it.

    Parameters
    ----------
    unit, manager : (n,) index of each person's unit and lead, -1 = none.
    marked_people, marked_units : (m,) indices of those who are marked, and of the units; -1 = not there.

    Cost: O(n).

    >>> nobody = np.zeros(0, dtype=np.int64)
    >>> unit_leads(np.array([0, 1, 1]), np.array([-1, 0, 1]), nobody, nobody)
    UnitLeads(people=array([1]), units=array([1]))
    >>> unit_leads(np.array([0, 1, 1]), np.array([-1, 0, 1]), np.array([2, 2]), np.array([0, 1]))
    UnitLeads(people=array([2, 2]), units=array([0, 1]))
    """
    if marked_people.size:
        there = (marked_people >= 0) & (marked_units >= 0)
        pairs = np.unique(np.stack([marked_people[there], marked_units[there]], axis=1), axis=0)
        return UnitLeads(pairs[:, 0].astype(np.int64), pairs[:, 1].astype(np.int64))
    inside = (manager >= 0) & (unit[manager] == unit) & (unit >= 0)
    followed = np.zeros(len(unit), np.bool_)
    followed[manager[inside]] = True
    people = np.flatnonzero(followed & ~inside)
    return UnitLeads(people, unit[people].astype(np.int64))


def led_from_outside(
    unit: NDArray[np.integer], manager: NDArray[np.integer], n_units: int
) -> NDArray[np.int64]:
    """(n_units,) index of the one person elsewhere to whom everybody in a unit reports, -1 = none.

    Cost: O(n log n).

    >>> led_from_outside(np.array([0, 1, 1]), np.array([-1, 0, 0]), 2).tolist()
    [-1, 0]
    """
    found = np.full(n_units, -1, np.int64)
    pairs = np.unique(np.stack([unit, manager], axis=1)[unit >= 0], axis=0)
    units, first, managers = np.unique(pairs[:, 0], return_index=True, return_counts=True)
    lead = pairs[first, 1]
    one = (managers == 1) & (lead >= 0) & (unit[lead] != units)
    found[units[one]] = lead[one]
    return found
