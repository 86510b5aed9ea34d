"""How many pairs of people reach each other along ties, and how many have a least upper bound.

Exactly for up to 300 people; beyond that reachability is exact as long as that costs no more than some
seconds, and otherwise, like least upper bounds, estimated from a seeded sample.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from colead.engine.network import core_kernels, reach_kernels
from colead.engine.network.ties import Int32, Int64, Neighbours

EXACT_PEOPLE = 300
"""Up to so many people every pair is looked at."""
EXACT_STEPS = 200_000_000
"""Reachability is counted exactly while it takes no more steps than this: about half a second."""
BITS_A_STEP = 8
"""Looking at one bit costs about so much less than a step of other loops."""
SAMPLED_COMPONENTS = 1024
SAMPLED_PAIRS = 1024
Z95 = 1.959963984540054
"""97.5 % point of the normal distribution."""


class Estimate(NamedTuple):
    """A number and the 95 % interval around it; exact where the interval is the number."""

    value: float
    low: float
    high: float

    @classmethod
    def exact(cls, value: float) -> Estimate:
        return cls(value, value, value)


class Pairs(NamedTuple):
    """Numbers of unordered pairs of people."""

    mutual: float
    """Reaching each other."""
    reaching: Estimate
    """Reaching in at least one direction."""
    without_bound: Estimate
    """Of one weak component, without a least upper bound in the order leader -> led (against the ties)."""


def count_small(adjacent: NDArray[np.bool_]) -> Int64:
    """(3,) mutual, reaching, without bound against the arcs; pairs of all people. O(n^3)."""
    reach = _closure(adjacent)
    upper = np.triu_indices(len(reach), 1)
    return np.array(
        [
            (reach & reach.T)[upper].sum(),
            (reach | reach.T)[upper].sum(),
            _without_bound(reach)[upper].sum(),
        ]
    )


def _closure(adjacent: NDArray[np.bool_]) -> NDArray[np.bool_]:
    reach = adjacent | np.eye(len(adjacent), dtype=np.bool_)
    while True:
        further = (reach.astype(np.float32) @ reach.astype(np.float32)) > 0
        if (further == reach).all():
            return reach
        reach = further


def _without_bound(reach: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(n, n) whether nobody reached by both reaches all others whom both reach."""
    count = reach.sum(axis=1)
    most = np.zeros(reach.shape, dtype=np.int64)
    for person in np.argsort(count):
        both = np.flatnonzero(reach[:, person])
        most[np.ix_(both, both)] = count[person]
    shared = reach.astype(np.float32) @ reach.T.astype(np.float32)
    missing: NDArray[np.bool_] = (most == 0) | (most != shared)
    return missing


