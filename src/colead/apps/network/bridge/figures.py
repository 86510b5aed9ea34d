"""The figures of a map as they may be shown: of the whole organisation and of every unit."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from colead.apps.network.bridge import measures
from colead.apps.network.bridge.measures import Value
from colead.apps.network.bridge.unit_tree import UnitTree
from colead.apps.network.models import LeadershipMap
from colead.engine import disclosure
from colead.engine.disclosure import Shown
from colead.engine.network.measures import MEASURES
from colead.kit.columns import Column, Kind, ListOf, Part, Withheld


@dataclass(frozen=True)
class Figure:
    """A figure as it is shown, with its 95 % interval; value None = not shown or does not apply."""

    value: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def has_interval(self) -> bool:
        """False where the engine gave no interval."""
        return self.low is not None and self.high is not None


NOT_SHOWN = Figure()


def _measure(name: str) -> Column:
    """The column of a figure: in a file it is three, the value and the ends of its interval."""
    measure, ends = MEASURES[name], (("", "value"), ("_low", "low"), ("_high", "high"))
    return Column(
        gettext_lazy(measure.label),
        Kind.SHARE if measure.of else Kind.NUMBER,
        about=measure.about,
        cell="network/_share.html" if measure.of else "network/_people.html",
        parts=tuple(Part(header=name + end, value=part) for end, part in ends),
        sorts=True,
    )


@dataclass(frozen=True)
class UnitFigures:
    """What is shown of a unit and everything below it, or of the whole organisation. Shares in [0, 1].

    counted_above : people of the unit on the day of the map, too few for a group of their own, who are
    counted with the unit above.
    """

    key: Annotated[str, Column("Key", header="key")]
    name: Annotated[str, Column(_("Unit"), header="name", cell="network/_unit_cell.html")]
    depth: Annotated[int, Column("Depth", header="depth", about="0 at the top")]
    people: Annotated[int, Column(_("People"), header="people", sorts=True)]
    counted: Annotated[
        int,
        Column(
            "People counted",
            header="counted",
            about="those whom the figures are about; the others are counted with the unit above",
        ),
    ]
    answered: Annotated[
        int,
        Column(
            "People who answered",
            header="answered",
            about="of those counted; to the nearest five that leaves open whether all did",
        ),
    ]
    leaders: Annotated[int, Column("Formal leaders", header="formal_leaders")]
    shown: Shown
    counted_above: int
    effective_leaders: Annotated[Figure, _measure("effective_leaders")] = NOT_SHOWN
    density: Annotated[Figure, _measure("density")] = NOT_SHOWN
    formal_share: Annotated[Figure, _measure("formal_share")] = NOT_SHOWN
    coverage: Annotated[Figure, _measure("coverage")] = NOT_SHOWN
    cross_unit: Annotated[Figure, _measure("cross_unit")] = NOT_SHOWN
    reciprocity: Annotated[Figure, _measure("reciprocity")] = NOT_SHOWN

    @property
    def withheld(self) -> Withheld | None:
        """Why no figure is shown."""
        if self.shown != Shown.NOTHING:
            return None
        few = gettext("Fewer than %(least)s people are counted here") % {"least": disclosure.SMALLEST_GROUP}
        text = gettext("Too few answered") if disclosure.may_show(self.counted) else few
        return Withheld(text, after="people")

    @property
    def leader_share(self) -> float:
        """Formal leaders among the people."""
        return self.leaders / self.counted if self.counted else 0.0


MAP_UNITS = ListOf(
    _("Every unit"),
    UnitFigures,
    page="network:map",
    file="network:units_csv",
    api="/nomination-sets/{int:nomination_set}/leadership-map/units",
    on_page=("name", "people", "effective_leaders", "formal_share", "coverage", "cross_unit", "density"),
)


def whole_figures(leadership_map: LeadershipMap, *, name: str) -> UnitFigures:
    """The whole organisation."""
    size, kept = leadership_map.whole["size"], measures.slim(leadership_map.whole["figures"])
    return _figures("", name, 0, size["people"], size, kept)


def unit_figures(leadership_map: LeadershipMap) -> list[UnitFigures]:
    """Every unit, those below a unit right after it, by name among their like."""
    units = leadership_map.units
    return [
        _figures(
            unit["key"],
            unit["name"],
            depth,
            unit["people"],
            unit["size"],
            unit["figures"],
            counted_above=unit.get("counted_above", 0),
        )
        for unit, depth in ((units[number], depth) for number, depth in UnitTree(units).order)
    ]


def is_shown(leadership_map: LeadershipMap) -> bool:
    """Whether enough people answered for anything but each person's own place to be shown."""
    size = leadership_map.whole["size"]
    return disclosure.shown(size["people"], size["answered"]) != Shown.NOTHING


