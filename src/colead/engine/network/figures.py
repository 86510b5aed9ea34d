"""The figures of one group of people as they are shown.

The field names are the keys of the JSON that Colead writes. None = does not apply or is withheld; `guards`
says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, TypeVar, get_type_hints

from colead.engine.errors import gettext_noop as _
from colead.engine.network.guards import Guard
from colead.engine.network.spread import Spread

Bounds = tuple[float, float] | None


@dataclass(frozen=True)
class DyadCounts:
    mutual: int | None
    asymmetric: int | None
    null: int | None


@dataclass(frozen=True)
class HierarchyFigures:
    connectedness: float | None
    hierarchy: float | None
    efficiency: float | None
    efficiency_undirected: float | None
    least_upper_bound: float | None


@dataclass(frozen=True)
class UnitMixing:
    ei: float | None
    expected: float | None
    p: float | None


@dataclass(frozen=True)
class LevelMixing(UnitMixing):
    up: float | None
    lateral: float | None
    down: float | None


@dataclass(frozen=True)
class MixingFigures:
    unit: UnitMixing
    level: LevelMixing
    leader_tie_ratio: float | None


@dataclass(frozen=True)
class FormalFigures:
    coverage: float | None
    coverage_up: float | None
    coverage_down: float | None
    formal_share: float | None
    jaccard: float | None
    qap: float | None
    qap_p: float | None
    tree_distance_ties: float | None
    tree_distance_all: float | None
    tree_distance_ratio: float | None


@dataclass(frozen=True)
class RoleTotals:
    coordinator: int | None
    consultant: int | None
    representative: int | None
    gatekeeper: int | None
    liaison: int | None


@dataclass(frozen=True)
class BrokerageFigures:
    betweenness_max: float | None
    betweenness_max_id: str | None
    betweenness_centralisation: float | None
    roles: RoleTotals


@dataclass(frozen=True)
class ResilienceFigures:
    k_core_weak: int | None
    k_core_mutual: int | None
    articulation_points: int | None


@dataclass(frozen=True)
class ValuedFigures:
    """The same for the strength of ties, as shares of the largest weight `w_max`."""

    w_max: float | None
    density: float | None
    centralisation_in: float | None
    gini: float | None
    hhi: float | None
    effective_leaders: float | None


@dataclass(frozen=True)
class AgainstChance:
    expected: float | None
    sd: float | None
    z: float | None


@dataclass(frozen=True)
class NullModelFigures:
    """What ties placed at random give in a group of the same size with as many ties."""

    centralisation_in: AgainstChance
    gini: AgainstChance
    hhi: AgainstChance


@dataclass(frozen=True)
class Figures:
    """All figures of the whole organisation (`unit` is None) or of a unit with every unit below it."""

    unit: str | None
    name: str | None
    people: int
    respondents: int | None
    response_rate: float | None
    ties: int | None
    density: float | None
    reciprocity: float | None
    dyads: DyadCounts
    spread: Spread
    hierarchy: HierarchyFigures
    mixing: MixingFigures
    formal: FormalFigures
    brokerage: BrokerageFigures
    resilience: ResilienceFigures
    valued: ValuedFigures
    null_model: NullModelFigures
    intervals: dict[str, Bounds]
    """Path of the figure ("spread.gini") -> (low, high), 95 %."""
    methods: dict[str, str]
    """What was sampled or approximated, and how."""
    guards: list[Guard]
    """Why a figure is missing, or to be read with care."""

    def in_words(self) -> dict[str, Any] | None:
        """One plain sentence as template, values and text; None where nothing may be said."""
        return in_words(self.unit, self.people, self.spread.effective_leaders)

    def to_dict(self) -> dict[str, Any]:
        return {**_plain(self), "in_words": self.in_words()}

    def __str__(self) -> str:
        words = self.in_words()
        lines = [self.name or self.unit or "Whole organisation", words["text"] if words else ""]
        lines += [f"  {label:<42}{text}" for label, text in _lines(_plain(self), self.intervals)]
        lines += [f"  ! {reason['measure']}: {reason['reason']}" for reason in self.guards]
        return "\n".join(line for line in lines if line)


def in_words(unit: str | None, people: int, effective_leaders: float | None) -> dict[str, Any] | None:
    """On how many people leadership rests, as template, values and text."""
    if effective_leaders is None:
        return None
    template = (
        _("Leadership in the organisation rests on about {leaders} of {people} people.")
        if unit is None
        else _("Leadership in this unit rests on about {leaders} of {people} people.")
    )
    values = {"leaders": max(1, round(effective_leaders)), "people": people}
    return {"template": template, "values": values, "text": template.format(**values)}


SECTIONS = (
    "dyads",
    "spread",
    "hierarchy",
    "mixing",
    "formal",
    "brokerage",
    "resilience",
    "valued",
    "null_model",
)
PLAIN = ("people", "respondents", "response_rate", "ties", "density", "reciprocity")
WHOLE_NUMBERS = frozenset(
    ["people", "respondents", "ties", "spread.bus_factor"]
    + [f"dyads.{field.name}" for field in fields(DyadCounts)]
    + [f"brokerage.roles.{field.name}" for field in fields(RoleTotals)]
    + [f"resilience.{field.name}" for field in fields(ResilienceFigures)]
)


Section = TypeVar("Section")


def build(kind: type[Section], values: Mapping[str, Any]) -> Section:
    """A dataclass, and those inside it, from nested dictionaries."""
    hints = get_type_hints(kind)
    built = {
        field.name: build(hints[field.name], values[field.name])
        if is_dataclass(hints[field.name])
        else values[field.name]
        for field in fields(kind)  # type: ignore[arg-type]
    }
    return kind(**built)


def _plain(value: Any) -> Any:
    """Dataclasses to dictionaries, as deep as they go."""
    if not is_dataclass(value):
        return value
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}


def paths(kind: type = Figures, prefix: str = "") -> list[str]:
    """Every dotted path of a number in the figures.

    >>> paths()[:3], "mixing.level.up" in paths()
    (['people', 'respondents', 'response_rate'], True)
    """
    found: list[str] = []
    for name, hint in get_type_hints(kind).items():
        if is_dataclass(hint):
            found += paths(hint if isinstance(hint, type) else type(hint), f"{prefix}{name}.")
        elif prefix or name in PLAIN:
            found.append(f"{prefix}{name}")
    return [path for path in found if path != "brokerage.betweenness_max_id"]


def _lines(
    values: Mapping[str, Any], intervals: Mapping[str, Bounds], above: str = ""
) -> Iterator[tuple[str, str]]:
    for key, value in values.items():
        path = f"{above}{key}"
        if not above and key not in (*PLAIN, *SECTIONS):
            continue
        if isinstance(value, dict):
            yield from _lines(value, intervals, f"{path}.")
        elif value is not None:
            yield path.replace(".", " ").replace("_", " "), with_interval(value, intervals.get(path))


def with_interval(value: float | str | None, bounds: Bounds) -> str:
    """A figure and, where there is one, its interval.

    >>> with_interval(4.2, (3.0, 5.55))
    '4.2 (3 to 5.55)'
    """
    return f"{number(value)} ({number(bounds[0])} to {number(bounds[1])})" if bounds else number(value)


def number(value: float | str | None) -> str:
    """A figure for people to read: three significant decimals, a dash for none.

    >>> number(0.45238), number(7), number(None)
    ('0.452', '7', '–')
    """
    if value is None:
        return "–"
    return f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
