"""The municipality on one day, as arrays: what somebody sees who is asked about their colleagues."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from colead.sample.history import History


@dataclass(frozen=True)
class Workplace:
    """n people in u units; indices refer to `people` and `units`."""

    people: list[str]  # keys, ascending
    names: list[str]
    units: list[str]
    unit: NDArray[np.int64]  # (n,) index of a person's unit
    manager: NDArray[np.int64]  # (n,) index of their manager, -1 = none
    leads: NDArray[np.bool_]  # (n,)
    is_away: NDArray[np.bool_]  # (n,)
    shared_steps: NDArray[
        np.int64
    ]  # (u, u) how many units two units have above them in common, themselves included


def workplace_on(day: date, history: History) -> Workplace:
    """Who worked where, and under whom, on a day."""
    roll = history.roll
    posts = {row.person: row for row in roll.positions() if row.is_primary and row.covers(day)}
    names = {person.key: person.name for person in history.people}
    keys = sorted(posts)
    place = {key: index for index, key in enumerate(keys)}
    managers = {row.person: row.manager for row in roll.lines() if row.is_solid and row.covers(day)}
    away = {row.person for row in history.leaves if row.covers(day)}
    parents = {row.unit: row.parent for row in roll.placements() if row.covers(day)}
    units = list(parents)
    return Workplace(
        people=keys,
        names=[names[key] for key in keys],
        units=units,
        unit=np.array([units.index(posts[key].unit) for key in keys]),
        manager=np.array([place.get(managers.get(key, ""), -1) for key in keys]),
        leads=np.array([posts[key].leads for key in keys]),
        is_away=np.array([key in away for key in keys]),
        shared_steps=_shared_steps(units, parents),
    )


def _shared_steps(units: list[str], parents: dict[str, str | None]) -> NDArray[np.int64]:
    above = np.zeros((len(units), len(units)), dtype=np.int64)
    for row, unit in enumerate(units):
        step: str | None = unit
        while step is not None:
            above[row, units.index(step)] = 1
            step = parents[step]
    shared: NDArray[np.int64] = above @ above.T
    return shared
