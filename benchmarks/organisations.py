"""An organisation of any size, made up by a seed: reporting lines, units, and who looks to whom.

python benchmarks/organisations.py 100000        # writes benchmarks/.cache/100000/{people,ties}.parquet
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

CACHE = Path(__file__).parent / ".cache"
SPAN = (4, 10)  # direct reports of a leader: uniform between the two, 7 on average
LEVELS_IN_A_UNIT = 3  # a leader, their reports and the reports of those: about 53 people
RESPONSE = 0.85
NOMINATIONS = 12.8  # of a respondent on average, which leaves about ten ties a person
TO_OWN_LEADER, IN_OWN_UNIT = 0.09, 0.60  # with the leader's ties about 64 % of all ends in the own unit
POPULARITY_TAIL = 1.6  # exponent of the Pareto law that says how widely known somebody is


@dataclass(frozen=True)
class MadeUpOrganisation:
    """manager and unit by person (manager -1 at the top); source and target by tie."""

    manager: NDArray[np.int32]
    unit: NDArray[np.int32]
    source: NDArray[np.int32]
    target: NDArray[np.int32]


def make_up(people: int, seed: int = 1) -> MadeUpOrganisation:
    """Return an organisation of `people` people; the same seed gives the same organisation."""
    random = np.random.default_rng(seed)
    manager, level = _reporting_tree(people, random)
    unit = _units(manager, level)
    source, target = _ties(manager, unit, random)
    return MadeUpOrganisation(manager, unit, source, target)


def _reporting_tree(people: int, random: np.random.Generator) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Fill the tree level by level: person p's reports are the next free numbers."""
    spans = random.integers(SPAN[0], SPAN[1], people, endpoint=True)
    leaders = np.repeat(np.arange(people, dtype=np.int32), spans)[: people - 1]
    manager = np.concatenate([np.array([-1], np.int32), leaders])
    level = np.zeros(people, np.int32)
    start, stop = 0, 1
    while stop < people:  # a level is a run of numbers, so each step is one slice
        start, stop = stop, int(np.searchsorted(manager, stop, side="left"))
        level[start:stop] = level[manager[start]] + 1
    return manager, level


def _units(manager: NDArray[np.int32], level: NDArray[np.int32]) -> NDArray[np.int32]:
    """Three levels counted from the bottom are one unit, headed by the topmost of the three."""
    head = np.arange(manager.size, dtype=np.int32)
    heads_a_unit = (int(level.max()) - level) % LEVELS_IN_A_UNIT == LEVELS_IN_A_UNIT - 1
    heads_a_unit[0] = True
    for depth in range(1, int(level.max()) + 1):
        members = np.flatnonzero((level == depth) & ~heads_a_unit)
        head[members] = head[manager[members]]
    return np.unique(head, return_inverse=True)[1].astype(np.int32)


def _ties(
    manager: NDArray[np.int32], unit: NDArray[np.int32], random: np.random.Generator
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    people = manager.size
    respondents = random.random(people) < RESPONSE
    count = np.where(respondents, random.poisson(NOMINATIONS, people), 0)
    source = np.repeat(np.arange(people, dtype=np.int32), count)
    kind = random.random(source.size)
    target = _widely_known(people, source.size, random)
    own_unit = kind < TO_OWN_LEADER + IN_OWN_UNIT
    target[own_unit] = _colleague(unit, source[own_unit], random)
    own_leader = kind < TO_OWN_LEADER
    target[own_leader] = manager[source[own_leader]]
    kept = (target >= 0) & (target != source)
    pairs = np.unique(source[kept].astype(np.int64) * people + target[kept])
    return (pairs // people).astype(np.int32), (pairs % people).astype(np.int32)


def _widely_known(people: int, size: int, random: np.random.Generator) -> NDArray[np.int32]:
    reach = np.cumsum(random.pareto(POPULARITY_TAIL, people) + 0.1)
    found: NDArray[np.int32] = np.searchsorted(reach, random.random(size) * reach[-1]).astype(np.int32)
    return found


def _colleague(
    unit: NDArray[np.int32], source: NDArray[np.int32], random: np.random.Generator
) -> NDArray[np.int32]:
    by_unit = np.argsort(unit, kind="stable").astype(np.int32)
    size = np.bincount(unit)
    first = np.cumsum(size) - size
    u = unit[source]
    found: NDArray[np.int32] = by_unit[first[u] + (random.random(source.size) * size[u]).astype(np.int64)]
    return found


def write(people: int, folder: Path = CACHE) -> Path:
    """Write people.parquet (id, manager, unit) and ties.parquet (from, to) unless they are there."""
    place = folder / str(people)
    if not (place / "ties.parquet").exists():
        place.mkdir(parents=True, exist_ok=True)
        made = make_up(people)
        ids = pl.Series("id", np.arange(people, dtype=np.int32))
        manager = pl.Series("manager", made.manager).replace(-1, None)
        pl.DataFrame([ids, manager, pl.Series("unit", made.unit)]).write_parquet(place / "people.parquet")
        pl.DataFrame({"from": made.source, "to": made.target}).write_parquet(place / "ties.parquet")
    return place


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        print(write(int(argument)))