def count_large(neighbours: Neighbours, *, seed: int) -> Pairs:
    """The pairs of a network of any size; the whole of it is one group. O(m log m) at most."""
    work = neighbours.indices.size + neighbours.indptr.size
    component = reach_kernels.strongly_connected_components.at(work)(*neighbours)
    order = _Order.of(neighbours, component)
    random = np.random.default_rng(seed)
    mutual = float((order.size * (order.size - 1) // 2).sum())
    ordered = _reaching_pairs(order, random)
    pairs = _SampledPairs.draw(core_kernels.weak_components.at(work)(*neighbours), random)
    return Pairs(
        mutual=mutual,
        reaching=Estimate(*(value - mutual for value in ordered)),
        without_bound=pairs.without_bound(order, component),
    )


class _Order(NamedTuple):
    """The strongly connected components of a network: sizes, and the arcs among them (repeats stay).

    Arcs run from higher to lower numbers.
    """

    size: Int64
    indptr: Int64
    indices: Int32

    @classmethod
    def of(cls, neighbours: Neighbours, component: Int32) -> _Order:
        work = neighbours.indices.size
        arcs = reach_kernels.arcs_between.at(work)(*neighbours, component)
        size = np.bincount(component)
        keys = np.sort(arcs[:, 0].astype(np.int64) * size.size + arcs[:, 1])
        starts = np.searchsorted(keys, np.arange(size.size + 1) * size.size)
        return cls(size, starts.astype(np.int64), (keys % max(size.size, 1)).astype(np.int32))

    @property
    def n_components(self) -> int:
        return self.size.size

    def steps(self, lanes: int) -> int:
        """What it costs to follow so many components."""
        return -(-lanes // 64) * (self.indices.size + 64 * self.n_components)

    def reached(self, starts: NDArray[np.integer], weight: Int64) -> Int64:
        distinct, of_start = np.unique(starts, return_inverse=True)
        kernel = reach_kernels.reached.at(self.steps(distinct.size) // BITS_A_STEP)
        totals: Int64 = kernel(self.indptr, self.indices, weight, distinct)[of_start]
        return totals

    def common_reach(self, first: NDArray[np.integer], second: NDArray[np.integer]) -> tuple[Int64, Int64]:
        kernel = reach_kernels.common_reach.at(self.steps(first.size) // BITS_A_STEP)
        found: tuple[Int64, Int64] = kernel(self.indptr, self.indices, first, second)
        return found


def _reaching_pairs(order: _Order, random: np.random.Generator) -> Estimate:
    """Ordered pairs i, j with a path from i to j. Components without arcs and the largest one are exact."""
    ends = np.diff(order.indptr) == 0
    known = float((order.size[ends] * (order.size[ends] - 1)).sum())
    others = np.flatnonzero(~ends)
    if order.steps(others.size) <= EXACT_STEPS:
        return Estimate.exact(known + float(_pairs_from(order, others).sum()))
    largest = int(order.size.argmax())
    if not ends[largest]:
        known += float(_pairs_from(order, np.array([largest]))[0])
        others = others[others != largest]
    return _scaled_up(known, _pairs_from(order, _sample(others, random)), others.size)


def _pairs_from(order: _Order, components: NDArray[np.integer]) -> Int64:
    pairs: Int64 = order.size[components] * (order.reached(components, order.size) - 1)
    return pairs


def _sample(components: NDArray[np.integer], random: np.random.Generator) -> NDArray[np.integer]:
    return random.choice(components, min(SAMPLED_COMPONENTS, components.size), replace=False)


def _scaled_up(known: float, sample: Int64, population: int) -> Estimate:
    """known + the total of a population, from a sample of it without replacement."""
    total = known + population * float(sample.mean())
    deviation = float(sample.std(ddof=1)) * (max(1 - sample.size / population, 0) / sample.size) ** 0.5
    margin = Z95 * population * deviation
    return Estimate(total, max(total - margin, known), total + margin)


class _SampledPairs(NamedTuple):
    """Pairs of people, drawn evenly from all `population` pairs within a weak component."""

    first: Int64
    second: Int64
    population: float

    @classmethod
    def draw(cls, weak_component: Int32, random: np.random.Generator) -> _SampledPairs:
        by_component = np.argsort(weak_component, kind="stable")
        size = np.bincount(weak_component, minlength=weak_component.size)
        starts = np.cumsum(size) - size
        partners = np.cumsum((size[weak_component] - 1)[by_component])
        if not partners.size or partners[-1] == 0:
            return cls(np.zeros(0, np.int64), np.zeros(0, np.int64), 0.0)
        place = np.searchsorted(partners, random.integers(0, partners[-1], SAMPLED_PAIRS), side="right")
        own = weak_component[by_component[place]]
        other = starts[own] + random.integers(0, size[own] - 1)
        other += other >= place
        return cls(by_component[place], by_component[other], float(partners[-1]) / 2)

    def without_bound(self, order: _Order, component: NDArray[np.integer]) -> Estimate:
        """How many of all pairs have no least upper bound, with Wilson's interval."""
        if not self.first.size:
            return Estimate.exact(0.0)
        count, highest = order.common_reach(component[self.first], component[self.second])
        bound = highest >= 0
        every = np.ones(order.n_components, dtype=np.int64)
        bound[bound] = order.reached(highest[bound], every) == count[bound]
        share = Estimate(*_wilson(int((~bound).sum()), bound.size))
        return Estimate(*(value * self.population for value in share))


def _wilson(hits: int, draws: int) -> tuple[float, float, float]:
    """Share, and its 95 % interval. Wilson (1927)."""
    share, z2 = hits / draws, Z95**2
    middle = (hits + z2 / 2) / (draws + z2)
    margin = Z95 / (draws + z2) * (hits * (draws - hits) / draws + z2 / 4) ** 0.5
    return share, min(middle - margin, share), max(middle + margin, share)
