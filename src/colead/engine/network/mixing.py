"""Whom people look to: inside their own unit and level or beyond, up or down, formal leaders or not."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colead.engine.network.groups import Floats, Groups, nan_unless, ratio
from colead.engine.network.permutation_test import (
    Alike,
    Permutations,
    chance_overlap,
    touching_alike,
    touching_ties,
    upper_tail,
)
from colead.engine.network.ties import Int64, Ties
from colead.engine.organisation import Organisation


@dataclass(frozen=True)
class ExternalInternal:
    """ei : (external - internal) / all ties, [-1, 1], -1 = only among one's own.
    expected : the same, were people looked to at random.
    p : chance of ties at least as inward, were people exchanged at random.
    """

    ei: float | None
    expected: float | None
    p: float | None

    def to_dict(self) -> dict[str, float | None]:
        return asdict(self)


@dataclass(frozen=True)
class Mixing:
    """unit, level : E-I by unit and by level.
    up, lateral, down : shares of ties towards a higher, the same, a lower level.
    leader_tie_ratio : formal leaders' share of leadership received over their share of people,
        1 = no advantage.
    """

    unit: ExternalInternal
    level: ExternalInternal
    up: float | None
    lateral: float | None
    down: float | None
    leader_tie_ratio: float | None
    method: str
    """How the p values were found."""

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


class EgoMixing(NamedTuple):
    """(n,) each person's ties inside the group: to the own unit, own level, up, down, formal leaders."""

    own_unit: Int64
    own_level: Int64
    up: Int64
    down: Int64
    to_leader: Int64


class MixingByGroup(NamedTuple):
    """(g,) each; NaN = does not apply."""

    unit_ei: Floats
    unit_expected: Floats
    unit_p: Floats
    level_ei: Floats
    level_expected: Floats
    level_p: Floats
    up: Floats
    lateral: Floats
    down: Floats
    leader_tie_ratio: Floats


def mixing(organisation: Organisation, ties: Ties, *, seed: int = 1) -> Mixing:
    """Whom people look to, in the whole organisation.

    Cost O(m); permutations while ties x 2,000 are affordable, exact moments beyond.
    Source: Krackhardt and Stern (1988), E-I index.

    >>> clinic = Organisation.build(list("abcd"), ["", "a", "a", "a"], ["x", "x", "y", "y"])
    >>> found = mixing(clinic, Ties.build([1, 2, 3], [0, 0, 2], 4))
    >>> round(found.unit.ei, 4), found.up, found.leader_tie_ratio
    (-0.3333, 0.6666666666666666, 2.6666666666666665)
    """
    groups = Groups.whole(ties)
    permutations = Permutations(groups, seed)
    found = mixing_by_group(organisation, groups, permutations, ego_mixing(organisation, groups))
    values = [None if value != value else value for value in (column.tolist()[0] for column in found)]
    unit, level = ExternalInternal(*values[:3]), ExternalInternal(*values[3:6])
    up, lateral, down, leader_ratio = values[6:]
    return Mixing(unit, level, up, lateral, down, leader_ratio, permutations.method)


def mixing_by_group(
    organisation: Organisation, groups: Groups, permutations: Permutations, ego: EgoMixing
) -> MixingByGroup:
    """The same for every group; a group of a single unit (or level) has no E-I by unit (or level)."""
    up, down, own_level = (groups.total(count) for count in (ego.up, ego.down, ego.own_level))
    by_unit = _external_internal(Alike(groups, organisation.unit), groups.total(ego.own_unit), permutations)
    by_level = _external_internal(Alike(groups, organisation.level), own_level, permutations)
    return MixingByGroup(
        *by_unit,
        *by_level,
        up=ratio(up, groups.n_ties),
        lateral=ratio(groups.n_ties - up - down, groups.n_ties),
        down=ratio(down, groups.n_ties),
        leader_tie_ratio=leader_tie_ratio(organisation, groups),
    )


def ego_mixing(organisation: Organisation, groups: Groups) -> EgoMixing:
    """Each person's ties inside the group by where they lead. Level 0, or the smallest, is the top."""
    unit, level, leads = organisation.unit, organisation.level, organisation.formal_leader
    if groups.compiled:
        from colead.engine.network import contacts_kernels

        ties = groups.ties
        return EgoMixing(
            *contacts_kernels.mixing(ties.out_indptr, ties.target, groups.group_of, unit, level, leads)
        )
    source, target = groups.source, groups.target
    flags = (
        (unit[source] == unit[target]) & (unit[source] >= 0),
        level[source] == level[target],
        level[target] < level[source],
        level[target] > level[source],
        leads[target],
    )
    return EgoMixing(*(groups.per_source(flag) for flag in flags))


def leader_tie_ratio(organisation: Organisation, groups: Groups) -> Floats:
    """(g,) share of leadership received by formal leaders over their share of the group."""
    leads = organisation.formal_leader
    received = ratio(groups.total(groups.received * leads), groups.total(groups.received))
    return ratio(received, ratio(groups.total(leads), groups.size))


def _external_internal(
    alike: Alike, internal: Floats, permutations: Permutations
) -> tuple[Floats, Floats, Floats]:
    groups = alike.groups
    applies = (alike.kinds() > 1) & (groups.n_ties > 0)
    if permutations.affordable:
        p = permutations.share_with_more_alike(alike.label, internal)
    else:
        p = upper_tail(internal, chance_overlap(touching_ties(groups), touching_alike(alike), groups.size))
    return (
        nan_unless(applies, 1 - 2 * ratio(internal, groups.n_ties)),
        nan_unless(applies, 1 - 2 * alike.expected_share()),
        nan_unless(applies, p),
    )


def perspective_breadth(labels: ArrayLike, kinds: int | None = None) -> float | None:
    """How broad the origin of a decision or an idea is: Blau's index over its contributors' units or levels.

    labels : (k,) the label of each contributor. kinds : how many labels there could be; None = those seen.
    Returns (1 - sum p^2) / (1 - 1/kinds): 0 = one label only, 1 = all labels equally often; None for nobody.
    Source: Blau (1977).

    >>> perspective_breadth(["school", "school", "care", "care"])
    1.0
    >>> perspective_breadth(["school", "school"])
    0.0
    """
    counts: NDArray[np.intp] = np.unique(np.asarray(labels), return_counts=True)[1]
    if not counts.size:
        return None
    share = counts / counts.sum()
    most = 1 - 1 / (kinds or counts.size)
    return float((1 - (share**2).sum()) / most) if most else 0.0
