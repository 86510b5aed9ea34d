"""The units of a staff list: keys, names and the tree, however the file writes them.

A unit may have an id and a name, or a name alone, which then is its id. The unit above may be written as id,
as name, or as a path ``Town / Schools / North``, ``/Town/Schools`` or ``Town > Schools``; without a column
for it the unit itself may be a path. Units that are spelled alike but for case and spaces are one.
"""

import itertools
import re
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from colead.engine.reporting_lines import cycles
from colead.engine.tree import Tree
from colead.files.columns import ColumnMapping
from colead.files.lookup import positions
from colead.files.problems import FileProblem, problem
from colead.files.spelling import compared

_STEP = re.compile(r"\s+/\s+|\s*[>›»\\]\s*")
_FROM_ROOT = re.compile(r"\s*[/>›»]\s*")
"""Of a path that begins with what separates its steps, as ``/Care/North``."""
_MEMBERS_NAMED = 12
_SHOWN = 40
MOST_LEVELS = 60  # no organisation has half as many; what is deeper costs time for every level


class Units(NamedTuple):
    """frame : key, name, parent (key or null), one row per unit in order of appearance, parents among them.

    of_row : (n_rows,) int32 index of each row's unit, -1 = none.
    parent : (n_units,) int32 index of the unit above, -1 = none.
    """

    frame: pl.DataFrame
    of_row: NDArray[np.int32]
    parent: NDArray[np.int32]
    problems: list[FileProblem]
    warnings: list[FileProblem]


def find_units(rows: pl.DataFrame, mapping: ColumnMapping) -> Units:
    """The units of the rows, each found once; conflicts and circles become problems.

    Cost: one vectorised pass over the rows, then a loop over the distinct units.
    """
    has_parent = mapping.header("unit_parent") is not None
    columns = {
        "key": "unit_key" if mapping.header("unit_key") else "unit",
        "name": "unit",
        "parent": "unit_parent",
    }
    cells = rows.select(
        pl.coalesce(pl.col(columns["key"]).cast(pl.String), pl.col("unit")).alias("cell"),
        "unit",
        "unit_parent",
        "line",
    )
    distinct = cells.drop_nulls("cell").group_by("cell", "unit", "unit_parent", maintain_order=True)
    builder = _Builder(mapping, by_path=not has_parent and mapping.header("unit_key") is None)
    first_rows = distinct.agg(pl.col("line").first()).rows()
    builder.add_units(first_rows)
    builder.add_parents(first_rows)
    return builder.finish(cells.get_column("cell"))


def steps_of(path: str) -> list[str]:
    """The units of a path, the topmost first; one for what is no path.

    >>> steps_of("/Care/North"), steps_of("Care > North"), steps_of("Drift/teknik")
    (['Care', 'North'], ['Care', 'North'], ['Drift/teknik'])
    """
    begins_at_root = _FROM_ROOT.match(path)
    steps = _FROM_ROOT.split(path) if begins_at_root else _STEP.split(path)
    return [step.strip() for step in steps if step.strip()]