KeptFigures = Mapping[str, list[float | None]]
Size = Mapping[str, int]
Shape = Callable[[KeptFigures, Size], Figure]


def _figures(
    key: str, name: str, depth: int, people: int, size: Size, kept: KeptFigures, *, counted_above: int = 0
) -> UnitFigures:
    shown = disclosure.shown(size["people"], size["answered"])
    figures = {measure: shape(kept, size) for measure, shape in SHAPES.items() if _may(measure, shown, size)}
    return UnitFigures(
        key=key,
        name=name,
        depth=depth,
        people=people,
        counted=size["people"],
        answered=_answered(size),
        leaders=size["leaders"],
        shown=shown,
        counted_above=counted_above,
        **figures,
    )


def _may(name: str, shown: Shown, size: Size) -> bool:
    if MEASURES[name].about_leaders and not disclosure.speaks_of_leaders(
        size.get("leading", size["leaders"]), size["lines"]
    ):
        return False
    return shown == Shown.EVERYTHING or (shown == Shown.SOME and MEASURES[name].for_few)


class Things(NamedTuple):
    """How many things a share is a share of, and how many of them the reader may know there to be."""

    exact: float
    shown: float


def _rounded(value: Value, of: Things) -> Figure:
    """A share of things, as if it had been counted in rounded numbers; its interval is widened alike.

    The interval lies around the rounded figure: ends that were rounded each for themselves would, together
    with it, tell more than the rounding hides.
    """
    if value.value is None:
        return NOT_SHOWN
    shown = disclosure.rounded_share(value.value, *of)
    if value.low is None or value.high is None:
        return Figure(shown)
    reach = disclosure.rounded_reach(max(value.high - value.value, value.value - value.low), *of)
    return Figure(shown, max(shown - reach, 0.0), min(shown + reach, 1.0))


def _changed(value: Value, change: Callable[[float], float]) -> Value:
    """The figure and both ends of its interval as another figure, a share in [0, 1]."""
    numbers = (value.value, value.low, value.high)
    return Value(*(None if number is None else min(max(change(number), 0.0), 1.0) for number in numbers))


def _share(name: str) -> Shape:
    """A share of something that can be counted."""

    def shape(kept: KeptFigures, size: Size) -> Figure:
        return _rounded(measures.read(kept, name), _counted(MEASURES[name].of, size, kept))

    return shape


def _effective_leaders(kept: KeptFigures, size: Size) -> Figure:
    """As if so many people led equally, in whole people, and so is its interval."""
    value = measures.read(kept, "effective_leaders")
    if value.value is None:
        return NOT_SHOWN
    shown = float(max(round(value.value), 1))
    if value.low is None or value.high is None:
        return Figure(shown)
    reach = math.ceil(max(value.high - value.value, value.value - value.low))
    return Figure(shown, max(shown - reach, 1.0), min(shown + reach, float(size["people"])))


def _coverage(kept: KeptFigures, size: Size) -> Figure:
    """Of all reporting lines; the range is as wide as that of the lines where both answered."""
    known = measures.read(kept, "coverage")
    if known.value is None or "carried" not in size:
        return _share("coverage")(kept, size)
    less = size["carried"] / size["lines"] - known.value
    return _rounded(_changed(known, lambda share: share + less), _counted("lines", size, kept))


def _formal_share(kept: KeptFigures, size: Size) -> Figure:
    leads = size["leaders"] / max(size["people"], 1)
    value = _changed(measures.read(kept, "formal_share"), lambda ratio: ratio * leads)
    return _rounded(value, _counted("ties", size, kept))


def _cross_unit(kept: KeptFigures, size: Size) -> Figure:
    """E-I runs from -1 to 1; its share of external ties from 0 to 1."""
    value = _changed(measures.read(kept, "cross_unit"), lambda ei: (1 + ei) / 2)
    return _rounded(value, _counted("ties", size, kept))


SHAPES: dict[str, Shape] = {name: _share(name) for name in MEASURES} | {
    "effective_leaders": _effective_leaders,
    "coverage": _coverage,
    "formal_share": _formal_share,
    "cross_unit": _cross_unit,
}


def _counted(what: str | None, size: Size, kept: KeptFigures) -> Things:
    """Possible ties (of those who answered, a rounded number), ties (themselves rounded), reporting lines."""
    others = size["people"] - 1
    places = Things(size["answered"] * others, _answered(size) * others)
    ties = disclosure.rounded(places.exact * (measures.read(kept, "density").value or 0.0))
    of = {"places": places, "ties": Things(ties, ties), "lines": Things(size["lines"], size["lines"])}
    return of.get(what or "", Things(0, 0))


def _answered(size: Size) -> int:
    return disclosure.rounded_within(size["answered"], size["people"])
