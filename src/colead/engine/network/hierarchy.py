"""How far the network of leadership is a pyramid: Krackhardt's four measures."""

from __future__ import annotations

from typing import Generic, NamedTuple

import numpy as np

from colead.engine.network import core_kernels
from colead.engine.network.groups import Floats, Groups, N, ratio
from colead.engine.network.reach import EXACT_PEOPLE, count_large, count_small
from colead.engine.network.ties import Int64, Neighbours


class Hierarchy(NamedTuple, Generic[N]):
    """connectedness : share of pairs joined by ties in any direction, [0, 1].
    hierarchy : share of the pairs with a path between them in which it runs one way only, [0, 1].
    efficiency, efficiency_undirected : 1 = no tie more than needed to join each component, [0, 1]; of the
        ties as they are, and of the pairs tied in either direction.
    least_upper_bound : share of pairs with a leader above both who is below all other leaders of both,
        [0, 1]; leaders are those whom one looks to, over any number of steps, and oneself.
    """

    connectedness: N
    hierarchy: N
    efficiency: N
    efficiency_undirected: N
    least_upper_bound: N


def krackhardt_by_group(groups: Groups, *, seed: int) -> tuple[Hierarchy[Floats], dict[str, Floats]]:
    """How far the network inside each group is a pyramid: joined, one-way, no spare ties, common leaders.

    The measures are taken in the order leader -> led (ties turned round). seed : of the sample that is drawn
    where exact counting is too dear.

    Returns the measures, and by measure (g, 2) 95 % intervals of those that are sampled in large groups, with
    equal ends where they are exact.

    Cost O(s^3) for groups of up to 300 people, all exact; above, least upper bounds rest on 1,024 sampled
    pairs, and reachability is exact up to some 100,000 people and rests on 1,024 sampled starts beyond.
    Source: Krackhardt (1994). Efficiency as in R's sna (directed), and undirected as Krackhardt has it.
    We differ from sna's `lubness`, which tests the bound in reverse.

    >>> from colead.engine.network.ties import Ties
    >>> tree = Groups.whole(Ties.build([1, 2, 3, 4], [0, 0, 1, 1], 5))
    >>> found, _intervals = krackhardt_by_group(tree, seed=1)
    >>> found.connectedness, found.hierarchy, found.efficiency, found.least_upper_bound
    (array([1.]), array([1.]), array([1.]), array([1.]))
    """
    size, arcs = groups.size, groups.n_ties
    edges = arcs - groups.total(groups.contacts.mutual) / 2
    parts = _components(groups)
    pairs = _pairs(groups, parts.joined_pairs, seed)
    one_way = 1 - ratio(pairs.mutual[:, None], pairs.reaching)
    bound = 1 - ratio(pairs.without_bound, parts.boundable_pairs[:, None])
    measures = Hierarchy(
        connectedness=ratio(parts.joined_pairs, size * (size - 1) / 2),
        hierarchy=one_way[:, 0],
        efficiency=1 - ratio(arcs - parts.needed_ties, 2 * parts.joined_pairs - parts.needed_ties),
        efficiency_undirected=1 - ratio(edges - parts.needed_ties, parts.joined_pairs - parts.needed_ties),
        least_upper_bound=bound[:, 0],
    )
    return measures, {"hierarchy": one_way[:, [1, 2]], "least_upper_bound": bound[:, [2, 1]]}


class _Components(NamedTuple):
    """(g,) sums over the weak components of each group."""

    joined_pairs: Floats
    needed_ties: Floats
    boundable_pairs: Floats


def _components(groups: Groups) -> _Components:
    rows, n_people = _ties_inside(groups), groups.ties.n_people
    component = core_kernels.weak_components.at(rows.indices.size + n_people)(*rows)
    sizes = np.bincount(component[groups.group_of >= 0], minlength=n_people)
    first = np.flatnonzero(sizes)  # a component bears the number of its first member
    c = sizes[first].astype(np.float64)
    group = groups.group_of[first]

    def total(values: Floats) -> Floats:
        return np.bincount(group, weights=values, minlength=groups.n_groups).astype(np.float64)

    return _Components(total(c * (c - 1) / 2), total(c - 1), total((c - 1) * (c - 2) / 2))


def _ties_inside(groups: Groups) -> Neighbours:
    return groups.rows(Neighbours(groups.ties.out_indptr, groups.ties.out_indices))


class _Pairs(NamedTuple):
    """Numbers of pairs by group: mutual (g,); the others (g, 3) with value, low and high."""

    mutual: Floats
    reaching: Floats
    without_bound: Floats


def _pairs(groups: Groups, joined_pairs: Floats, seed: int) -> _Pairs:
    ties, size = groups.ties, groups.size
    counts = _count_small_groups(groups).astype(np.float64)
    counts[:, 2] -= size * (size - 1) / 2 - joined_pairs
    found = _Pairs(counts[:, 0], *(np.repeat(counts[:, [column]], 3, axis=1) for column in (1, 2)))
    for group in np.flatnonzero(size > EXACT_PEOPLE):
        people = groups.members[groups.starts[group] : groups.starts[group] + size[group]]
        inside = ties if people.size == ties.n_people else ties.subgraph(people)
        rows = Neighbours(inside.out_indptr, inside.out_indices)
        mutual, reaching, without_bound = count_large(rows, seed=seed + int(group))
        found.mutual[group], found.reaching[group] = mutual, reaching
        found.without_bound[group] = without_bound
    return found


def _count_small_groups(groups: Groups) -> Int64:
    """(g, 3) counts of the groups that are small enough, zeros for the others."""
    ties, members = groups.ties, groups.members
    starts = np.append(groups.starts, members.size)
    if groups.compiled:
        from colead.engine.network import group_kernels

        counts: Int64 = group_kernels.count_pairs(
            members, starts, ties.out_indptr, ties.out_indices, groups.group_of, EXACT_PEOPLE
        )
        return counts
    counts = np.zeros((groups.n_groups, 3), dtype=np.int64)
    place = np.empty(ties.n_people, dtype=np.int64)
    place[members] = np.arange(members.size)
    for group in np.flatnonzero((groups.size <= EXACT_PEOPLE) & (groups.size > 1)):
        first, size = starts[group], groups.size[group]
        inside = groups.group_of[groups.source] == group
        adjacent = np.zeros((size, size), dtype=np.bool_)
        adjacent[place[groups.source[inside]] - first, place[groups.target[inside]] - first] = True
        counts[group] = count_small(adjacent)
    return counts
