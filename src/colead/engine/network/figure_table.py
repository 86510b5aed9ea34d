"""The figures of many groups by column; a row is written out, or becomes `Figures`, only when asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from colead.engine.network.figures import WHOLE_NUMBERS, Bounds, Figures, Guard, build, guard, in_words
from colead.engine.network.groups import Floats


class GuardColumn(NamedTuple):
    """One reason, and the groups to which it applies."""

    measure: str
    template: str
    applies: NDArray[np.bool_]
    """(g,)"""
    values: Mapping[str, NDArray[Any]]
    """Value name -> (g,)."""

    def of(self, row: int) -> Guard:
        values = {name: column[row].item() for name, column in self.values.items()}
        return guard(self.measure, self.template, **values)


@dataclass(eq=False)
class FigureTable:
    """Figures of many groups by column; a row becomes `Figures` only when asked for."""

    unit: Sequence[str | None]
    name: Sequence[str | None]
    columns: dict[str, Floats]
    """Dotted path ("spread.gini") -> (g,), NaN = none."""
    max_id: Sequence[str | None]
    """Who has the largest betweenness."""
    bounds: dict[str, Floats]
    """Path -> (g, 2)."""
    methods: Sequence[dict[str, str]]
    guards: list[GuardColumn]

    @classmethod
    def empty(cls) -> FigureTable:
        """No groups at all."""
        return cls([], [], {}, [], {}, [], [])

    def __len__(self) -> int:
        return len(self.unit)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Every group's figures as nested plain dictionaries, in order."""
        return (self.row(number) for number in range(len(self)))

    def row(self, number: int) -> dict[str, Any]:
        """One group's figures as nested plain dictionaries."""
        figures = _at(self._nested_columns, number)
        figures["brokerage"]["betweenness_max_id"] = self.max_id[number]
        return {
            "unit": self.unit[number],
            "name": self.name[number],
            **figures,
            "intervals": {name: values[number] for name, values in self._plain_bounds.items()},
            "methods": self.methods[number],
            "guards": [column.of(number) for column in self._guards_of[number]],
            "in_words": in_words(
                self.unit[number], figures["people"], figures["spread"]["effective_leaders"]
            ),
        }

    def figures(self, number: int) -> Figures:
        figures: Figures = build(Figures, self.row(number))
        return figures

    @cached_property
    def _nested_columns(self) -> dict[str, Any]:
        """The columns as plain lists, in dictionaries nested as in the JSON."""
        return _nested(
            {path: _plain_column(values, path in WHOLE_NUMBERS) for path, values in self.columns.items()}
        )

    @cached_property
    def _plain_bounds(self) -> dict[str, list[Bounds]]:
        return {
            name: [None if low != low else (low, high) for low, high in values.tolist()]
            for name, values in self.bounds.items()
        }

    @cached_property
    def _guards_of(self) -> list[list[GuardColumn]]:
        found: list[list[GuardColumn]] = [[] for _row in range(len(self))]
        for column in self.guards:
            for row in np.flatnonzero(column.applies).tolist():
                found[row].append(column)
        return found


def _plain_column(values: Floats, whole_numbers: bool) -> list[float | int | None]:
    if whole_numbers:
        return [None if value != value else int(value) for value in values.tolist()]
    return [None if value != value else value for value in values.tolist()]


def _nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    """Dotted paths to dictionaries in dictionaries."""
    nested: dict[str, Any] = {}
    for path, value in flat.items():
        *above, last = path.split(".")
        place = nested
        for part in above:
            place = place.setdefault(part, {})
        place[last] = value
    return nested


def _at(columns: Mapping[str, Any], row: int) -> dict[str, Any]:
    """One row of nested columns."""
    return {key: inner[row] if isinstance(inner, list) else _at(inner, row) for key, inner in columns.items()}
