"""How far the network of leadership is a pyramid: Krackhardt's four measures."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from colead.engine.network import core_kernels
from colead.engine.network.groups import Floats, Groups, ratio
from colead.engine.network.guards import Guard, guard
from colead.engine.network.reach import EXACT_PEOPLE, Pairs, count_large, count_small
from colead.engine.network.ties import Int32, Int64, Neighbours, Ties


@dataclass(frozen=True)
class Hierarchy:
    """connectedness : share of pairs joined by ties in any direction, [0, 1].
    hierarchy : share of the pairs with a path between them in which it runs one way only, [0, 1].
    efficiency, efficiency_undirected : 1 = no tie more than needed to join each component, [0, 1]; of the
        ties as they are, and of the pairs tied in either direction.
    least_upper_bound : share of pairs with a leader above both who is below all other leaders of both,
        [0, 1]; leaders are those whom one looks to, over any number of steps, and oneself.
    least_upper_bound_as_given : the same with ties turned round.
    methods : "exact" or "sampled", by measure. intervals : 95 %, of the sampled measures.
    None = does not apply; the reason stands in guards.
    """

    connectedness: float | None
    hierarchy: float | None
    efficiency: float | None
    efficiency_undirected: float | None
    least_upper_bound: float | None
    least_upper_bound_as_given: float | None
    methods: dict[str, str] = field(default_factory=dict)
    intervals: dict[str, tuple[float, float]] = field(default_factory=dict)
    guards: list[Guard] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, eq=False)
class HierarchyByGroup:
    """(g,) each; NaN = does not apply. See `Hierarchy`. *_low, *_high: 95 % intervals, equal if exact."""

    connectedness: Floats
    hierarchy: Floats
    efficiency: Floats
    efficiency_undirected: Floats
    least_upper_bound: Floats
    least_upper_bound_as_given: Floats
    hierarchy_low: Floats
    hierarchy_high: Floats
    least_upper_bound_low: Floats
    least_upper_bound_high: Floats
    least_upper_bound_as_given_low: Floats
    least_upper_bound_as_given_high: Floats

    def interval(self, measure: str, group: int) -> tuple[float, float] | None:
        """The 95 % interval of a measure that was sampled; None of one that is exact."""
        if not hasattr(self, f"{measure}_low"):
            return None
        low, high = (float(getattr(self, f"{measure}_{end}")[group]) for end in ("low", "high"))
        return None if low == high or np.isnan(low) else (low, high)


MEASURES = (
    "connectedness",
    "hierarchy",
    "efficiency",
    "efficiency_undirected",
    "least_upper_bound",
    "least_upper_bound_as_given",
)
REASONS = {
    "connectedness": "There are fewer than two people.",
    "hierarchy": "Nobody looks to anybody.",
    "efficiency": "No two people are joined by ties.",
    "efficiency_undirected": "No three people are joined by ties.",
    "least_upper_bound": "No three people are joined by ties.",
    "least_upper_bound_as_given": "No three people are joined by ties.",
}


def krackhardt(ties: Ties, *, seed: int) -> Hierarchy:
    """How far the network is a pyramid: joined, one-way, without spare ties, with common leaders.

    Parameters
    ----------
    ties : source looks to target; the measures are taken in the order leader -> led (ties turned round).
    seed : of the sample that is drawn where exact counting is too dear.

    Cost O(n^3) up to 300 people, all exact; above, least upper bounds rest on 1,024 sampled pairs, and
    reachability is exact up to some 100,000 people and rests on 1,024 sampled starts beyond.
    Source: Krackhardt (1994). Efficiency as in R's sna (directed), and undirected as Krackhardt has it.
    We differ from sna's `lubness`, which tests the bound in reverse.

    >>> tree = Ties.build([1, 2, 3, 4], [0, 0, 1, 1], 5)
    >>> found = krackhardt(tree, seed=1)
    >>> found.connectedness, found.hierarchy, found.efficiency, found.least_upper_bound
    (1.0, 1.0, 1.0, 1.0)
    """
    by_group = krackhardt_by_group(ties, np.zeros(ties.n_people, dtype=np.int32), 1, seed=seed)
    values = {measure: _number(getattr(by_group, measure)[0]) for measure in MEASURES}
    intervals = {measure: by_group.interval(measure, 0) for measure in MEASURES}
    return Hierarchy(
        **values,
        methods={measure: "sampled" if intervals[measure] else "exact" for measure in MEASURES},
        intervals={measure: interval for measure, interval in intervals.items() if interval},
        guards=[
            guard(f"hierarchy.{measure}", REASONS[measure])
            for measure, value in values.items()
            if value is None
        ],
    )


def krackhardt_by_group(ties: Ties, group_of: Int32, n_groups: int, *, seed: int) -> HierarchyByGroup:
    """The same for the network inside each group, all in one go.

    group_of : (n,) group of each person in 0 ... n_groups - 1, -1 = none. Cost O(n s^2) for groups of size s.
    """
    size = np.bincount(group_of[group_of >= 0], minlength=n_groups)
    groups = Groups(ties, group_of, n_groups)
    arcs = groups.n_ties
    edges = arcs - groups.total(groups.contacts.mutual) / 2
    parts = _Components.of(ties, group_of, n_groups)
    pairs = _Pairs.of(ties, group_of, size, parts.joined_pairs, seed)
    needed = parts.needed_ties
    bound, given = pairs.without_bound, pairs.without_bound_as_given
    return HierarchyByGroup(
        connectedness=ratio(parts.joined_pairs, size * (size - 1) / 2),
        hierarchy=1 - ratio(pairs.mutual, pairs.reaching[:, 0]),
        efficiency=1 - ratio(arcs - needed, 2 * parts.joined_pairs - needed),
        efficiency_undirected=1 - ratio(edges - needed, parts.joined_pairs - needed),
        least_upper_bound=1 - ratio(bound[:, 0], parts.boundable_pairs),
        least_upper_bound_as_given=1 - ratio(given[:, 0], parts.boundable_pairs),
        hierarchy_low=1 - ratio(pairs.mutual, pairs.reaching[:, 1]),
        hierarchy_high=1 - ratio(pairs.mutual, pairs.reaching[:, 2]),
        least_upper_bound_low=1 - ratio(bound[:, 2], parts.boundable_pairs),
        least_upper_bound_high=1 - ratio(bound[:, 1], parts.boundable_pairs),
        least_upper_bound_as_given_low=1 - ratio(given[:, 2], parts.boundable_pairs),
        least_upper_bound_as_given_high=1 - ratio(given[:, 1], parts.boundable_pairs),
    )


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


@dataclass(frozen=True, eq=False)
class _Components:
    """(g,) sums over the weak components of each group."""

    joined_pairs: Floats
    needed_ties: Floats
    boundable_pairs: Floats

    @classmethod
    def of(cls, ties: Ties, group_of: Int32, n_groups: int) -> _Components:
        rows = inside_rows(ties, group_of)
        component = core_kernels.weak_components.at(rows.indices.size + ties.n_people)(*rows)
        sizes = np.bincount(component[group_of >= 0], minlength=ties.n_people)
        first = np.flatnonzero(sizes)  # a component bears the number of its first member
        c = sizes[first].astype(np.float64)
        group = group_of[first]

        def total(values: Floats) -> Floats:
            return np.bincount(group, weights=values, minlength=n_groups).astype(np.float64)

        return cls(total(c * (c - 1) / 2), total(c - 1), total((c - 1) * (c - 2) / 2))


def inside_rows(ties: Ties, group_of: Int32) -> Neighbours:
    """The ties inside groups, as compressed rows."""
    if not group_of.any():
        return Neighbours(ties.out_indptr, ties.out_indices)
    kernel = core_kernels.inside_groups.at(ties.n_ties + ties.n_people)
    return Neighbours(*kernel(ties.out_indptr, ties.out_indices, group_of))


@dataclass(frozen=True, eq=False)
class _Pairs:
    """Numbers of pairs by group: mutual (g,); the others (g, 3) with value, low and high."""

    mutual: Floats
    reaching: Floats
    without_bound: Floats
    without_bound_as_given: Floats

    @classmethod
    def of(cls, ties: Ties, group_of: Int32, size: Int64, joined_pairs: Floats, seed: int) -> _Pairs:
        members = np.argsort(group_of, kind="stable")[np.count_nonzero(group_of < 0) :]
        starts = np.concatenate([[0], np.cumsum(size)])
        counts = _count_small_groups(ties, group_of, members, starts).astype(np.float64)
        counts[:, 2:] -= (size * (size - 1) / 2 - joined_pairs)[:, None]
        exact = [np.repeat(counts[:, [column]], 3, axis=1) for column in (1, 2, 3)]
        found = cls(counts[:, 0].copy(), *exact)
        for group in np.flatnonzero(size > EXACT_PEOPLE):
            people = members[starts[group] : starts[group + 1]]
            inside = ties if people.size == ties.n_people else ties.subgraph(people)
            rows = Neighbours(inside.out_indptr, inside.out_indices)
            found._put(int(group), count_large(rows, seed=seed + int(group)))
        return found

    def _put(self, group: int, pairs: Pairs) -> None:
        self.mutual[group] = pairs.mutual
        self.reaching[group] = pairs.reaching
        self.without_bound[group] = pairs.without_bound
        self.without_bound_as_given[group] = pairs.without_bound_as_given


def _count_small_groups(ties: Ties, group_of: Int32, members: NDArray[np.intp], starts: Int64) -> Int64:
    """(g, 4) counts of the groups that are small enough, zeros for the others."""
    if Groups(ties, group_of, starts.size - 1).compiled:
        from colead.engine.network import group_kernels

        counts: Int64 = group_kernels.count_pairs(
            members, starts, ties.out_indptr, ties.out_indices, group_of, EXACT_PEOPLE
        )
        return counts
    counts = np.zeros((starts.size - 1, 4), dtype=np.int64)
    place = np.empty(ties.n_people, dtype=np.int64)
    place[members] = np.arange(members.size)
    rows = inside_rows(ties, group_of)
    source = np.repeat(np.arange(ties.n_people), np.diff(rows.indptr))
    for group in np.flatnonzero((np.diff(starts) <= EXACT_PEOPLE) & (np.diff(starts) > 1)):
        first, stop = starts[group], starts[group + 1]
        inside = group_of[source] == group
        adjacent = np.zeros((stop - first, stop - first), dtype=np.bool_)
        adjacent[place[source[inside]] - first, place[rows.indices[inside]] - first] = True
        counts[group] = count_small(adjacent)
    return counts
