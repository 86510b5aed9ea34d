"""Who connects people and units that are not tied to each other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, fields

import numpy as np

from colead.engine.network import role_kernels
from colead.engine.network.betweenness import Betweenness, betweenness, betweenness_by_group
from colead.engine.network.groups import Floats
from colead.engine.network.hierarchy import inside_rows
from colead.engine.network.ties import Int32, Int64, Ties

__all__ = [
    "Betweenness",
    "BrokerageByGroup",
    "Roles",
    "betweenness",
    "brokerage_by_group",
    "brokerage_roles",
    "burt_constraint",
]
STREAMS = 2
"""Parts of the network whose roles are counted at the same time."""


@dataclass(frozen=True)
class Roles:
    """Triads i -> j -> k without i -> k, by the units of the three; j is the broker.

    coordinator : all in one unit; consultant : i and k of one unit, j of another; representative : i and j
    of one unit, k of another; gatekeeper : j and k of one unit, i of another; liaison : three units.
    """

    coordinator: int
    consultant: int
    representative: int
    gatekeeper: int
    liaison: int

    @property
    def total(self) -> int:
        return sum(asdict(self).values())

    def to_dict(self) -> dict[str, int]:
        return asdict(self)


@dataclass(frozen=True, eq=False)
class BrokerageByGroup:
    """(g,) each. Of betweenness: NaN or -1 = fewer than three people; 95 % intervals, equal if exact."""

    coordinator: Int64
    consultant: Int64
    representative: Int64
    gatekeeper: Int64
    liaison: Int64
    betweenness_max: Floats
    betweenness_max_index: Int64
    betweenness_centralisation: Floats
    betweenness_max_low: Floats
    betweenness_max_high: Floats
    betweenness_centralisation_low: Floats
    betweenness_centralisation_high: Floats
    methods: list[str]
    """How each group's betweenness was found: "exact" or "sampled"."""

    @property
    def method(self) -> str:
        """ "sampled" if the betweenness of any group was."""
        return "sampled" if "sampled" in self.methods else "exact"


def brokerage_roles(ties: Ties, role_of: Int32) -> Roles:
    """How often people stand between two colleagues who are not tied, and between which units.

    role_of : (n,) unit (or another division) of each person; -1 = none, then left out. Cost O(sum of
    in-degree x out-degree). Source: Gould & Fernandez (1989), totals over all people.

    >>> two_units = np.array([0, 0, 1], dtype=np.int32)
    >>> brokerage_roles(Ties.build([0, 1], [1, 2], 3), two_units)
    Roles(coordinator=0, consultant=0, representative=1, gatekeeper=0, liaison=0)
    """
    counts = _count_roles(ties, role_of, np.zeros(ties.n_people, dtype=np.int32), 1)
    return Roles(*(int(count) for count in counts[0]))


def brokerage_by_group(
    ties: Ties, role_of: Int32, group_of: Int32, n_groups: int, *, seed: int, samples: int = 256
) -> BrokerageByGroup:
    """Roles and betweenness in the network inside each group.

    role_of : (n,) division by which roles are told apart, -1 = none. group_of : (n,) group in
    0 ... n_groups - 1, -1 = none. seed, samples : see `betweenness`.
    """
    found = betweenness_by_group(ties, group_of, n_groups, seed=seed, samples=samples)
    roles = _count_roles(ties, role_of, group_of, n_groups)
    return BrokerageByGroup(
        **{role.name: roles[:, column] for column, role in enumerate(fields(Roles))},
        betweenness_max=found.max,
        betweenness_max_index=found.max_index,
        betweenness_centralisation=found.centralisation,
        betweenness_max_low=found.max_low,
        betweenness_max_high=found.max_high,
        betweenness_centralisation_low=found.centralisation_low,
        betweenness_centralisation_high=found.centralisation_high,
        methods=np.where(found.sampled, "sampled", "exact").tolist(),
    )


def burt_constraint(ties: Ties) -> Floats:
    """How much each person's contacts are tied to one another: low = bridges gaps. NaN without contacts.

    (n,) values, of the ties in both directions; 1 or more where all contacts hang together. Cost O(sum over
    people of the degrees of their contacts). Source: Burt (1992), eq. 2.4, as in networkx and igraph.

    >>> burt_constraint(Ties.build([1, 2, 3], [0, 0, 0], 4)).round(3).tolist()
    [0.333, 1.0, 1.0, 1.0]
    """
    rows = ties.undirected
    person = np.repeat(np.arange(ties.n_people, dtype=np.int32), np.diff(rows.indptr))
    strength = ties.has(person, rows.indices).astype(np.float64) + ties.has(rows.indices, person)
    share = strength / np.bincount(person, weights=strength, minlength=ties.n_people)[person]
    work = int(np.diff(rows.indptr)[rows.indices].sum())
    found: Floats = role_kernels.constraint.at(work)(*rows, share)
    return found


def _count_roles(ties: Ties, role_of: Int32, group_of: Int32, n_groups: int) -> Int64:
    """(g, 5), counted in parts of about as many ties each."""
    division = np.where(role_of >= 0, group_of, -1).astype(np.int32)
    rows = inside_rows(ties, division)
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
    return total
