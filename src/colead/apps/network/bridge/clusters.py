"""The atoms of a map as the reader meets them: named, and merged along the unit tree when there are many."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from colead.apps.network.bridge import arrangement
from colead.apps.network.bridge.figures import is_shown
from colead.apps.network.bridge.unit_tree import NO_UNIT, UnitTree
from colead.apps.network.models import LeadershipMap


@dataclass(frozen=True)
class Cluster:
    """One or more atoms drawn as one.

    key, name : of the unit it is named after; empty for small units without a unit above.
    is_central : what is left of the unit when parts of it are clusters of their own.
    above : number of the cluster of the nearest unit above that has one; None = none.
    branch, branch_name : the main part of the organisation it belongs to, for its colour.
    atoms : the numbers of its atoms.
    """

    number: int
    key: str
    name: str
    is_central: bool
    people: int
    leaders: int
    x: float
    y: float
    radius: float
    above: int | None
    branch: int
    branch_name: str
    atoms: tuple[int, ...]


def clusters(leadership_map: LeadershipMap, *, unit: str = "", most: int) -> list[Cluster]:
    """The clusters of the organisation, or of a unit and everything below, in the order of the unit tree.

    Merged along the tree as little as leaves at most `most` of them, where the tree allows. None where too
    few people answered.
    """
    if not is_shown(leadership_map):
        return []
    tree, atoms = UnitTree(leadership_map.units), leadership_map.atoms
    inside = [number for number, atom in enumerate(atoms) if tree.is_inside(atom["unit"], unit)]
    units, people = ([atoms[number][part] for number in inside] for part in ("unit", "people"))
    owners = tree.merged(units, people, most)
    members: dict[int, list[int]] = {}
    for number, owner in zip(inside, owners, strict=True):
        members.setdefault(owner, []).append(number)
    last = len(tree.units)
    ordered = sorted(members, key=lambda owner: tree.place.get(owner, last))
    placed = _Placed(tree, {owner: number for number, owner in enumerate(ordered)})
    made = [placed.cluster(owner, {atom: atoms[atom] for atom in members[owner]}) for owner in ordered]
    return made if len(made) == len(inside) else _moved_apart(made)


class _Placed:
    """The units that have an cluster, with the cluster's number."""

    def __init__(self, tree: UnitTree, numbers: dict[int, int]) -> None:
        self.tree = tree
        self.numbers = numbers
        self.above_others = {unit for owner in numbers for unit in tree.tree.line_up(owner)[1:]}

    def cluster(self, owner: int, atoms: dict[int, dict[str, Any]]) -> Cluster:
        people = sum(atom["people"] for atom in atoms.values())
        named = self.tree.units[owner] if owner != NO_UNIT else {"key": "", "name": ""}
        line = self.tree.tree.line_up(owner)[1:]
        branch = self.tree.branch(owner)
        return Cluster(
            number=self.numbers[owner],
            key=named["key"],
            name=named["name"],
            is_central=owner in self.above_others,
            people=people,
            leaders=sum(atom["leaders"] for atom in atoms.values()),
            x=sum(atom["x"] * atom["people"] for atom in atoms.values()) / people,
            y=sum(atom["y"] * atom["people"] for atom in atoms.values()) / people,
            radius=float(arrangement.radius_of(np.array(people))),
            above=next((self.numbers[unit] for unit in line if unit in self.numbers), None),
            branch=branch,
            branch_name=self.tree.branch_name(branch),
            atoms=tuple(atoms),
        )


def _moved_apart(made: list[Cluster]) -> list[Cluster]:
    """Clusters that were merged need more room than the atoms they are made of."""
    centres = np.array([(cluster.x, cluster.y) for cluster in made])
    places = arrangement.moved_apart(centres, np.array([cluster.radius for cluster in made]))
    return [
        replace(cluster, x=float(x), y=float(y))
        for cluster, (x, y) in zip(made, places.tolist(), strict=True)
    ]
