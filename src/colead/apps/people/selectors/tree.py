"""The tree of units, each with how many people it has and who leads it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from colead.apps.people.bridge import Structure, structure_on
from colead.apps.people.plain import plain
from colead.apps.people.selectors.links import PersonLink, links_at
from colead.kit.columns import Column, ListOf

MOST_UNITS = 120  # in a table or a list to choose from


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
class UnitTree:
    """All units, each before those below it."""

    rows: list[UnitRow]
    without_lead: int
    with_several_leads: int

    @property
    def lines(self) -> Iterator[tuple[UnitRow, bool, range]]:
        """Each unit, whether others lie below it, and the levels that end after it, to loop over."""
        following = [row.depth for row in self.rows[1:]] + [0]
        for row, depth in zip(self.rows, following, strict=True):
            yield row, depth > row.depth, range(row.depth - depth)


@dataclass(frozen=True)
class UnitChoice:
    """A unit in a list to choose from, moved in by its depth."""

    key: str
    label: str


def unit_tree(day: date) -> UnitTree:
    """The units on `day`. One query, and those of the structure."""
    structure = structure_on(day)
    leads = _leads(structure)
    ids, parents = structure.engine.unit_ids, structure.engine.unit_parent
    rows = [
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
        for place, (unit, depth) in enumerate(in_order(structure))
    ]
    return UnitTree(rows, sum(row.lacks_lead for row in rows), sum(len(row.leads) > 1 for row in rows))


def _leads(structure: Structure) -> dict[int, list[PersonLink]]:
    """By index of the unit who leads it, in order of name. One query."""
    people, units = (column.tolist() for column in structure.unit_leads)
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
