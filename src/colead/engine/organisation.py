"""An organisation as arrays: people, the units they belong to, and who reports to whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colead.engine import reporting_lines
from colead.engine.tree import Int32, Int64, Tree

Ids = NDArray[Any]
"""Ids and names: an array of str (or of any hashable ids)."""


@dataclass(frozen=True, eq=False)
class Organisation:
    """People at the edges by id, inside by index 0 ... n-1; build it with `Organisation.build`.

    >>> clinic = Organisation.build(["ida", "bo", "alma"], [None, "ida", "bo"], ["top", "ward", "ward"])
    >>> clinic
    Organisation of 3 people in 2 units
    >>> clinic.manager.tolist(), clinic.level.tolist()
    ([-1, 0, 1], [0, 1, 2])
    >>> clinic.person_ids[clinic.formal_leader].tolist()
    ['ida', 'bo']
    """

    person_ids: Ids
    manager: Int32
    """(n,) index of the person reported to, -1 = nobody."""
    unit: Int32
    """(n,) index into unit_ids, -1 = no unit."""
    unit_ids: Ids
    unit_names: Ids
    unit_parent: Int32
    """(u,) index of the unit above, -1 = none."""
    level: Int32
    """(n,) as given, else counted down the reporting line from 0 = top."""
    names: Ids | None = None

    @classmethod
    def build(
        cls,
        person_ids: Sequence[str] | Ids,
        managers: Sequence[str | None] | NDArray[Any],
        units: Sequence[str | None] | NDArray[Any],
        *,
        unit_parents: Mapping[str, str | None] | None = None,
        unit_names: Mapping[str, str] | None = None,
        levels: ArrayLike | None = None,
        names: Sequence[str] | Ids | None = None,
    ) -> Organisation:
        """Check a staff list and turn it into arrays.

        Parameters
        ----------
        person_ids : (n,) unique and not empty.
        managers : (n,) ids of the people reported to, None or "" = nobody; an integer array holds
            indices instead, negative = nobody.
        units : (n,) ids of units, None or "" = none; an integer array holds indices, used as ids.
        unit_parents : unit id -> id of the unit above (None or "" = top); may name units without people.
        unit_names : unit id -> name; the id where it is missing.
        levels : (n,) whole numbers, smallest = top; None, NaN or negative = not given. A level not given is
            one more than that of the person reported to.
        names : (n,) people's names.

        Raises
        ------
        OrganisationError naming every problem: people listed twice or without an id, unknown managers,
        people who report to themselves, cycles with their members, unit cycles, unknown units above.

        Cost: O(n log depth).
        """
        ids = _text_array(person_ids)
        manager, problems = reporting_lines.resolve(ids, managers)
        unit_ids, unit, unit_parent, unit_problems = reporting_lines.place_in_units(units, unit_parents)
        reporting_lines.require([*problems, *unit_problems])
        return cls(
            person_ids=ids,
            manager=manager,
            unit=unit,
            unit_ids=unit_ids,
            unit_names=_names_of_units(unit_ids, unit_names or {}),
            unit_parent=unit_parent,
            level=reporting_lines.levels_from(levels, manager),
            names=None if names is None else _text_array(names),
        )

    def __post_init__(self) -> None:
        for column in (self.manager, self.unit, self.level, self.names):
            if column is not None and len(column) != self.n_people:
                raise reporting_lines.wrong_length(len(column), self.n_people)

    def __repr__(self) -> str:
        return f"Organisation of {self.n_people} people in {self.n_units} units"

    @property
    def n_people(self) -> int:
        return len(self.person_ids)

    @property
    def n_units(self) -> int:
        return len(self.unit_ids)

    @cached_property
    def tree(self) -> Tree:
        """The reporting lines, ready to be asked about distances."""
        return Tree(self.manager)

    @cached_property
    def spans(self) -> Int32:
        """(n,) people who report directly to each person."""
        return np.bincount(self.manager[self.manager >= 0], minlength=self.n_people).astype(np.int32)

    @property
    def n_formal_leaders(self) -> int:
        """How many people somebody reports to."""
        return int(self.formal_leader.sum())

    @cached_property
    def formal_leader(self) -> NDArray[np.bool_]:
        """(n,) whether somebody reports to the person."""
        return self.spans > 0

    @property
    def depth(self) -> Int32:
        """(n,) steps up to the end of the reporting line, 0 = nobody above."""
        return self.tree.depth

    @cached_property
    def roots(self) -> Int64:
        """Indices of people who report to nobody."""
        return np.flatnonzero(self.manager < 0)

    @cached_property
    def unit_tree(self) -> Tree:
        """The units as a tree."""
        return Tree(self.unit_parent)

    @cached_property
    def _people_by_unit(self) -> tuple[Int64, Int64, Int64]:
        """People in the preorder of their units, and where the branch of each unit starts and stops."""
        place = np.where(self.unit < 0, -1, self.unit_tree.preorder[self.unit] if self.n_units else -1)
        order = np.argsort(place, kind="stable")
        first = self.unit_tree.preorder if self.n_units else np.zeros(0, dtype=np.int64)
        starts = np.searchsorted(place[order], first)
        branch = self.unit_tree.branch_size if self.n_units else first
        return order, starts, np.searchsorted(place[order], first + branch)

    def branch_of_unit(self, unit: int) -> Int64:
        """Indices of the people in a unit and in every unit below it."""
        order, starts, stops = self._people_by_unit
        return np.sort(order[starts[unit] : stops[unit]])

    @cached_property
    def branch_sizes(self) -> Int64:
        """(u,) people in each unit and every unit below it."""
        _, starts, stops = self._people_by_unit
        return stops - starts

    def unit_groups(self) -> Iterator[tuple[Int64, Int32]]:
        """Every unit once, in sets of units that share nobody: one set for each depth of the unit tree.

        Yields (units, group_of): the units' indices, and for each person the position in `units` of the unit
        whose branch the person belongs to, -1 = none.
        """
        if not self.n_units:
            return
        above = self.unit.astype(np.int64)
        depth = np.append(self.unit_tree.depth, -1)
        for units in reversed(self.unit_tree.layers):
            here = depth[above] == depth[units[0]]
            position = np.full(self.n_units + 1, -1, dtype=np.int32)
            position[units] = np.arange(units.size)
            yield units, np.where(here, position[above], -1).astype(np.int32)
            above = np.where(here, np.append(self.unit_parent, -1)[above], above)


def _text_array(values: Sequence[str] | Ids) -> Ids:
    return values if isinstance(values, np.ndarray) else np.array(values, dtype=object)


def _names_of_units(unit_ids: Ids, names: Mapping[str, str]) -> Ids:
    return np.array([names.get(unit) or str(unit) for unit in unit_ids], dtype=object)
