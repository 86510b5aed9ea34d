"""From the words of a staff list to indices, with every problem named: managers, units, levels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colead.engine.errors import OrganisationError
from colead.engine.errors import gettext_noop as _
from colead.engine.tree import Int32, Int64, Tree, climb

Problems = list[OrganisationError]


KINDS = {
    "nobody": (_("Nobody is listed."), _("List at least one person.")),
    "wrong_length": (
        _("A column has {found} entries, but there are {people} people."),
        _("Give one entry for every person."),
    ),
    "missing_id": (_("Person number {number} has no id."), _("Give every person an id of their own.")),
    "duplicate_id": (
        _("Person '{person}' is listed {count} times."),
        _("Keep one entry, or give different people different ids."),
    ),
    "unknown_manager": (
        _("Person '{person}' reports to '{manager}', who is not listed."),
        _("Add '{manager}' or leave the manager empty."),
    ),
    "self_manager": (
        _("Person '{person}' reports to themselves."),
        _("Leave the manager empty for the person at the top."),
    ),
    "reporting_cycle": (
        _("These people report to one another in a circle: {members}."),
        _("Change the manager of one of them, so that the line ends at the top."),
    ),
    "unknown_parent_unit": (
        _("Unit '{unit}' lies under '{parent}', which is not listed."),
        _("Add '{parent}' or leave the unit above empty."),
    ),
    "unit_cycle": (
        _("These units lie under one another in a circle: {members}."),
        _("Change the unit above one of them."),
    ),
    "level_not_whole": (
        _("Level {level} is not a whole number."),
        _("Number the levels 0, 1, 2 ... from the top."),
    ),
}
"""What can be wrong, and what to do."""


def problem(code: str, *, rows: Sequence[int] = (), **values: Any) -> OrganisationError:
    """One of KINDS, about the people at these rows."""
    template, hint = KINDS[code]
    return OrganisationError(template, code=code, hint=hint, rows=rows, **values)


def wrong_length(found: int, people: int) -> OrganisationError:
    """A column that does not hold one entry for every person."""
    return problem("wrong_length", found=found, people=people)


def require(problems: Sequence[OrganisationError]) -> None:
    """Raise all problems as one error."""
    if problems:
        raise OrganisationError.of(problems)


def resolve(ids: NDArray[Any], managers: Sequence[str | None] | NDArray[Any]) -> tuple[Int32, Problems]:
    """Index of the person whom each person reports to (-1 = nobody), and what is wrong with the lines."""
    if not len(ids):
        return np.zeros(0, dtype=np.int32), [problem("nobody")]
    if len(managers) != len(ids):
        return np.full(len(ids), -1, dtype=np.int32), [wrong_length(len(managers), len(ids))]
    manager, problems = _indices(ids, managers)
    for row in np.flatnonzero(manager == np.arange(manager.size)).tolist():
        problems.append(problem("self_manager", rows=[row], person=ids[row]))
    manager = np.where(manager == np.arange(manager.size), -1, manager).astype(np.int32)
    for members in cycles(manager):
        named = _circle(ids[row] for row in members)
        problems.append(problem("reporting_cycle", rows=members, members=named))
    return manager, problems


def _indices(ids: NDArray[Any], managers: Sequence[str | None] | NDArray[Any]) -> tuple[Int32, Problems]:
    if isinstance(managers, np.ndarray) and np.issubdtype(managers.dtype, np.integer):
        manager = np.maximum(managers, -1).astype(np.int32)
        unknown = np.flatnonzero(manager >= len(ids)).tolist()
        manager[unknown] = -1
        problems = [_unknown_manager(ids, row, int(managers[row])) for row in unknown]
        return manager, _listing_problems(ids) + problems
    index = {person: row for row, person in enumerate(ids.tolist())}
    rows = [-1 if _blank(lead) else index.get(lead, -2) for lead in managers]
    manager = np.array(rows, dtype=np.int32)
    unknown = np.flatnonzero(manager == -2).tolist()
    manager[unknown] = -1
    return manager, _listing_problems(ids) + [_unknown_manager(ids, row, managers[row]) for row in unknown]


def _blank(value: object) -> bool:
    return value is None or value == ""


def _listing_problems(ids: NDArray[Any]) -> Problems:
    listed = ids.tolist()
    if len(set(listed)) == len(listed) and not any(_blank(person) for person in listed):
        return []
    rows: dict[Any, list[int]] = {}
    for row, person in enumerate(listed):
        rows.setdefault(None if _blank(person) else person, []).append(row)
    missing = rows.pop(None, [])
    return [problem("missing_id", rows=[row], number=row + 1) for row in missing] + [
        problem("duplicate_id", rows=at, person=person, count=len(at))
        for person, at in rows.items()
        if len(at) > 1
    ]


def cycles(manager: Int32) -> list[list[int]]:
    """Every circle of people who report to one another, each once, in reporting order."""
    found: list[list[int]] = []
    seen: set[int] = set()
    for start in np.flatnonzero(climb(manager).stuck).tolist():
        line: dict[int, int] = {}
        person = start
        while person not in seen and person not in line:
            line[person] = len(line)
            person = int(manager[person])
        if person in line:
            found.append(list(line)[line[person] :])
        seen.update(line)
    return found


def place_in_units(
    units: Sequence[str | None] | NDArray[Any], parents: Mapping[str, str | None] | None
) -> tuple[NDArray[Any], Int32, Int32, Problems]:
    """Unit ids in order of appearance, everybody's unit, each unit's parent, and what is wrong."""
    known = {} if parents is None else parents
    if isinstance(units, np.ndarray) and np.issubdtype(units.dtype, np.integer):
        unit = np.maximum(units, -1).astype(np.int32)
        listed: list[Any] = list(range(int(unit.max(initial=-1)) + 1))
    else:
        listed = list(dict.fromkeys(unit for unit in units if not _blank(unit)))
        index = {unit_id: row for row, unit_id in enumerate(listed)}
        unit = np.array([-1 if _blank(name) else index[name] for name in units], dtype=np.int32)
    named = dict.fromkeys([*listed, *known])
    unit_ids = np.empty(len(named), dtype=object)
    unit_ids[:] = list(named)
    parent, problems = _parents(unit_ids, known)
    return unit_ids, unit, parent, problems


def _parents(unit_ids: NDArray[Any], known: Mapping[str, str | None]) -> tuple[Int32, Problems]:
    index = {unit: row for row, unit in enumerate(unit_ids.tolist())}
    above = [known.get(unit) for unit in unit_ids.tolist()]
    rows = [-1 if _blank(unit) else index.get(unit, -2) for unit in above]
    parent = np.array(rows, dtype=np.int32)
    problems = [
        problem("unknown_parent_unit", unit=unit_ids[row], parent=above[row])
        for row in np.flatnonzero(parent == -2).tolist()
    ]
    parent[parent == -2] = -1
    problems += [
        problem("unit_cycle", members=_circle(unit_ids[row] for row in members)) for members in cycles(parent)
    ]
    return parent, problems


def levels_from(levels: ArrayLike | None, manager: Int32) -> Int32:
    """The levels given; a missing one is one more than that of the person reported to (top: the smallest)."""
    tree = Tree(manager)
    if levels is None:
        return tree.depth
    given = _numbers(levels)
    if given.size != manager.size:
        raise wrong_length(given.size, manager.size)
    missing = np.isnan(given) | (given < 0)
    if (fractions := np.flatnonzero(~missing & (given != np.floor(given)))).size:
        first = float(given[fractions[0]])
        raise problem("level_not_whole", rows=fractions.tolist(), level=first)
    level = np.where(missing, -1, given).astype(np.int32)
    _fill_down(level, missing, tree)
    return level


def _numbers(levels: ArrayLike) -> NDArray[np.float64]:
    if isinstance(levels, list | tuple):
        return np.array([np.nan if _blank(level) else level for level in levels], dtype=np.float64)
    return np.asarray(levels, dtype=np.float64)


def _fill_down(level: Int32, missing: NDArray[np.bool_], tree: Tree) -> None:
    if not missing.any():
        return
    top = 0 if missing.all() else int(level[~missing].min())
    for layer in tree.layers:
        gaps: Int64 = layer[missing[layer]]
        above = tree.above[gaps]
        level[gaps] = np.where(above < 0, top, level[above] + 1)


def _circle(members: Iterable[object]) -> str:
    named = [str(member) for member in members]
    return " → ".join([*named, named[0]])


def _unknown_manager(ids: NDArray[Any], row: int, manager: object) -> OrganisationError:
    return problem("unknown_manager", rows=[row], person=ids[row], manager=manager)
