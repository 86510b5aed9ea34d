"""A map under the units of another day: unions of its frozen groups, and nothing measured anew."""

from copy import copy
from typing import Any

import numpy as np

from colead.apps.network.bridge.unit_tree import NO_UNIT, UnitTree
from colead.apps.network.models import LeadershipMap
from colead.apps.people.bridge import Structure

Group = frozenset[int]
SIZES = ("people", "answered", "leaders")


def under_units_of(structure: Structure, frozen: LeadershipMap) -> LeadershipMap:
    """The map, not to be stored, with the units of another day in place of its own.

    A group stands where its unit is now, or else the nearest one above it then that still exists. A unit that
    holds the very groups of a unit then has that one's figures; any other union has the sums of what was
    frozen, which gives its density and no more.
    """
    place = _places(structure, frozen)
    groups = _groups(structure, place)
    then = {group: unit for unit, group in zip(frozen.units, _groups_then(frozen), strict=True)}
    engine = structure.engine
    shown = copy(frozen)
    shown.as_of = structure.day
    shown.atoms = [atom | {"unit": unit} for atom, unit in zip(frozen.atoms, place, strict=True)]
    shown.units = [
        {
            "key": str(engine.unit_ids[unit]),
            "name": str(engine.unit_names[unit]),
            "above": int(engine.unit_parent[unit]),
            "people": int(engine.branch_sizes[unit]),
            **(_as_then(then[group]) if group in then else _summed(frozen, group)),
        }
        for unit, group in enumerate(groups)
    ]
    return shown


def _places(structure: Structure, frozen: LeadershipMap) -> list[int]:
    """The unit of the day that each group stands in, by position."""
    number = {str(key): unit for unit, key in enumerate(structure.engine.unit_ids)}
    tree = UnitTree(frozen.units).tree
    lines = ([frozen.units[unit]["key"] for unit in tree.line_up(atom["unit"])] for atom in frozen.atoms)
    return [next((number[key] for key in line if key in number), NO_UNIT) for line in lines]


def _groups(structure: Structure, place: list[int]) -> list[Group]:
    """The groups in each unit of the day and below."""
    inside: list[set[int]] = [set() for _unit in range(structure.engine.n_units)]
    for atom, unit in enumerate(place):
        for above in structure.engine.unit_tree.line_up(unit):
            inside[above].add(atom)
    return [frozenset(group) for group in inside]


def _groups_then(frozen: LeadershipMap) -> list[Group]:
    tree = UnitTree(frozen.units).tree
    inside: list[set[int]] = [set() for _unit in frozen.units]
    for number, atom in enumerate(frozen.atoms):
        for above in tree.line_up(atom["unit"]):
            inside[above].add(number)
    return [frozenset(group) for group in inside]


def _as_then(unit: dict[str, Any]) -> dict[str, Any]:
    return {"size": unit["size"], "figures": unit["figures"]}


def _summed(frozen: LeadershipMap, group: Group) -> dict[str, Any]:
    size = {name: sum(int(frozen.atoms[atom][name]) for atom in group) for name in SIZES} | {"lines": 0}
    possible = size["answered"] * (size["people"] - 1)
    density = _inside(frozen, group) / possible if possible else None
    return {"size": size, "figures": {"density": [density, None, None]}}


def _inside(frozen: LeadershipMap, group: Group) -> int:
    """Nominations among the people of some groups."""
    source, target, count = (np.array(column, np.int64) for column in frozen.flows)
    members = np.array(sorted(group), np.int64)
    return int(count[np.isin(source, members) & np.isin(target, members)].sum())
