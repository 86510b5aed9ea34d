"""The units of a map as a tree that is asked from below."""

from typing import Any

NO_UNIT = -1


class UnitTree:
    """Units by their position in the map's list; `place` is their order from the top down, by name."""

    def __init__(self, units: list[dict[str, Any]]) -> None:
        self.units = units
        self.below = _below(units)
        self.order = _from_the_top(self.below)
        self.place = {unit: place for place, (unit, _depth) in enumerate(self.order)}
        self.depth = dict(self.order)

    def line_up(self, unit: int) -> list[int]:
        """The unit and those above it, nearest first; nothing for people without a unit."""
        line = []
        while unit >= 0:
            line.append(unit)
            unit = self.units[unit]["above"]
        return line

    def is_inside(self, unit: int, key: str) -> bool:
        """Whether a unit is the one with this key or lies below it; everything is inside ""."""
        return not key or any(self.units[above]["key"] == key for above in self.line_up(unit))

    def merged(self, named: list[int], most: int) -> list[int]:
        """For each unit the one it is merged into, as deep in the tree as leaves at most `most` of them."""
        deepest = max((self.depth[unit] for unit in named if unit >= 0), default=0)
        for depth in range(deepest, 0, -1):
            cut = [self._at_depth(unit, depth) for unit in named]
            if len(set(cut)) <= most:
                return cut
        return [self._at_depth(unit, 0) for unit in named]

    def branch(self, unit: int) -> int:
        """Which of the organisation's main parts a unit belongs to; the number of parts = none of them."""
        starts = self.below.get(NO_UNIT, [])
        if len(starts) == 1:
            starts = self.below.get(starts[0], [])
        line = set(self.line_up(unit))
        return next((number for number, start in enumerate(starts) if start in line), len(starts))

    def _at_depth(self, unit: int, depth: int) -> int:
        line = self.line_up(unit)
        return line[max(len(line) - 1 - depth, 0)] if line else NO_UNIT


def _below(units: list[dict[str, Any]]) -> dict[int, list[int]]:
    """The units right below each, by name; those at the top below NO_UNIT."""
    below: dict[int, list[int]] = {}
    for number in sorted(range(len(units)), key=lambda number: str(units[number]["name"]).casefold()):
        below.setdefault(units[number]["above"], []).append(number)
    return below


def _from_the_top(below: dict[int, list[int]]) -> list[tuple[int, int]]:
    """(unit, depth), those below a unit right after it."""
    ordered: list[tuple[int, int]] = []
    waiting = [(unit, 0) for unit in reversed(below.get(NO_UNIT, []))]
    while waiting:
        unit, depth = waiting.pop()
        ordered.append((unit, depth))
        waiting += [(child, depth + 1) for child in reversed(below.get(unit, []))]
    return ordered
