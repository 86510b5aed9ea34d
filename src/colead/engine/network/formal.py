"""The formal structure beside the real one: do people look to those whom they report to?

Reporting lines and ties are compared among the same people. A line counts for coverage where both its
ends answered; the directed figures (Jaccard, QAP) look at the rows of those who answered.
"""

from __future__ import annotations

from typing import Generic, NamedTuple

import numpy as np
from numpy.typing import NDArray

from colead.engine.network.groups import Floats, Groups, N, ratio
from colead.engine.network.permutation_test import (
    Permutations,
    chance_overlap,
    touching_lines,
    touching_ties,
    upper_tail,
)
from colead.engine.network.ties import Bool
from colead.engine.organisation import Organisation
from colead.engine.tree import Tree


class Formal(NamedTuple, Generic[N]):
    """coverage : share of reporting lines that carry a tie, in either direction.
    coverage_up, coverage_down : the same for ties from the person up, from the lead down.
    formal_share : share of connected pairs that also report to one another.
    jaccard : arcs in both, over arcs in either (reporting lines point upwards).
    qap : correlation of the two 0/1 matrices; qap_p : chance of so large a one, were people exchanged.
    tree_distance_ties, _all, _ratio : mean steps along reporting lines over ties, over all pairs,
        and the first over the second: below 1, people look to those close to them in the hierarchy.
    """

    coverage: N
    coverage_up: N
    coverage_down: N
    formal_share: N
    jaccard: N
    qap: N
    qap_p: N
    tree_distance_ties: N
    tree_distance_all: N
    tree_distance_ratio: N


class EgoFormal(NamedTuple):
    """(n,) for each person: looks to the lead, is looked to by the lead, steps to everybody looked to."""

    to_lead: Bool
    from_lead: Bool
    steps: Floats


def formal_by_group(
    organisation: Organisation, groups: Groups, permutations: Permutations, ego: EgoFormal
) -> Formal[Floats]:
    """Reporting lines, ties and pairs inside each group. Cost O(m), and permutations where affordable.

    Sources: Krackhardt (1988), quadratic assignment; distance by lowest common lead.

    >>> from colead.engine.network.ties import Ties
    >>> team = Organisation.build(list("abcd"), ["", "a", "a", "b"], ["x"] * 4)
    >>> groups = Groups.whole(Ties.build([1, 2, 3], [0, 0, 0], 4))
    >>> found = formal_by_group(team, groups, Permutations(groups, seed=1), ego_formal(team, groups))
    >>> found.coverage.round(4), found.jaccard, found.tree_distance_ties.round(4)
    (array([0.6667]), array([0.5]), array([1.3333]))
    """
    inside = lines_inside(organisation, groups)
    steps = ratio(groups.total(ego.steps), groups.n_ties)
    all_steps = mean_distance_by_group(organisation.tree, groups)
    return Formal(
        *_coverage(organisation, groups, ego, inside),
        *_overlap(organisation, groups, ego, inside, permutations),
        tree_distance_ties=steps,
        tree_distance_all=all_steps,
        tree_distance_ratio=ratio(steps, all_steps),
    )


def lines_inside(organisation: Organisation, groups: Groups) -> Bool:
    """(n,) whether the person and the person reported to are in the same group."""
    lead = organisation.manager
    own = groups.group_of
    inside: Bool = (lead >= 0) & (own >= 0) & (own == own[lead])
    return inside


def ego_formal(organisation: Organisation, groups: Groups) -> EgoFormal:
    """Where each person's ties inside the group lie in the formal tree."""
    tree, manager = organisation.tree, organisation.manager
    if groups.compiled and tree.codes is not None:
        from colead.engine.network import contacts_kernels

        ties, codes = groups.ties, tree.codes
        arcs = (ties.out_indptr, ties.target, groups.group_of)
        to_lead, from_lead = contacts_kernels.formal(*arcs, manager)
        return EgoFormal(to_lead, from_lead, contacts_kernels.steps(*arcs, codes, tree.depth))
    source, target = groups.source, groups.target
    from_lead = np.zeros(manager.size, dtype=np.bool_)
    from_lead[target[manager[target] == source]] = True
    to_lead = groups.per_source(manager[source] == target) > 0
    return EgoFormal(to_lead, from_lead, groups.per_source(tree.distance(source, target).astype(np.float64)))


