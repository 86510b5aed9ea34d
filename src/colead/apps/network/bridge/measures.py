"""What the engine's measures are in what it returns, and what a map keeps of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from colead.engine.network.measures import MEASURES

Raw = Mapping[str, Any]


@dataclass(frozen=True)
class Value:
    """A figure and its 95 % interval, unrounded; None = does not apply."""

    value: float | None
    low: float | None = None
    high: float | None = None


def slim(raw: Raw) -> dict[str, list[float | None]]:
    """What is kept of a unit's figures: {measure: [value, low, high]}, no more than the map may ever show."""
    return {measure.kept_as: list(_value(raw, measure.path)) for measure in MEASURES.values()}


def without_ids(raw: Raw) -> dict[str, Any]:
    """The engine's figures without the ids of people that some of them name."""
    kept = {key: value for key, value in raw.items() if not key.endswith("_id")}
    return {key: without_ids(value) if isinstance(value, Mapping) else value for key, value in kept.items()}


def read(kept: Mapping[str, list[float | None]], name: str) -> Value:
    """One measure of what `slim` kept."""
    return Value(*kept.get(MEASURES[name].kept_as) or [None])


def _value(raw: Raw, path: str) -> tuple[float | None, float | None, float | None]:
    value: Any = raw
    for key in path.split("."):
        value = (value or {}).get(key)
    low, high = (raw.get("intervals") or {}).get(path) or (None, None)
    return value, low, high
