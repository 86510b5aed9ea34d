"""The figures of one group of people as they are shown.

The field names are the keys of the JSON that Colead writes. None = does not apply or is withheld; `guards`
says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from functools import cache
from typing import Any, TypedDict, get_origin, get_type_hints

from colead.engine.errors import gettext_noop as _
from colead.engine.network.brokerage import Roles
from colead.engine.network.dyads import Census
from colead.engine.network.formal import Formal
from colead.engine.network.hierarchy import Hierarchy
from colead.engine.network.mixing import Mixing
from colead.engine.network.null_model import Expected
from colead.engine.network.resilience import Resilience
from colead.engine.network.spread import Spread


class Guard(TypedDict):
    measure: str
    reason: str
    template: str
    values: dict[str, Any]


def guard(measure: str, template: str, **values: Any) -> Guard:
    """Say why `measure` is missing or to be read with care.

    >>> guard("spread.gini", "{people} people are too few.", people=3)["reason"]
    '3 people are too few.'
    """
    return Guard(measure=measure, reason=template.format(**values), template=template, values=values)


Bounds = tuple[float, float] | None


Number = float | None


@dataclass(frozen=True)
class BrokerageFigures:
    betweenness_max: float | None
    betweenness_max_id: str | None
    betweenness_centralisation: float | None
    roles: Roles[int | None]


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
class NullModelFigures:
    """What ties placed at random give in a group of the same size with as many ties."""

    centralisation_in: Expected[Number]
    gini: Expected[Number]
    hhi: Expected[Number]


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
    dyads: Census[int | None]
    spread: Spread[Number]
    hierarchy: Hierarchy[Number]
    mixing: Mixing[Number]
    formal: Formal[Number]
    brokerage: BrokerageFigures
    resilience: Resilience[int | None]
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
    "dyads", "spread", "hierarchy", "mixing", "formal", "brokerage", "resilience", "valued",
    "null_model",
)  # fmt: skip
PLAIN = ("people", "respondents", "response_rate", "ties", "density", "reciprocity")
WHOLE_NUMBERS = frozenset(
    ["people", "respondents", "ties", "spread.bus_factor"]
    + [f"dyads.{name}" for name in Census._fields]
    + [f"brokerage.roles.{name}" for name in Roles._fields]
    + [f"resilience.{name}" for name in Resilience._fields]
)


@cache
def _parts(section: Any) -> dict[str, Any]:
    """Name -> type of what stands in figures or in a section of them; nothing in a number."""
    kind = get_origin(section) or section
    return get_type_hints(kind) if is_dataclass(kind) or hasattr(kind, "_fields") else {}


def build(section: Any, values: Mapping[str, Any]) -> Any:
    """Figures, or a section of them, from nested dictionaries."""
    parts = _parts(section)
    return section(
        **{name: build(of, values[name]) if _parts(of) else values[name] for name, of in parts.items()}
    )


def _plain(value: Any) -> Any:
    """Figures to dictionaries, as deep as they go."""
    kind: Any = type(value)
    return {name: _plain(getattr(value, name)) for name in _parts(kind)} or value


def paths(section: Any = Figures, prefix: str = "") -> list[str]:
    """Every dotted path of a number in the figures.

    >>> paths()[:3], "mixing.level.up" in paths()
    (['people', 'respondents', 'response_rate'], True)
    """
    found: list[str] = []
    for name, of in _parts(section).items():
        if _parts(of):
            found += paths(of, f"{prefix}{name}.")
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
