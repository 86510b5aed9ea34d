"""The units of a map as a tree that is asked from below."""

from collections import Counter
from functools import cached_property
from typing import Any

import numpy as np

from colead.engine.tree import Tree

NO_UNIT = -1
FEWEST = 3


class UnitTree:
    """Units by their position in the map's list; `place` is their order from the top down, by name."""

    def __init__(self, units: list[dict[str, Any]]) -> None:
        self.units = units
        self.tree = Tree(np.array([unit["above"] for unit in units], np.int32))
        names = [str(unit["name"]).casefold() for unit in units]
        self.below = self.tree.below(names)
        self.order = self.tree.from_the_top(names)
        self.place = {unit: place for place, (unit, _depth) in enumerate(self.order)}
        self.depth = dict(self.order)

    def is_inside(self, unit: int, key: str) -> bool:
        """Whether a unit is the one with this key or lies below it; everything is inside ""."""
        return not key or any(self.units[above]["key"] == key for above in self.tree.line_up(unit))

    def merged(self, named: list[int], people: list[int], most: int) -> list[int]:
        """For each unit, of so many people, the one it is merged into, so deep that at most `most` are left.

        Where that would be fewer than FEWEST, as in an organisation with thirty schools below one top, up to
        four times as many are let pass. Where the top itself is too wide, the largest units stay and the
        others become NO_UNIT together.
        """
        deepest = max((self.depth[unit] for unit in named if unit >= 0), default=0)
        finer = named
        for depth in range(deepest, -1, -1):
            cut = [self._at_depth(unit, depth) for unit in named]
            if len(set(cut)) <= most:
                too_coarse = len(set(cut)) < FEWEST and len(set(finer)) <= 4 * most
                return finer if too_coarse else cut
            finer = cut
        return _largest(finer, people, most)

    @cached_property
    def main_parts(self) -> list[int]:
        """The units at the top, or those right below when there is a single one on top."""
        top = self.below.get(NO_UNIT, [])
        return self.below.get(top[0], []) if len(top) == 1 else top

    def branch(self, unit: int) -> int:
        """Which of the main parts a unit belongs to, by position; the number of parts = none of them."""
        line = set(self.tree.line_up(unit))
        parts = self.main_parts
        return next((number for number, part in enumerate(parts) if part in line), len(parts))

    def branch_name(self, branch: int) -> str:
        """What a main part is called; empty for none."""
        return str(self.units[self.main_parts[branch]]["name"]) if branch < len(self.main_parts) else ""

    def _at_depth(self, unit: int, depth: int) -> int:
        line = self.tree.line_up(unit)
        return line[max(len(line) - 1 - depth, 0)] if line else NO_UNIT


def _largest(named: list[int], people: list[int], most: int) -> list[int]:
    """The units with most people as they are, and NO_UNIT for all others: at most `most` together."""
    size: Counter[int] = Counter()
    for unit, number in zip(named, people, strict=True):
        size[unit] += number * (unit != NO_UNIT)
    kept = {unit for unit, _people in size.most_common(most - 1)}
    return [unit if unit in kept else NO_UNIT for unit in named]
