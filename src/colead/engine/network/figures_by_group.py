"""Every measure of a set of groups, side by side in columns, before anything is withheld."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from colead.engine.network.betweenness import betweenness_by_group
from colead.engine.network.brokerage import roles_by_group
from colead.engine.network.dyads import Dyads, dyads_by_group
from colead.engine.network.figures import paths
from colead.engine.network.formal import EgoFormal, ego_formal, formal_by_group
from colead.engine.network.groups import Floats, Groups, ratio
from colead.engine.network.hierarchy import krackhardt_by_group
from colead.engine.network.intervals import EgoRatio, intervals_by_group
from colead.engine.network.mixing import EgoMixing, ego_mixing, mixing_by_group
from colead.engine.network.nonresponse import response_rate_by_group
from colead.engine.network.null_model import null_model
from colead.engine.network.permutation_test import Permutations
from colead.engine.network.resilience import resilience_by_group
from colead.engine.network.spread import spread_by_group, strength_received
from colead.engine.network.ties import Int64
from colead.engine.organisation import Organisation

Columns = dict[str, Floats]
Methods = dict[str, list[str]]
"""Measure -> how it was found, for each group."""
SAMPLED = (
    "hierarchy.hierarchy",
    "hierarchy.least_upper_bound",
    "brokerage.betweenness_max",
    "brokerage.betweenness_centralisation",
)
"""Measures that are sampled where exact counting is too dear."""
INTERVAL_PATHS = {
    "density": "density",
    "reciprocity": "reciprocity",
    "centralisation_in": "spread.centralisation_in",
    "centralisation_out": "spread.centralisation_out",
    "gini": "spread.gini",
    "hhi": "spread.hhi",
    "effective_leaders": "spread.effective_leaders",
    "bus_factor": "spread.bus_factor",
    "unit_ei": "mixing.unit.ei",
    "level_ei": "mixing.level.ei",
    "up": "mixing.level.up",
    "lateral": "mixing.level.lateral",
    "down": "mixing.level.down",
    "leader_tie_ratio": "mixing.leader_tie_ratio",
    "tree_distance_ratio": "formal.tree_distance_ratio",
}
BOUNDED_PATHS = (*INTERVAL_PATHS.values(), *SAMPLED)


@dataclass(eq=False)
class Measured:
    """Columns of figures, NaN = none."""

    columns: Columns
    max_id: NDArray[Any]
    """(g,) id of the person with the largest betweenness, or None."""
    bounds: Columns
    """Path -> (g, 2)."""
    methods: NDArray[Any]
    """(g,) how the figures of each group were found."""

    def put(self, rows: Int64, other: Measured) -> None:
        """Write the other's figures into these rows."""
        for path, values in other.columns.items():
            self.columns[path][rows] = values
        for path, values in other.bounds.items():
            self.bounds[path][rows] = values
        self.max_id[rows] = other.max_id
        self.methods[rows] = other.methods


class Egos(NamedTuple):
    """What each person's ties amount to; measured once, used for the figures and their intervals."""

    mixing: EgoMixing
    formal: EgoFormal


def nothing_measured(people: Int64) -> Measured:
    """Empty columns for groups of so many people."""
    columns = {path: np.full(people.size, np.nan) for path in paths()}
    columns["people"] = people.astype(np.float64)
    bounds = {path: np.full((people.size, 2), np.nan) for path in BOUNDED_PATHS}
    methods = np.empty(people.size, dtype=object)
    methods[:] = [{} for _row in range(people.size)]
    return Measured(columns, np.full(people.size, None, dtype=object), bounds, methods)


def measured(organisation: Organisation, groups: Groups, seed: int) -> Measured:
    """All figures of all groups."""
    found = nothing_measured(groups.size)
    pairs, concentrated = dyads_by_group(groups), spread_by_group(groups)
    permutations = Permutations(groups, seed)
    chance = null_model(groups, concentrated, seed)
    found.columns |= _basics(groups, pairs) | _under("spread", concentrated)
    egos = Egos(ego_mixing(organisation, groups), ego_formal(organisation, groups))
    found.columns |= _mixing_and_formal(organisation, groups, permutations, egos)
    found.columns |= _valued(groups)
    found.columns |= _under("null_model", chance)
    methods = _structure(organisation, groups, seed, found)
    same = {"p": permutations.method, "null_model": chance.method}
    same["intervals"] = _bounds(organisation, groups, egos, seed, found)
    found.methods[:] = [
        same | dict(zip(methods, own, strict=True)) for own in zip(*methods.values(), strict=True)
    ]
    return found


