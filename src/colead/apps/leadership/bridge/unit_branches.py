"""The units of a day as a tree that is asked for what lies below."""

from dataclasses import dataclass
from functools import cached_property

from colead.apps.people.bridge import Structure


@dataclass(frozen=True, eq=False)
class Branches:
    """Units by their index in the structure."""

    structure: Structure

    @property
    def indices(self) -> range:
        """Every unit."""
        return range(self.structure.engine.n_units)

    def below(self, unit: int) -> list[int]:
        """The unit itself and all below it; nothing for -1."""
        return self._below[unit] if unit >= 0 else []

    def pks_below(self, unit: int) -> frozenset[int]:
        """The same as primary keys."""
        return frozenset(int(self.structure.unit_pks[one]) for one in self.below(unit))

    def line_up(self, unit: int) -> list[int]:
        """The unit and those above it, nearest first; nothing for -1."""
        found = []
        while unit >= 0:
            found.append(unit)
            unit = int(self.structure.engine.unit_parent[unit])
        return found

    @cached_property
    def _below(self) -> list[list[int]]:
        """Each unit stands in the list of every unit above it. Cost: units times depth."""
        found: list[list[int]] = [[] for _unit in self.indices]
        for unit in self.indices:
            for above in self.line_up(unit):
                found[above].append(unit)
        return found
