"""A map under the units of another day: unions of its frozen groups, and nothing measured anew."""

from copy import copy
from typing import Any

import numpy as np
from numpy.typing import NDArray

from colead.apps.network.bridge.unit_tree import NO_UNIT, UnitTree
from colead.apps.network.models import LeadershipMap
from colead.apps.people.bridge import Structure
from colead.engine.tree import Tree

Group = frozenset[int]
Ints = NDArray[np.int64]
SIZES = ("people", "answered", "leaders")


def under_units_of(structure: Structure, frozen: LeadershipMap) -> LeadershipMap:
    """The map, not to be stored, with the units of another day in place of its own.

    A group stands where its unit is now, or else the nearest one above it then that still exists. A unit that
    holds the very groups of a unit then has that one's figures; any other union has the sums of what was
    frozen in fives, which gives its density and no more. Whoever chooses the units of a day gains nothing.
    """
    engine, tree_then = structure.engine, UnitTree(frozen.units).tree
    place = _places(structure, frozen, tree_then)
    groups = _groups(engine.unit_tree, engine.n_units, place)
    groups_then = _groups(tree_then, len(frozen.units), [atom["unit"] for atom in frozen.atoms])
    then = {group: unit for unit, group in zip(frozen.units, groups_then, strict=True)}
    flows = np.array(frozen.flows, np.int64)
    shown = copy(frozen)
    shown.as_of = structure.day
    shown.atoms = [atom | {"unit": unit} for atom, unit in zip(frozen.atoms, place, strict=True)]
    shown.units = [
        {
            "key": str(engine.unit_ids[unit]),
            "name": str(engine.unit_names[unit]),
            "above": int(engine.unit_parent[unit]),
            "people": int(engine.branch_sizes[unit]),
            **(_as_then(then[group]) if group in then else _summed(frozen, flows, group)),
        }
        for unit, group in enumerate(groups)
    ]
    return shown


def _places(structure: Structure, frozen: LeadershipMap, tree_then: Tree) -> list[int]:
    """The unit of the day that each group stands in, by position."""
    number = {str(key): unit for unit, key in enumerate(structure.engine.unit_ids)}
    lines = ([frozen.units[unit]["key"] for unit in tree_then.line_up(atom["unit"])] for atom in frozen.atoms)
    return [next((number[key] for key in line if key in number), NO_UNIT) for line in lines]


def _groups(tree: Tree, n_units: int, place: list[int]) -> list[Group]:
    """The groups in each unit and below. place : the unit of each group."""
    inside: list[set[int]] = [set() for _unit in range(n_units)]
    for atom, unit in enumerate(place):
        for above in tree.line_up(unit):
            inside[above].add(atom)
    return [frozenset(group) for group in inside]


def _as_then(unit: dict[str, Any]) -> dict[str, Any]:
    return {"size": unit["size"], "figures": unit["figures"]}


def _summed(frozen: LeadershipMap, flows: Ints, group: Group) -> dict[str, Any]:
    size = {name: sum(int(frozen.atoms[atom][name]) for atom in group) for name in SIZES}
    possible = size["answered"] * (size["people"] - 1)
    density = _inside(flows, group) / possible if possible else None
    return {
        "size": size | {"lines": 0, "leading": 0, "carried": 0},
        "figures": {"density": [density, None, None]},
    }


def _inside(flows: Ints, group: Group) -> int:
    """Nominations among the people of some groups. flows : (3, f), see LeadershipMap."""
    source, target, count = flows
    members = np.array(sorted(group), np.int64)
    return int(count[np.isin(source, members) & np.isin(target, members)].sum())
