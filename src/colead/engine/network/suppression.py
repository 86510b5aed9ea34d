"""Suppression: what is not shown, and why. Too few people or answers, or a measure that does not apply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from colead.engine.disclosure import ALL_FIGURES_FROM, IN_WORDS, SMALLEST_GROUP
from colead.engine.errors import gettext_noop as _
from colead.engine.network.figure_table import FigureTable, GuardColumn
from colead.engine.network.figures_by_group import Measured
from colead.engine.network.measures import MEASURES
from colead.engine.network.nonresponse import Gate, gates
from colead.engine.network.ties import Bool

SHOWN_FOR_FEW = tuple(measure.path for measure in MEASURES.values() if measure.for_few)
ALWAYS_SHOWN = ("people",)
ABOUT_ANSWERS = ("people", "respondents", "response_rate")

TOO_FEW = _("{people} people are too few: figures start at {least}.")
ONLY_TWO = _("With {people} people only density and effective leaders are shown; the rest starts at {least}.")
TOO_FEW_ANSWERS = _(
    "Only {percent} % answered: below {least} % each person sees no more than their own place."
)
CARE = _("{percent} % answered: read the figures with their intervals.")
OBSERVED_TIES = _("Counted from the ties that were named; people who did not answer may hide some.")

DOES_NOT_APPLY: Mapping[str, str] = {
    **{measure.path: measure.missing for measure in MEASURES.values()},
    "spread.centralisation_out": _("Fewer than two people answered."),
    "spread.gini": _("Nobody is named."),
    "spread.hhi": _("Nobody is named."),
    "spread.hhi_normalised": _("Nobody is named."),
    "spread.bus_factor": _("Nobody is named."),
    "hierarchy.connectedness": _("There are fewer than two people."),
    "hierarchy.hierarchy": _("There are no ties."),
    "hierarchy.efficiency": _("No ties beyond those that join everybody are possible."),
    "hierarchy.efficiency_undirected": _("No ties beyond those that join everybody are possible."),
    "hierarchy.least_upper_bound": _("No three people are connected."),
    "mixing.level.ei": _("There are no ties, or everybody is on one level."),
    "mixing.level.up": _("There are no ties."),
    "formal.formal_share": _("No tie joins two people who answered."),
    "formal.jaccard": _("There are neither ties nor reporting lines."),
    "formal.qap": _("There are no ties or no reporting lines, or nothing else."),
    "formal.tree_distance_ties": _("There are no ties."),
    "formal.tree_distance_ratio": _("There are no ties."),
    "brokerage.betweenness_max": _("There are fewer than three people."),
    "null_model.centralisation_in.z": _("Chance leaves no room: there are no ties, or all possible ones."),
    "null_model.hhi.z": _("Chance leaves no room: there are no ties, or all possible ones."),
}
"""Measure -> why it is missing where nothing was suppressed."""


def suppressed(measured: Measured, unit: Sequence[str | None], name: Sequence[str | None]) -> FigureTable:
    """A table of what may be shown, with the reasons for what is not. Works on `measured` itself."""
    people, rate = measured.columns["people"], measured.columns["response_rate"]
    gate = gates(np.nan_to_num(rate))
    none = people < SMALLEST_GROUP
    unanswered = ~none & (gate == Gate.EGO_FEEDBACK_ONLY)
    few = ~none & ~unanswered & (people < ALL_FIGURES_FROM)
    warned = ~none & (gate == Gate.WARN)
    percent = np.round(100 * np.nan_to_num(rate)).astype(np.int64)
    whole_people = people.astype(np.int64)
    guards = [
        _column("all", TOO_FEW, none, people=whole_people, least=SMALLEST_GROUP),
        _column("all", TOO_FEW_ANSWERS, unanswered, percent=percent, least=IN_WORDS["enough_percent"]),
        _column("all", ONLY_TWO, few, people=whole_people, least=ALL_FIGURES_FROM),
        _column("all", CARE, warned, percent=percent),
        *_not_applicable(measured, ~none & ~unanswered & ~few),
        *_incomplete(~none & ~unanswered & ~few & (rate < 1)),
    ]
    _blank(measured, none, ALWAYS_SHOWN)
    _blank(measured, unanswered, ABOUT_ANSWERS)
    _blank(measured, few, (*ABOUT_ANSWERS, *SHOWN_FOR_FEW))
    return FigureTable(
        unit=unit,
        name=name,
        columns=measured.columns,
        max_id=measured.max_id.tolist(),
        bounds=measured.bounds,
        methods=measured.methods.tolist(),
        guards=[column for column in guards if column.applies.any()],
    )


def _column(measure: str, template: str, applies: Bool, **values: Any) -> GuardColumn:
    columns = {name: np.broadcast_to(np.asarray(value), applies.shape) for name, value in values.items()}
    return GuardColumn(measure, template, applies, columns)


def _not_applicable(measured: Measured, shown: Bool) -> list[GuardColumn]:
    return [
        _column(path, template, shown & np.isnan(measured.columns[path]))
        for path, template in DOES_NOT_APPLY.items()
    ]


def _incomplete(applies: Bool) -> list[GuardColumn]:
    return [_column(section, OBSERVED_TIES, applies) for section in ("hierarchy", "brokerage", "resilience")]


def _blank(measured: Measured, rows: Bool, keep: tuple[str, ...]) -> None:
    for path, values in measured.columns.items():
        if path not in keep:
            values[rows] = np.nan
    for path, values in measured.bounds.items():
        if path not in keep:
            values[rows] = np.nan
    measured.max_id[rows] = None
    for row in np.flatnonzero(rows).tolist():
        measured.methods[row] = {}
