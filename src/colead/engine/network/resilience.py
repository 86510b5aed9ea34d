"""What happens to the leadership network when people leave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from colead.engine.network import core_kernels
from colead.engine.network.ties import Int32, Int64, Neighbours, Ties


@dataclass(frozen=True)
class Resilience:
    """k_core_weak, k_core_mutual : k of the innermost core of the ties in either direction, and in both.
    articulation_points : people whose leaving would split the network of ties in either direction.
    """

    k_core_weak: int
    k_core_mutual: int
    articulation_points: int

    def to_dict(self) -> dict[str, int]:
        return asdict(self)


@dataclass(frozen=True, eq=False)
class ResilienceByGroup:
    """The same for each group, (g,) each; 0 for a group without people."""

    k_core_weak: Int64
    k_core_mutual: Int64
    articulation_points: Int64


def resilience(ties: Ties) -> Resilience:
    """How deep the network's core is, and how many people hold it together alone. Cost O(n + m).

    Sources: Seidman (1983); Batagelj & Zaversnik (2003); Hopcroft & Tarjan (1973).

    >>> resilience(Ties.build([0, 1, 2, 2], [1, 2, 0, 3], 4))       # a triangle and somebody who hangs on it
    Resilience(k_core_weak=2, k_core_mutual=0, articulation_points=1)
    """
    everybody = np.zeros(ties.n_people, dtype=np.int32)
    found = resilience_by_group(ties, everybody, 1)
    return Resilience(
        int(found.k_core_weak[0]), int(found.k_core_mutual[0]), int(found.articulation_points[0])
    )


def resilience_by_group(ties: Ties, group_of: Int32, n_groups: int) -> ResilienceByGroup:
    """The resilience of every group's own network, all in one pass. Cost O(n + m).

    group_of : (n,) group of each person in 0 ... n_groups - 1, -1 = none. A group is the network among its
    members. Groups share nobody, so the core numbers of their union are those of each group.
    """
    undirected = _inside(ties.undirected, group_of, n_groups)
    mutual = _inside(ties.mutual, group_of, n_groups)
    cuts = _run(core_kernels.articulation_points, undirected)
    member = group_of >= 0
    return ResilienceByGroup(
        k_core_weak=_largest(_run(core_kernels.core_numbers, undirected), group_of, n_groups),
        k_core_mutual=_largest(_run(core_kernels.core_numbers, mutual), group_of, n_groups),
        articulation_points=np.bincount(group_of[member & cuts], minlength=n_groups),
    )


def robustness(ties: Ties) -> float | None:
    """Share of people still joined while the most looked-to leave one by one, averaged over all steps.

    In [0, 0.5): 0.5 - 1/2n where everybody is tied to everybody (then it says nothing), near 0 where few
    people hold all together. Of two people with equal claims the one with the higher index leaves first.
    None without people. Cost O(n + m). Source: Schneider et al. (2011), PNAS 108:3838, eq. (1), in-degree
    counted again after each removal.

    >>> robustness(Ties.build([1, 2, 3, 4], [0, 0, 0, 0], 5))       # a star falls apart at once
    0.16
    """
    n = ties.n_people
    if n == 0:
        return None
    work = n + ties.n_ties
    order = core_kernels.attack_order.at(work)(ties.in_degree, ties.out_indptr, ties.out_indices)
    left = core_kernels.largest_components.at(work)(order, *ties.undirected)
    return float(left.sum(dtype=np.int64) / n**2)


def _inside(neighbours: Neighbours, group_of: Int32, n_groups: int) -> Neighbours:
    if n_groups == 1 and not group_of.any():
        return neighbours
    return Neighbours(*_run(core_kernels.inside_groups, neighbours, group_of))


def _run(kernel: Any, neighbours: Neighbours, *more: NDArray[Any]) -> Any:
    work = neighbours.indptr.size + neighbours.indices.size
    version: Callable[..., Any] = kernel.at(work)
    return version(neighbours.indptr, neighbours.indices, *more)


def _largest(values: Int32, group_of: Int32, n_groups: int) -> Int64:
    largest = np.zeros(n_groups, dtype=np.int64)
    member = group_of >= 0
    np.maximum.at(largest, group_of[member], values[member])
    return largest
