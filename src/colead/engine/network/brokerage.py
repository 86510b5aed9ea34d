"""Who connects people and units that are not tied to each other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Generic, NamedTuple

import numpy as np

from colead.engine.network.groups import Groups, N
from colead.engine.network.kernels import Kernel
from colead.engine.network.ties import Int32, Int64, Neighbours


@Kernel
def count_roles(indptr, indices, role_of, role_of_end, group_of, n_groups, first, stop):  # type: ignore[no-untyped-def]
    """(g, 5) triads i -> j -> k, no i -> k, i from `first` to `stop`, by group and the role of j:
    coordinator, consultant, representative, gatekeeper, liaison.

    All ties stay inside groups. role_of_end : role of the person at the end of each tie, in the order of
    the ties, so that only one look for each k goes somewhere else in memory: whether i names k too.
    """
    counts = np.zeros((n_groups, 5), np.int64)
    named = np.zeros(role_of.size, np.uint8)
    for i in range(first, stop):
        if group_of[i] < 0:
            continue
        own, count = role_of[i], counts[group_of[i]]
        named[i] = 1
        for j in indices[indptr[i] : indptr[i + 1]]:
            named[j] = 1
        for first_tie in range(indptr[i], indptr[i + 1]):
            j, middle = indices[first_tie], role_of_end[first_tie]
            open_ends, as_middle, as_own = 0, 0, 0
            for tie in range(indptr[j], indptr[j + 1]):
                if not named[indices[tie]]:
                    open_ends += 1
                    as_middle += role_of_end[tie] == middle
                    as_own += role_of_end[tie] == own
            if middle == own:
                count[0] += as_own
                count[2] += open_ends - as_own
            else:
                count[1] += as_own
                count[3] += as_middle
                count[4] += open_ends - as_own - as_middle
        named[i] = 0
        for j in indices[indptr[i] : indptr[i + 1]]:
            named[j] = 0
    return counts


STREAMS = 2
"""Parts of the network whose roles are counted at the same time."""


class Roles(NamedTuple, Generic[N]):
    """Triads i -> j -> k without i -> k, by the units of the three; j is the broker.

    coordinator : all in one unit; consultant : i and k of one unit, j of another; representative : i and j
    of one unit, k of another; gatekeeper : j and k of one unit, i of another; liaison : three units.
    """

    coordinator: N
    consultant: N
    representative: N
    gatekeeper: N
    liaison: N


def roles_by_group(groups: Groups, role_of: Int32) -> Roles[Int64]:
    """How often members of each group stand between two who are not tied, and between which units.

    role_of : (n,) unit (or another division) of each person; -1 = none, then left out. Cost O(sum of
    in-degree x out-degree), in parts of about as many ties each. Source: Gould & Fernandez (1989), totals
    over all people.

    >>> from colead.engine.network.ties import Ties
    >>> two_units = np.array([0, 0, 1], dtype=np.int32)
    >>> roles_by_group(Groups.whole(Ties.build([0, 1], [1, 2], 3)), two_units).representative
    array([1])
    """
    ties, n_groups = groups.ties, groups.n_groups
    division = np.where(role_of >= 0, groups.group_of, -1).astype(np.int32)
    rows = Groups(ties, division, n_groups).rows(Neighbours(ties.out_indptr, ties.out_indices))
    kernel = count_roles.at(int(np.dot(ties.in_degree, ties.out_degree)))
    role_of_end = role_of[rows.indices]
    cuts = np.searchsorted(rows.indptr, np.linspace(0, rows.indices.size, STREAMS + 1)[1:-1])
    bounds = [0, *cuts.tolist(), ties.n_people]

    def part(number: int) -> Int64:
        between = bounds[number : number + 2]
        counts: Int64 = kernel(*rows, role_of, role_of_end, division, n_groups, *between)
        return counts

    with ThreadPoolExecutor(STREAMS) as threads:
        total: Int64 = np.sum(list(threads.map(part, range(STREAMS))), axis=0)
    return Roles(*total.T)
