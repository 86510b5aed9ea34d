"""Who connects people and units that are not tied to each other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Generic, NamedTuple

import numpy as np

from colead.engine.network import role_kernels
from colead.engine.network.groups import Groups, N
from colead.engine.network.ties import Int32, Int64, Neighbours

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
    kernel = role_kernels.count_roles.at(int(np.dot(ties.in_degree, ties.out_degree)))
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