class _Builder:
    """Collects units from the distinct combinations of cells."""

    def __init__(self, mapping: ColumnMapping, *, by_path: bool) -> None:
        self.mapping = mapping
        self.by_path = by_path
        self.names: dict[str, str | None] = {}
        self.parents: dict[str, str] = {}
        self.lines: dict[str, int] = {}  # where each unit was first written
        self.parent_lines: dict[str, int] = {}
        self.key_of_cell: dict[str, str] = {}
        self.spelled: dict[str, str] = {}  # as it is compared -> as it was first written
        self.problems: list[FileProblem] = []
        self.warnings: list[FileProblem] = []

    def add_units(self, rows: list[tuple[str, str | None, str | None, int]]) -> None:
        for cell, name, _, line in rows:
            if self.by_path:
                if steps := steps_of(cell):  # the root alone, as /, is no unit
                    self.key_of_cell[cell] = self._add_path(cell, steps, line)
            else:
                self.key_of_cell[cell] = key = self._key(cell)
                self._add_name(key, name, line)

    def _key(self, written: str) -> str:
        return self.spelled.setdefault(compared(written), written)

    def add_parents(self, rows: list[tuple[str, str | None, str | None, int]]) -> None:
        """In a second pass, when every unit is known by name."""
        by_name = {compared(name): key for key, name in reversed(self.names.items()) if name}
        for cell, _, parent, line in rows:
            if parent is None:
                continue
            is_known = compared(parent) in self.spelled.keys() | by_name.keys()
            above = [parent] if is_known else steps_of(parent)
            keys = [self._known(step, by_name) for step in above]
            for key in keys:
                self.names.setdefault(key, key)
            for lower, upper in zip([*keys[1:], self.key_of_cell[cell]], keys, strict=True):
                self._add_parent(lower, upper, line)

    def _known(self, written: str, by_name: dict[str, str]) -> str:
        """The unit with this id, else with this name, else a new one."""
        plain = compared(written)
        return self.spelled.get(plain) or by_name.get(plain) or self._key(written)

    def _add_path(self, cell: str, steps: list[str], line: int) -> str:
        if len(steps) > MOST_LEVELS:
            self._too_deep(cell, len(steps), line)
            steps = [cell]
        keys: list[str] = []
        for step in steps:
            keys.append(self._key(" / ".join([*keys[-1:], step])))
        for key, name in zip(keys, steps, strict=True):
            self.names.setdefault(key, name)
            self.lines.setdefault(key, line)
        for upper, lower in itertools.pairwise(keys):
            self.parents.setdefault(lower, upper)
        return keys[-1]

    def _add_name(self, key: str, name: str | None, line: int) -> None:
        known = self.names.setdefault(key, name)
        if known is None and name is not None:
            self.names[key] = name
        elif name is not None and compared(known or name) != compared(name):
            self._differing_name(key, name, line)
        self.lines.setdefault(key, line)

    def _differing_name(self, key: str, name: str, line: int) -> None:
        self.warnings.append(
            problem(
                "unit_two_names",
                line=line,
                column=self.mapping.header("unit"),
                value=name,
                unit=key,
                name=self.names[key],
                first_line=self.lines[key],
            )
        )

    def _add_parent(self, lower: str, upper: str, line: int) -> None:
        known = self.parents.setdefault(lower, upper)
        if known == upper:
            self.parent_lines.setdefault(lower, line)
            return
        self.problems.append(
            problem(
                "unit_two_parents",
                line=line,
                column=self.mapping.header("unit_parent"),
                value=upper,
                unit=lower,
                parent=upper,
                first_parent=known,
                first_line=self.parent_lines.get(lower),
            )
        )

    def finish(self, cells: pl.Series) -> Units:
        keys = pl.Series("key", list(self.names), dtype=pl.String)
        parents = pl.Series("parent", [self.parents.get(key) for key in self.names], dtype=pl.String)
        if self.mapping.header("unit_key") and self.mapping.header("unit"):
            self._check_names()
        names = pl.Series("name", [name or key for key, name in self.names.items()], dtype=pl.String)
        parent = positions(parents, keys)
        self._check_circles(list(self.names), parent)
        self._check_depth(list(self.names), parent)
        listed = pl.Series([self.key_of_cell.get(key, key) for key in self.key_of_cell], dtype=pl.String)
        place = positions(cells, pl.Series(list(self.key_of_cell), dtype=pl.String))
        of_row = np.append(positions(listed, keys), np.int32(-1))[place]
        return Units(pl.DataFrame([keys, names, parents]), of_row, parent, self.problems, self.warnings)

    def _check_names(self) -> None:
        self.problems += [
            problem("unit_without_name", line=self.lines[key], column=self.mapping.header("unit"), unit=key)
            for key, name in self.names.items()
            if name is None
        ]

    def _check_depth(self, keys: list[str], parent: NDArray[np.int32]) -> None:
        if any(one.code in {"unit_cycle", "unit_too_deep"} for one in self.problems):
            return
        levels = Tree(parent).depth + 1
        if (deepest := int(levels.max(initial=0))) > MOST_LEVELS:
            unit = keys[int(levels.argmax())]
            self._too_deep(unit, deepest, self.lines.get(unit))

    def _too_deep(self, unit: str, levels: int, line: int | None) -> None:
        column = self.mapping.header("unit" if self.by_path else "unit_parent")
        found = problem(
            "unit_too_deep", line=line, column=column, unit=unit[:_SHOWN], levels=levels, most=MOST_LEVELS
        )
        self.problems.append(found)

    def _check_circles(self, keys: list[str], parent: NDArray[np.int32]) -> None:
        for members in cycles(parent):
            named = [f"'{keys[member]}'" for member in members[:_MEMBERS_NAMED]] + [f"'{keys[members[0]]}'"]
            line = min(
                (self.lines[keys[member]] for member in members if keys[member] in self.lines), default=None
            )
            self.problems.append(
                problem(
                    "unit_cycle",
                    line=line,
                    column=self.mapping.header("unit_parent"),
                    members=" → ".join(named),
                )
            )
