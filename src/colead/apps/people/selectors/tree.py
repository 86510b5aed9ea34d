"""The tree of units, each with how many people it has and who leads it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated

import numpy as np

from colead.apps.people.bridge import Structure, structure_on
from colead.apps.people.plain import plain
from colead.apps.people.selectors.links import PersonLink, links_at
from colead.kit.columns import Column, ListOf

MOST_UNITS = 120  # in a table or a list to choose from
MOST_IN_TREE = 400
Placed = tuple[int, tuple[int, int]]  # place along the tree, index of the unit, depth


@dataclass(frozen=True)
class UnitRow:
    """A unit in the tree. `place` counts along the tree: a unit comes right before those below it."""

    place: int
    key: Annotated[str, Column("Key")]
    name: Annotated[str, Column("Unit")]
    parent: Annotated[str | None, Column("Lies in", about="key; null at the top")]
    depth: Annotated[int, Column("Depth", about="0 at the top")]
    people_here: Annotated[int, Column("People in the unit itself")]
    people_below: Annotated[int, Column("People with all units below")]
    leads: Annotated[tuple[PersonLink, ...], Column("Leads")]
    lacks_lead: Annotated[bool, Column("Lacks a lead")]


UNITS = ListOf("Units", UnitRow, api="/units")


@dataclass(frozen=True)
class UnitChoice:
    """A unit in a list to choose from, moved in by its depth."""

    key: str
    label: str


@dataclass(frozen=True)
class UnitTree:
    """Units, each before those below it. The numbers are of the whole organisation.

    under : the unit on top, where it is not the whole.   hidden : how many lie below a unit that is shown.
    """

    rows: list[UnitRow]
    without_lead: int
    with_several_leads: int
    under: UnitChoice | None = None
    hidden: dict[str, int] = field(default_factory=dict)

    @property
    def open_above(self) -> int:
        """Units less deep than this stand open: the first two levels that are shown."""
        return self.rows[0].depth + 2 if self.rows else 0

    @property
    def lines(self) -> Iterator[tuple[UnitRow, bool, range, int]]:
        """Each unit, whether others are shown below it, the levels that end after it, and those not shown."""
        top = self.rows[0].depth if self.rows else 0
        following = [row.depth for row in self.rows[1:]] + [top]
        for row, depth in zip(self.rows, following, strict=True):
            yield row, depth > row.depth, range(row.depth - depth), self.hidden.get(row.key, 0)


def unit_tree(day: date) -> UnitTree:
    """All units on `day`. One query, and those of the structure."""
    structure = structure_on(day)
    return _tree(structure, _rows(structure, list(enumerate(in_order(structure)))))


def upper_tree(day: date, under: str = "", *, most: int = MOST_IN_TREE) -> UnitTree:
    """The upper units on `day`, of the whole or of what lies below a unit: as many as one can look through.

    One query, and those of the structure.
    """
    structure = structure_on(day)
    ordered = list(enumerate(in_order(structure)))
    chosen, top = _branch(structure, ordered, under)
    deepest = deepest_shown([depth - top for _place, (_unit, depth) in chosen], most) + top
    shown = [one for one in chosen if one[1][1] <= deepest]
    tree = _tree(structure, _rows(structure, shown))
    below = structure.engine.unit_tree.branch_size
    cut = {
        str(structure.engine.unit_ids[unit]): int(below[unit]) - 1
        for _place, (unit, depth) in shown
        if depth == deepest and below[unit] > 1
    }
    first = next((row for row in tree.rows if row.key == under), None)
    return replace(tree, under=UnitChoice(first.key, first.name) if first else None, hidden=cut)


def _branch(structure: Structure, ordered: list[Placed], under: str) -> tuple[list[Placed], int]:
    """The part of the tree that begins with a unit, and how deep that lies; all of it where there is none."""
    start = next((one for one in ordered if structure.engine.unit_ids[one[1][0]] == under), None)
    if start is None:
        return ordered, 0
    place, (unit, depth) = start
    return ordered[place : place + int(structure.engine.unit_tree.branch_size[unit])], depth


def _tree(structure: Structure, rows: list[UnitRow]) -> UnitTree:
    lacking = sum(lacks_lead(structure, unit) for unit in range(structure.engine.n_units))
    return UnitTree(rows, lacking, int((structure.lead_counts > 1).sum()))


def _rows(structure: Structure, placed: list[Placed]) -> list[UnitRow]:
    """One query."""
    leads = _leads(structure, [unit for _place, (unit, _depth) in placed])
    ids, parents = structure.engine.unit_ids, structure.engine.unit_parent
    return [
        UnitRow(
            place=place,
            key=str(ids[unit]),
            name=str(structure.engine.unit_names[unit]),
            parent=str(ids[parents[unit]]) if parents[unit] >= 0 else None,
            depth=depth,
            people_here=int(structure.unit_sizes[unit]),
            people_below=int(structure.engine.branch_sizes[unit]),
            leads=tuple(leads.get(unit, ())),
            lacks_lead=lacks_lead(structure, unit),
        )
        for place, (unit, depth) in placed
    ]


def _leads(structure: Structure, of: list[int]) -> dict[int, list[PersonLink]]:
    """By index of the unit who leads it, in order of name. One query."""
    wanted = np.isin(structure.unit_leads.units, of)
    people, units = (column[wanted].tolist() for column in structure.unit_leads)
    links = links_at(structure, people)
    place = {person: number for number, person in enumerate(links)}
    leads: dict[int, list[PersonLink]] = {}
    for person, unit in sorted(zip(people, units, strict=True), key=lambda pair: place[pair[0]]):
        leads.setdefault(unit, []).append(links[person])
    return leads


def lacks_lead(structure: Structure, unit: int) -> bool:
    """Several people work in the unit, and no one person leads them, from within or from outside."""
    several = structure.unit_sizes[unit] > 1
    return bool(several and not structure.lead_counts[unit] and structure.outside_leads[unit] < 0)


def unit_choices(day: date, chosen: str = "") -> list[UnitChoice]:
    """The upper units on `day` and the chosen one, to choose from. No query but those of the structure."""
    structure = structure_on(day)
    keys, names = structure.engine.unit_ids, structure.engine.unit_names
    ordered = in_order(structure)
    deepest = deepest_shown([depth for _unit, depth in ordered])
    return [
        UnitChoice(str(keys[unit]), "\u2003" * depth + str(names[unit]))
        for unit, depth in ordered
        if depth <= deepest or keys[unit] == chosen
    ]


def deepest_shown(depths: list[int], most: int = MOST_UNITS) -> int:
    """The deepest level down to which at most so many units lie; the top level at least."""
    deepest, shown = 0, depths.count(0)
    while shown < len(depths) and shown + depths.count(deepest + 1) <= most:
        deepest += 1
        shown += depths.count(deepest)
    return deepest


def units_below(day: date, key: str) -> frozenset[int]:
    """Primary keys of a unit and of all units below it; empty when there is none with this key."""
    structure = structure_on(day)
    start = next((unit for unit, found in enumerate(structure.engine.unit_ids) if found == key), None)
    if start is None:
        return frozenset()
    return structure.pks_below(start)


def children(structure: Structure, unit: int) -> list[int]:
    """Indices of the units directly below one, in order of name."""
    return structure.engine.unit_tree.below(_plain_names(structure)).get(unit, [])


def in_order(structure: Structure) -> list[tuple[int, int]]:
    """Every unit with its depth, each before those below it, in order of name."""
    return structure.engine.unit_tree.from_the_top(_plain_names(structure))


def _plain_names(structure: Structure) -> list[str]:
    return [plain(str(name)) for name in structure.engine.unit_names]
