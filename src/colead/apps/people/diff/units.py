"""The units of a staff list beside those that exist: which are new, renamed, moved or no longer there."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from colead.apps.people.diff.reconcile import leave, reconcile
from colead.apps.people.diff.rows import Changes, Current, Held, Placement, Post, Wanted
from colead.engine.reporting_lines import cycles
from colead.files.problems import FileProblem, problem
from colead.files.spelling import compared
from colead.files.staff_list import StaffList


@dataclass
class UnitDiff:
    """key_of : the file's key of a unit -> ours, which differs where the file knows units by name alone."""

    key_of: dict[str, str]
    created: dict[str, str] = field(default_factory=dict)  # key -> name
    renamed: dict[str, tuple[str, str]] = field(default_factory=dict)  # key -> name before, name after
    placements: Changes[Placement] = field(default_factory=Changes)
    problems: list[FileProblem] = field(default_factory=list)


def unit_diff(staff: StaffList, current: Current, *, closes_others: bool) -> UnitDiff:
    """Compare the units; with `closes_others`, those neither in the file nor above one that is, end."""
    listed = list(staff.units.iter_rows())
    found = UnitDiff(_our_keys(staff, listed, current))
    for key, name, _parent in listed:
        _name(found, found.key_of[key], name, current, has_keys=_has_keys(staff))
    held: defaultdict[str, list[Held[Placement]]] = defaultdict(list)
    for row in current.placements:
        held[row.value.unit].append(row)
    for placement in _wanted(staff, listed, found.key_of, held):
        wanted = [Wanted(placement, current.day, keeps_end=True)]
        reconcile(found.placements, current.day, held[placement.unit], wanted)
    if closes_others and listed:
        _close_others(found, current, held)
    found.problems.extend(_circles(found, current))
    return found


def _has_keys(staff: StaffList) -> bool:
    return staff.mapping.header("unit_key") is not None


def _our_keys(
    staff: StaffList, listed: list[tuple[str, str, str | None]], current: Current
) -> dict[str, str]:
    """Ours for each key of the file: a unit is known by its id, and without ids in the file by its name."""
    by_key = _only_one_each((compared(key), key) for key in current.units)
    if not _has_keys(staff):
        by_key = _only_one_each((compared(unit.name), key) for key, unit in current.units.items()) | by_key
    return {
        key: key if key in current.units else by_key.get(compared(key), key) for key, _name, _parent in listed
    }


def _only_one_each(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Spelling -> key, without the spellings of several."""
    known = list(pairs)
    times = Counter(spelling for spelling, _key in known)
    return {spelling: key for spelling, key in known if times[spelling] == 1}


def _name(found: UnitDiff, key: str, name: str, current: Current, *, has_keys: bool) -> None:
    known = current.units.get(key)
    if known is None:
        found.created[key] = name
    elif has_keys and name != key and known.name != name:
        found.renamed[key] = (known.name, name)


def _wanted(
    staff: StaffList,
    listed: list[tuple[str, str, str | None]],
    key_of: dict[str, str],
    held: dict[str, list[Held[Placement]]],
) -> Iterator[Placement]:
    """Where the file puts each unit. A unit that it only names, without saying where, stays where it is."""
    of_row = staff.unit_tree.of_row[staff.people.rows.get_column("line").to_numpy() > 0]
    stated = set(np.unique(of_row[of_row >= 0]).tolist()) if staff.mapping.header("unit_parent") else set()
    for place, (key, _name, parent) in enumerate(listed):
        ours = key_of[key]
        if parent is not None:
            yield Placement(ours, key_of[parent])
        elif place in stated or ours not in held:
            yield Placement(ours, None)


def _close_others(found: UnitDiff, current: Current, held: dict[str, list[Held[Placement]]]) -> None:
    kept = set(found.key_of.values())
    parent = {row.value.unit: row.value.parent for row in current.placements if row.start <= current.day}
    parent |= {row.value.unit: row.value.parent for row in found.placements.opened}
    above = [parent.get(unit) for unit in kept]
    while above:
        unit = above.pop()
        if unit is not None and unit not in kept:
            kept.add(unit)
            above.append(parent.get(unit))
    for unit, rows in held.items():
        if unit not in kept:
            leave(found.placements, current.day, rows)


def exist_as_long(found: UnitDiff, posts: Iterable[Wanted[Post]]) -> None:
    """A unit that is new to Colead exists from the first day on which somebody works in it, or below it."""
    opened = {row.value.unit: row for row in found.placements.opened if row.value.unit in found.created}
    first: dict[str, date] = {}
    for post in posts:
        unit = post.value.unit
        while unit in opened and post.start < first.get(unit, opened[unit].start):
            first[unit] = post.start
            unit = opened[unit].value.parent
    found.placements.opened = [
        row._replace(start=first.get(row.value.unit, row.start)) for row in found.placements.opened
    ]


def _circles(found: UnitDiff, current: Current) -> list[FileProblem]:
    """Circles that the file makes together with what it leaves as it is."""
    gone = {row.pk for row, _until in found.placements.ended} | {row.pk for row in found.placements.removed}
    parent = {row.value.unit: row.value.parent for row in current.placements if row.pk not in gone}
    parent |= {row.value.unit: row.value.parent for row in found.placements.opened}
    keys = list(parent)
    place = {key: index for index, key in enumerate(keys)}
    above = np.array([place.get(parent[key] or "", -1) for key in keys], np.int32)
    return [
        problem("unit_cycle", members=" → ".join(f"'{keys[at]}'" for at in [*members, members[0]]))
        for members in cycles(above)
        if any(keys[at] in found.key_of.values() for at in members)
    ]
