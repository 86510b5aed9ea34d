"""The organisation that comes of a staff list: the tree of its units, and whom everybody reports to."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from colead.apps.people.diff.events import Names
from colead.apps.people.diff.rows import Current
from colead.apps.people.diff.units import UnitDiff
from colead.apps.people.diff.wanted import Told
from colead.files.staff_list import StaffList

NEW, MOVED = "new", "moved"
SHOWN_UNITS, SHOWN_PEOPLE = 400, 25  # of the whole, and of each unit


class UnitOutcome(NamedTuple):
    """A unit below those it is part of, in the order of a table of contents.

    depth : 0 = at the top.   people : who work in it.   total : with all units below.
    mark : NEW, MOVED or empty.
    members : name, key and the manager's name of the first of its people.
    """

    name: str
    depth: int
    people: int
    total: int
    mark: str
    members: list[tuple[str, str, str]]


def outcome(
    staff: StaffList, told: Told, units: UnitDiff, current: Current, names: Names
) -> list[UnitOutcome]:
    """The units with their people, as they are on the day once the file is applied; as many as are shown.

    People without a unit stand in a nameless one at the end. Cost: one pass over people and units.
    """
    parent = _parents(units, current)
    members, sizes = _members(staff, told, units, current, names)
    below: defaultdict[str | None, list[str]] = defaultdict(list)
    for unit, above in parent.items():
        below[above if above in parent else None].append(unit)
    totals = _totals(sizes, parent)
    placed = {row.value.unit for row in current.placements}
    moved = {row.value.unit for row in units.placements.opened if row.value.unit in placed}
    found = []
    for unit, depth in _in_order(below, names):
        mark = NEW if unit in units.created else MOVED if unit in moved else ""
        row = UnitOutcome(names.unit(unit), depth, sizes[unit], totals[unit], mark, members[unit])
        found.append(row)
        if len(found) == SHOWN_UNITS:
            return found
    if sizes[None]:
        found.append(UnitOutcome("", 0, sizes[None], sizes[None], "", members[None]))
    return found


def _parents(units: UnitDiff, current: Current) -> dict[str, str | None]:
    """The unit above each unit that there is on the day."""
    changes = units.placements
    gone = {row.pk for row, _until in changes.ended} | {row.pk for row in changes.removed}
    stays = [row for row in current.placements if row.pk not in gone and row.start <= current.day]
    parent = {row.value.unit: row.value.parent for row in stays}
    return parent | {row.value.unit: row.value.parent for row in changes.opened}


def _members(
    staff: StaffList, told: Told, units: UnitDiff, current: Current, names: Names
) -> tuple[dict[str | None, list[tuple[str, str, str]]], Counter[str | None]]:
    """The first people of each unit, and how many there are."""
    rows = staff.rows[staff.people.main].select("key", "unit", "manager")
    lines = {line.value.person: line.value.manager for line in current.lines if line.value.is_solid}
    posts = {post.value.person: post.value.unit for post in current.posts if post.value.is_primary}
    members: defaultdict[str | None, list[tuple[str, str, str]]] = defaultdict(list)
    sizes: Counter[str | None] = Counter()
    for number, written, boss in rows.iter_rows():
        key = str(number)
        unit = (units.key_of[written] if written else None) if told.unit else posts.get(key)
        sizes[unit] += 1
        if len(members[unit]) < SHOWN_PEOPLE:
            manager = boss if told.manager else lines.get(key)
            members[unit].append((names.person(key), key, names.person(manager and str(manager))))
    return members, sizes


def _totals(sizes: Counter[str | None], parent: dict[str, str | None]) -> Counter[str | None]:
    totals: Counter[str | None] = Counter()
    for unit, people in sizes.items():
        above: str | None = unit
        seen: set[str] = set()
        while above is not None and above not in seen:
            totals[above] += people
            seen.add(above)
            above = parent.get(above)
    return totals


def _in_order(below: dict[str | None, list[str]], names: Names) -> Iterator[tuple[str, int]]:
    open_: list[tuple[str, int]] = [(unit, 0) for unit in _by_name(below[None], names)]
    while open_:
        unit, depth = open_.pop()
        yield unit, depth
        open_.extend((lower, depth + 1) for lower in _by_name(below.get(unit, []), names))


def _by_name(units: list[str], names: Names) -> list[str]:
    """The last first, as a stack takes them."""
    return sorted(units, key=lambda unit: names.unit(unit).casefold(), reverse=True)