def _under(section: str, values: Any) -> Columns:
    """Named columns, and those inside them, by dotted path."""
    columns: Columns = {}
    for name, column in values._asdict().items():
        if isinstance(column, tuple):
            columns |= _under(f"{section}.{name}", column)
        elif isinstance(column, np.ndarray):
            columns[f"{section}.{name}"] = column.astype(np.float64, copy=False)
    return columns


def _basics(groups: Groups, pairs: Dyads) -> Columns:
    return {
        "respondents": groups.answered.astype(np.float64),
        "response_rate": response_rate_by_group(groups),
        "ties": groups.n_ties.astype(np.float64),
        "density": pairs.density,
        "reciprocity": pairs.reciprocity,
        **_under("dyads", pairs.census),
    }


def _mixing_and_formal(
    organisation: Organisation, groups: Groups, permutations: Permutations, egos: Egos
) -> Columns:
    mixing = mixing_by_group(organisation, groups, permutations, egos.mixing)
    formal = formal_by_group(organisation, groups, permutations, egos.formal)
    return _under("mixing", mixing) | _under("formal", formal)


def _valued(groups: Groups) -> Columns:
    weight = groups.ties.weight
    if weight is None or not weight.size:
        return {}
    received = strength_received(groups)
    found = spread_by_group(groups, received)
    given = groups.total(received * groups.able)
    return {
        "valued.w_max": np.full(groups.n_groups, float(weight.max())),
        "valued.density": ratio(given, groups.answered * (groups.size - 1)),
        **{
            f"valued.{name}": getattr(found, name)
            for name in ("centralisation_in", "gini", "hhi", "effective_leaders")
        },
    }


def _structure(organisation: Organisation, groups: Groups, seed: int, found: Measured) -> Methods:
    """Hierarchy, brokerage and resilience of the ties that were named; returns how they were found."""
    found.columns |= _under("resilience", resilience_by_group(groups))
    hierarchy, intervals = krackhardt_by_group(groups, seed=seed)
    found.columns |= _under("hierarchy", hierarchy)
    return _sampled("hierarchy.", intervals, found) | _brokerage(organisation, groups, seed, found)


def _brokerage(organisation: Organisation, groups: Groups, seed: int, found: Measured) -> Methods:
    found.columns |= _under("brokerage.roles", roles_by_group(groups, organisation.unit))
    between = betweenness_by_group(groups, seed=seed)
    found.columns |= {
        "brokerage.betweenness_max": between.max,
        "brokerage.betweenness_centralisation": between.centralisation,
    }
    who = between.max_index
    found.max_id[who >= 0] = [str(person) for person in organisation.person_ids[who[who >= 0]]]
    return _sampled("brokerage.betweenness_", between.intervals, found)


def _sampled(section: str, intervals: dict[str, Floats], found: Measured) -> Methods:
    """Keep the intervals of measures in the groups where they were sampled; returns "sampled" or "exact"."""
    methods = {}
    for name, ends in intervals.items():
        sampled = ends[:, 0] < ends[:, 1]
        found.bounds[section + name][sampled] = ends[sampled]
        methods[section + name] = ["sampled" if here else "exact" for here in sampled.tolist()]
    return methods


def _bounds(organisation: Organisation, groups: Groups, egos: Egos, seed: int, found: Measured) -> str:
    figures = {name: found.columns[path] for name, path in INTERVAL_PATHS.items()}
    intervals = intervals_by_group(groups, figures, _ratios(organisation, groups, egos, found), seed=seed)
    for name, bounds in intervals.bounds.items():
        found.bounds[INTERVAL_PATHS[name]][:] = bounds
    return intervals.method


def _ratios(organisation: Organisation, groups: Groups, egos: Egos, found: Measured) -> dict[str, EgoRatio]:
    """The figures that are ratios of sums over people."""
    named, contacts, mixing = groups.out_degree, groups.contacts, egos.mixing
    leaders = ratio(groups.total(organisation.formal_leader), groups.size)
    return {
        "density": EgoRatio(named, groups.ties.respondents, ratio(np.ones(groups.n_groups), groups.size - 1)),
        "reciprocity": EgoRatio(contacts.mutual, contacts.to_answered),
        "unit_ei": EgoRatio(mixing.own_unit, named, -2.0, plus=1.0),
        "level_ei": EgoRatio(mixing.own_level, named, -2.0, plus=1.0),
        "up": EgoRatio(mixing.up, named),
        "lateral": EgoRatio(named - mixing.up - mixing.down, named),
        "down": EgoRatio(mixing.down, named),
        "leader_tie_ratio": EgoRatio(mixing.to_leader, named, ratio(np.ones(groups.n_groups), leaders)),
        "tree_distance_ratio": EgoRatio(
            egos.formal.steps,
            named,
            ratio(np.ones(groups.n_groups), found.columns["formal.tree_distance_all"]),
        ),
    }
