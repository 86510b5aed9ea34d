"""The map as numbers for the browser, and the strip of intervals as shapes for a template."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from colead.apps.network.bridge.figures import UnitFigures
from colead.apps.network.bridge.picture import Picture
from colead.apps.network.views.tables import cluster_name

STRIP_WIDTH = 300


def payload(picture: Picture) -> dict[str, Any]:
    """What map.ts draws; `types.ts` says what each part is."""
    return {
        "branches": {cluster.branch: cluster.branch_name for cluster in picture.clusters},
        "clusters": [
            {
                "key": cluster.key,
                "name": cluster_name(cluster),
                "people": cluster.people,
                "leaders": cluster.leaders,
                "x": round(cluster.x, 2),
                "y": round(cluster.y, 2),
                "r": round(cluster.radius, 2),
                "above": cluster.above,
                "branch": cluster.branch,
            }
            for cluster in picture.clusters
        ],
        "marks": [
            {"cluster": mark.cluster, "x": mark.x, "y": mark.y, "size": mark.size}
            | ({"name": mark.name} if mark.name else {})
            | ({"me": True} if mark.is_me else {})
            | ({} if mark.leads is None else {"leads": mark.leads})
            for mark in picture.marks
        ],
        "flows": [[line.source, line.target, line.count] for line in picture.flows],
        "ties": [[line.source, line.target] for line in picture.ties],
    }


@dataclass(frozen=True)
class StripRow:
    """Effective leaders of a unit as shares of its people, as coordinates of the drawing; None = not shown.

    Texts, because a number in a template would get the comma of the reader's language.
    """

    unit: UnitFigures
    dot: str | None
    low: str | None
    high: str | None


def strip(units: Sequence[UnitFigures]) -> list[StripRow]:
    """Dots with intervals from 0 to everybody in the unit, in the order given: side by side, never ranked."""
    return [_strip_row(unit) for unit in units]


def _strip_row(unit: UnitFigures) -> StripRow:
    figure = unit.effective_leaders
    return StripRow(unit, *(_place(value, unit.people) for value in (figure.value, figure.low, figure.high)))


def _place(value: float | None, people: int) -> str | None:
    return None if value is None or not people else f"{STRIP_WIDTH * min(value / people, 1):.1f}"
