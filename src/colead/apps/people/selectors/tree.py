"""The tree of units, each with how many people it has and who leads it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from colead.apps.people.bridge import Structure, structure_on
from colead.apps.people.plain import plain
from colead.apps.people.selectors.links import PersonLink, links_at

MOST_UNITS = 120  # in a table or a list to choose from


@dataclass(frozen=True)
class UnitRow:
    """A unit in the tree. `closes` : how many levels end after it, as something to loop over."""

    key: str
    name: str
    depth: int
    people_here: int
    people_below: int
    leads: tuple[PersonLink, ...]
    has_units_below: bool
    closes: range
    lacks_lead: bool


@dataclass(frozen=True)
class UnitTree:
    """All units, each before those below it."""

    rows: list[UnitRow]
    without_lead: int
    with_several_leads: int


@dataclass(frozen=True)
class UnitChoice:
    """A unit in a list to choose from, moved in by its depth."""

    key: str
    label: str


def unit_tree(day: date) -> UnitTree:
    """The units on `day`. One query, and those of the structure."""
    structure = structure_on(day)
    names = links_at(structure, structure.unit_leads.tolist())
    leads: dict[int, list[PersonLink]] = {}
    for person, link in names.items():
        leads.setdefault(int(structure.engine.unit[person]), []).append(link)
    ordered = list(_in_order(structure))
    depths = [depth for _unit, depth in ordered] + [0]
    rows = [
        UnitRow(
            key=str(structure.engine.unit_ids[unit]),
            name=str(structure.engine.unit_names[unit]),
            depth=depth,
            people_here=int(structure.unit_sizes[unit]),
            people_below=int(structure.engine.branch_sizes[unit]),
            leads=tuple(leads.get(unit, ())),
            has_units_below=depths[place + 1] > depth,
            closes=range(max(0, depth - depths[place + 1])),
            lacks_lead=lacks_lead(structure, unit),
        )
        for place, (unit, depth) in enumerate(ordered)
    ]
    return UnitTree(rows, sum(row.lacks_lead for row in rows), sum(len(row.leads) > 1 for row in rows))


def lacks_lead(structure: Structure, unit: int) -> bool:
    """Several people work in the unit, and no one person leads them, from within or from outside."""
    several = structure.unit_sizes[unit] > 1
    return bool(several and not structure.lead_counts[unit] and structure.outside_leads[unit] < 0)


def unit_choices(day: date, chosen: str = "") -> list[UnitChoice]:
    """The upper units on `day` and the chosen one, to choose from. No query but those of the structure."""
    structure = structure_on(day)
    keys, names = structure.engine.unit_ids, structure.engine.unit_names
    ordered = list(_in_order(structure))
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


def units_below(day: date, key: str) -> list[int]:
    """Primary keys of a unit and of all units below it; empty when there is none with this key."""
    structure = structure_on(day)
    start = next((unit for unit, found in enumerate(structure.engine.unit_ids) if found == key), None)
    if start is None:
        return []
    below = children(structure)
    found, waiting = [], [start]
    while waiting:
        unit = waiting.pop()
        found.append(int(structure.unit_pks[unit]))
        waiting += below.get(unit, [])
    return found


def children(structure: Structure) -> dict[int, list[int]]:
    """Indices of the units directly below each unit (-1 = top), in order of name."""
    names = [plain(str(name)) for name in structure.engine.unit_names]
    below: dict[int, list[int]] = {}
    for unit in sorted(range(len(names)), key=names.__getitem__):
        below.setdefault(int(structure.engine.unit_parent[unit]), []).append(unit)
    return below


def _in_order(structure: Structure) -> Iterator[tuple[int, int]]:
    """Every unit with its depth, each before those below it."""
    below = children(structure)
    waiting = [(unit, 0) for unit in reversed(below.get(-1, []))]
    while waiting:
        unit, depth = waiting.pop()
        yield unit, depth
        waiting += [(child, depth + 1) for child in reversed(below.get(unit, []))]