def _coverage(
    organisation: Organisation, groups: Groups, ego: EgoFormal, inside: Bool
) -> tuple[Floats, Floats, Floats, Floats]:
    answered = groups.ties.respondents
    seen = inside & answered & answered[organisation.manager]
    lines, contacts = groups.total(seen), groups.contacts
    pairs = groups.total(contacts.to_answered * answered) - groups.total(contacts.mutual) / 2
    either = groups.total(seen & (ego.to_lead | ego.from_lead))
    return (
        ratio(either, lines),
        ratio(groups.total(seen & ego.to_lead), lines),
        ratio(groups.total(seen & ego.from_lead), lines),
        ratio(either, pairs),
    )


def _overlap(
    organisation: Organisation, groups: Groups, ego: EgoFormal, inside: Bool, permutations: Permutations
) -> tuple[Floats, Floats, Floats]:
    """Jaccard, QAP correlation and its p."""
    carried = groups.total(inside & ego.to_lead)
    lines = groups.total(inside & groups.ties.respondents)
    n_ties = groups.n_ties.astype(np.float64)
    places = (groups.answered * (groups.size - 1)).astype(np.float64)
    spread = np.sqrt(n_ties * (places - n_ties)) * np.sqrt(lines * (places - lines))
    correlation = ratio(places * carried - n_ties * lines, spread)
    if permutations.affordable:
        p = permutations.share_with_more_overlap(organisation.manager, carried)
    else:
        below = np.bincount(organisation.manager[inside], minlength=inside.size)
        pattern = touching_lines(groups, below, inside)
        p = upper_tail(carried, chance_overlap(touching_ties(groups), pattern, groups.size))
    return (
        ratio(carried, n_ties + lines - carried),
        correlation,
        np.where(np.isnan(correlation), np.nan, p),
    )


def mean_distance_by_group(tree: Tree, groups: Groups) -> Floats:
    """(g,) mean steps along reporting lines over all pairs of members; NaN for fewer than two.

    Members stand in preorder, so people below the same person at some depth are one run: counting the pairs
    of every run gives the sum of the depths at which pairs meet. Cost O(k depth).
    """
    if groups.is_whole:
        return np.array([tree.mean_distance()])
    order = np.argsort(groups.group_of_member * np.int64(tree.depth.size) + tree.preorder[groups.members])
    people = groups.members[order]
    depth = tree.depth[people].astype(np.float64) + 1
    own = groups.group_of_member
    meeting = np.append(-1, tree.meeting_depth(people[:-1], people[1:]))
    meeting[1:][own[1:] != own[:-1]] = -1
    pairs = groups.size * (groups.size - 1) / 2
    met = _met_at_every_depth(meeting, own, groups.n_groups)
    return ratio((groups.size - 1) * groups.sums(depth) - 2 * met, pairs)


def _met_at_every_depth(meeting: NDArray[np.integer], group: NDArray[np.integer], n_groups: int) -> Floats:
    """(g,) sum over pairs of the depth at which they meet, counted from 1 below the virtual root.

    meeting : (k,) the depth at which each person and the one before meet, -1 = only above everybody.
    """
    total = np.zeros(n_groups)
    depth = 0
    while (together := meeting >= depth).any():
        starts = np.flatnonzero(~together)
        length = np.diff(np.append(starts, meeting.size)).astype(np.float64)
        total += np.bincount(group[starts], weights=length * (length - 1) / 2, minlength=n_groups)
        depth += 1
    return total
