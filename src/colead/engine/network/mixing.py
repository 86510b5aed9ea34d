"""Whom people look to: inside their own unit and level or beyond, up or down, formal leaders or not."""

from __future__ import annotations

from typing import Generic, NamedTuple

from colead.engine.network.groups import Floats, Groups, N, nan_unless, ratio
from colead.engine.network.permutation_test import (
    Alike,
    Permutations,
    chance_overlap,
    touching_alike,
    touching_ties,
    upper_tail,
)
from colead.engine.network.ties import Int64
from colead.engine.organisation import Organisation


class EgoMixing(NamedTuple):
    """(n,) each person's ties inside the group: to the own unit, own level, up, down, formal leaders."""

    own_unit: Int64
    own_level: Int64
    up: Int64
    down: Int64
    to_leader: Int64


class ExternalInternal(NamedTuple, Generic[N]):
    """ei : (external - internal) / all ties, [-1, 1], -1 = only among one's own.
    expected : the same, were people looked to at random.
    p : chance of ties at least as inward, were people exchanged at random.
    None, NaN = does not apply: there are no ties, or all people are of one kind.
    """

    ei: N
    expected: N
    p: N


class LevelMixing(NamedTuple, Generic[N]):
    """E-I by level, and the shares of ties towards a higher, the same, a lower level."""

    ei: N
    expected: N
    p: N
    up: N
    lateral: N
    down: N


class Mixing(NamedTuple, Generic[N]):
    """leader_tie_ratio : formal leaders' share of leadership received over their share of people,
    1 = no advantage.
    """

    unit: ExternalInternal[N]
    level: LevelMixing[N]
    leader_tie_ratio: N


def mixing_by_group(
    organisation: Organisation, groups: Groups, permutations: Permutations, ego: EgoMixing
) -> Mixing[Floats]:
    """Whom people look to in each group; a group of a single unit (or level) has no E-I by unit (or level).

    Cost O(m); permutations while ties x 2,000 are affordable, exact moments beyond.
    Source: Krackhardt and Stern (1988), E-I index.

    >>> from colead.engine.network.ties import Ties
    >>> clinic = Organisation.build(list("abcd"), ["", "a", "a", "a"], ["x", "x", "y", "y"])
    >>> groups = Groups.whole(Ties.build([1, 2, 3], [0, 0, 2], 4))
    >>> found = mixing_by_group(clinic, groups, Permutations(groups, seed=1), ego_mixing(clinic, groups))
    >>> found.unit.ei.round(4), found.level.up.round(4), found.leader_tie_ratio.round(4)
    (array([-0.3333]), array([0.6667]), array([2.6667]))
    """
    up, down, own_level = (groups.total(count) for count in (ego.up, ego.down, ego.own_level))
    by_unit = _external_internal(Alike(groups, organisation.unit), groups.total(ego.own_unit), permutations)
    by_level = _external_internal(Alike(groups, organisation.level), own_level, permutations)
    return Mixing(
        unit=by_unit,
        level=LevelMixing(
            *by_level,
            up=ratio(up, groups.n_ties),
            lateral=ratio(groups.n_ties - up - down, groups.n_ties),
            down=ratio(down, groups.n_ties),
        ),
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
) -> ExternalInternal[Floats]:
    groups = alike.groups
    applies = (alike.kinds() > 1) & (groups.n_ties > 0)
    if permutations.affordable:
        p = permutations.share_with_more_alike(alike.label, internal)
    else:
        p = upper_tail(internal, chance_overlap(touching_ties(groups), touching_alike(alike), groups.size))
    return ExternalInternal(
        nan_unless(applies, 1 - 2 * ratio(internal, groups.n_ties)),
        nan_unless(applies, 1 - 2 * alike.expected_share()),
        nan_unless(applies, p),
    )
