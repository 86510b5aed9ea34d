"""The measures of a whole network as plain numbers: what a test of published values asks for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from colead.engine.network.dyads import dyads_by_group
from colead.engine.network.formal import ego_formal, formal_by_group
from colead.engine.network.groups import Groups
from colead.engine.network.hierarchy import krackhardt_by_group
from colead.engine.network.mixing import ego_mixing, mixing_by_group
from colead.engine.network.permutation_test import Permutations
from colead.engine.network.resilience import resilience_by_group
from colead.engine.network.spread import spread_by_group
from colead.engine.network.ties import Ties
from colead.engine.organisation import Organisation


def plain(found: Any, group: int = 0) -> dict[str, Any]:
    """One group's figures by name, None for NaN; those inside others too."""
    figures: dict[str, Any] = {}
    for name, column in found._asdict().items():
        if isinstance(column, tuple):
            figures[name] = SimpleNamespace(**plain(column, group))
        elif isinstance(column, np.ndarray):
            value = column[group].item()
            figures[name] = None if value != value else value
    return figures


def dyads(ties: Ties) -> SimpleNamespace:
    return SimpleNamespace(**plain(dyads_by_group(Groups.whole(ties))))


def spread(ties: Ties) -> SimpleNamespace:
    return SimpleNamespace(**plain(spread_by_group(Groups.whole(ties))))


def resilience(ties: Ties) -> SimpleNamespace:
    return SimpleNamespace(**plain(resilience_by_group(Groups.whole(ties))))


def krackhardt(ties: Ties, *, seed: int) -> SimpleNamespace:
    found, sampled = krackhardt_by_group(Groups.whole(ties), seed=seed)
    intervals = {name: tuple(ends[0].tolist()) for name, ends in sampled.items()}
    return SimpleNamespace(**plain(found), intervals=intervals)


def mixing(organisation: Organisation, ties: Ties, *, seed: int = 1) -> SimpleNamespace:
    groups = Groups.whole(ties)
    permutations = Permutations(groups, seed)
    found = mixing_by_group(organisation, groups, permutations, ego_mixing(organisation, groups))
    return SimpleNamespace(**plain(found), method=permutations.method)


def formal(organisation: Organisation, ties: Ties, *, seed: int = 1) -> SimpleNamespace:
    groups = Groups.whole(ties)
    permutations = Permutations(groups, seed)
    found = formal_by_group(organisation, groups, permutations, ego_formal(organisation, groups))
    return SimpleNamespace(**plain(found), method=permutations.method)
