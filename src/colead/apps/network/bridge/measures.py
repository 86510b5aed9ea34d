"""The measures that the map shows, and where they stand in what the engine returns."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

Raw = Mapping[str, Any]


class Measure(NamedTuple):
    """path : where the engine's dictionary holds it.   of : what it is a share of; None = not a share."""

    path: str
    of: str | None = None


MEASURES = {
    "density": Measure("density", of="places"),
    "effective_leaders": Measure("spread.effective_leaders"),
    "leader_tie_ratio": Measure("mixing.leader_tie_ratio"),
    "coverage": Measure("formal.coverage", of="lines"),
    "ei": Measure("mixing.unit.ei"),
    "reciprocity": Measure("reciprocity", of="ties"),
}
FOR_SMALL_UNITS = ("density", "effective_leaders")
ABOUT_LEADERS = ("formal_share", "coverage")


@dataclass(frozen=True)
class Value:
    """A figure and its 95 % interval, unrounded; None = does not apply."""

    value: float | None
    low: float | None = None
    high: float | None = None


def slim(raw: Raw) -> dict[str, list[float | None]]:
    """What is kept of a unit's figures: {measure: [value, low, high]}, no more than the map may ever show."""
    return {name: list(_value(raw, measure.path)) for name, measure in MEASURES.items()}


def without_ids(raw: Raw) -> dict[str, Any]:
    """The engine's figures without the ids of people that some of them name."""
    kept = {key: value for key, value in raw.items() if not key.endswith("_id")}
    return {key: without_ids(value) if isinstance(value, Mapping) else value for key, value in kept.items()}


def read(kept: Mapping[str, list[float | None]], name: str) -> Value:
    """One measure of what `slim` kept."""
    return Value(*kept.get(name) or [None])


def _value(raw: Raw, path: str) -> tuple[float | None, float | None, float | None]:
    value: Any = raw
    for key in path.split("."):
        value = (value or {}).get(key)
    low, high = (raw.get("intervals") or {}).get(path) or (None, None)
    return value, low, high
