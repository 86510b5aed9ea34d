"""What happens to the leadership network when people leave."""

from __future__ import annotations

from typing import Any, Generic, NamedTuple

import numpy as np

from colead.engine.network import core_kernels
from colead.engine.network.groups import Groups, N
from colead.engine.network.ties import Int32, Int64, Neighbours


class Resilience(NamedTuple, Generic[N]):
    """k_core_weak, k_core_mutual : k of the innermost core of the ties in either direction, and in both.
    articulation_points : people whose leaving would split the network of ties in either direction.
    """

    k_core_weak: N
    k_core_mutual: N
    articulation_points: N


def resilience_by_group(groups: Groups) -> Resilience[Int64]:
    """How deep each group's own network has its core, and how many hold it together alone. Cost O(n + m).

    Groups share nobody, so the core numbers of their union are those of each group.
    Sources: Seidman (1983); Batagelj & Zaversnik (2003); Hopcroft & Tarjan (1973).

    >>> from colead.engine.network.ties import Ties
    >>> with_somebody_on_it = Ties.build([0, 1, 2, 2], [1, 2, 0, 3], 4)      # a triangle
    >>> resilience_by_group(Groups.whole(with_somebody_on_it))
    Resilience(k_core_weak=array([2]), k_core_mutual=array([0]), articulation_points=array([1]))
    """
    undirected, mutual = groups.rows(groups.ties.undirected), groups.rows(groups.ties.mutual)
    cuts = _run(core_kernels.articulation_points, undirected)
    return Resilience(
        k_core_weak=_largest(_run(core_kernels.core_numbers, undirected), groups),
        k_core_mutual=_largest(_run(core_kernels.core_numbers, mutual), groups),
        articulation_points=groups.total(cuts).astype(np.int64),
    )


def _run(kernel: Any, rows: Neighbours) -> Any:
    return kernel.at(rows.indptr.size + rows.indices.size)(*rows)


def _largest(values: Int32, groups: Groups) -> Int64:
    return groups.maxima(values[groups.members]).astype(np.int64)
