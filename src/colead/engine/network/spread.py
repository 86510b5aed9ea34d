"""On how many people leadership rests.

What counts is the leadership each person receives: the share p of those able to name the person who did
(available cases; with everybody answering, in-degree / (n - 1)). For valued networks p is the mean
strength given, divided by the largest weight.
"""

from __future__ import annotations

from typing import Generic, NamedTuple

import numpy as np

from colead.engine.network.groups import Floats, Groups, N, nan_unless, ratio

HALF = 0.5 * (1 - 1e-12)
"""Half of all nominations, less what rounding may lose."""


class Spread(NamedTuple, Generic[N]):
    """centralisation_in, _out : Freeman, [0, 1], 1 = everybody looks to one person. Read it beside density:
        an empty network is not centralised either.
    gini : inequality of leadership received, [0, 1 - 1/n].
    hhi, hhi_normalised : concentration, [1/n, 1] and [0, 1].
    effective_leaders : 1 / hhi, "as if so many people led equally", [1, n].
    bus_factor : fewest people who together receive half of all nominations.
    None, NaN = does not apply: nobody is named, or too few people.
    """

    centralisation_in: N
    centralisation_out: N
    gini: N
    hhi: N
    hhi_normalised: N
    effective_leaders: N
    bus_factor: N


class Concentration(NamedTuple):
    """(g, b) each: groups by resamples."""

    centralisation_in: Floats
    gini: Floats
    hhi: Floats
    bus_factor: Floats


def spread_by_group(groups: Groups, received: Floats | None = None) -> Spread[Floats]:
    """On how many people the leadership of each group rests. Cost O(m + n log n).

    received : (n,) replaces the share of nominations received, as `strength_received` does.
    Sources: Freeman (1979); Gini; Herfindahl-Hirschman.

    >>> from colead.engine.network.ties import Ties
    >>> star = Groups.whole(Ties.build([1, 2, 3, 4, 5, 6], [0] * 6, 7))
    >>> found = spread_by_group(star)
    >>> found.centralisation_in, found.gini.round(4), found.effective_leaders, found.bus_factor
    (array([1.]), array([0.8571]), array([1.]), array([1.]))
    """
    shares = groups.received if received is None else received
    found = concentration(groups, shares[groups.members][:, None])
    in_, gini, hhi, bus_factor = (column[:, 0] for column in found)
    least = ratio(np.ones(groups.n_groups), groups.size)
    return Spread(
        centralisation_in=in_,
        centralisation_out=centralisation_out(groups),
        gini=gini,
        hhi=hhi,
        hhi_normalised=ratio(hhi - least, 1 - least),
        effective_leaders=1 / hhi,
        bus_factor=bus_factor,
    )


def concentration(groups: Groups, shares: Floats) -> Concentration:
    """Centralisation, Gini, HHI and bus factor of leadership received.

    shares : (k, b) >= 0, people in the order of `groups.members`, one column for each resample.
    Cost O(k b log k).
    """
    size = groups.size[:, None]
    ranked = _sorted_within(groups, shares)
    rank = np.arange(len(ranked)) - groups.starts[groups.group_of_member] + 1
    total = groups.sums(ranked)
    anybody = total > 0
    gini = 2 * ratio(groups.sums(ranked * rank[:, None]), size * total) - ratio(size + 1.0, size)
    spare = size * groups.maxima(shares) - total
    return Concentration(
        centralisation_in=nan_unless(size > 1, ratio(spare, size - 1)),
        gini=nan_unless(anybody, np.maximum(gini, 0)),
        hhi=ratio(groups.sums(ranked**2), total**2),
        bus_factor=nan_unless(anybody, _bus_factor(groups, ranked, total)),
    )


def centralisation_out(groups: Groups) -> Floats:
    """(g,) Freeman centralisation of naming others, among those who answered."""
    named = groups.out_degree * groups.ties.respondents
    most = groups.maxima(named[groups.members])
    spare = groups.answered * most - groups.total(named)
    return ratio(spare, (groups.answered - 1) * (groups.size - 1))


def strength_received(groups: Groups) -> Floats:
    """(n,) mean strength given by those able to give it, as a share of the largest weight."""
    weight = groups.ties.weight
    if weight is None or not weight.size:
        return groups.received
    given = np.bincount(groups.target, weights=weight[groups.inside], minlength=groups.ties.n_people)
    shares: Floats = ratio(given, groups.able, empty=0.0) / float(weight.max())
    return shares


def _sorted_within(groups: Groups, shares: Floats) -> Floats:
    """Rising within every group and column."""
    if groups.n_groups == 1:
        return np.sort(shares, axis=0)
    if shares.shape[1] == 1:
        alone: Floats = shares[np.lexsort((shares[:, 0], groups.group_of_member))]
        return alone
    apart = groups.group_of_member[:, None] * (2 * shares.max(initial=0.0) + 1)
    ranked: Floats = np.maximum(np.sort(shares + apart, axis=0) - apart, 0)
    return ranked


def _bus_factor(groups: Groups, ranked: Floats, total: Floats) -> Floats:
    """People from the top needed to reach half: all but those whose upper tail still holds half, plus one."""
    below = np.cumsum(ranked, axis=0) - ranked
    before = below[groups.starts[groups.group_of_member]]
    tail = total[groups.group_of_member] - (below - before)
    enough = groups.sums((tail >= HALF * total[groups.group_of_member]).astype(np.int64))
    needed: Floats = (groups.size[:, None] - enough + 1).astype(np.float64)
    return needed
