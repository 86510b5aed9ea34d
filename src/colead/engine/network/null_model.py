"""How concentrated leadership would be by chance alone, in a group of the same size with as many ties.

Centralisation depends on size, so units are compared with networks of their own size: ties placed
uniformly at random. z says how many standard deviations the real network lies above them. Small networks
are drawn; for large ones the mean and the deviation follow exactly (concentration) or nearly exactly
(centralisation).
"""

from __future__ import annotations

from math import lgamma
from typing import Generic, NamedTuple

import numpy as np

from colead.engine.network.groups import Floats, Groups, N, nan_unless, ratio
from colead.engine.network.spread import Concentration, Spread, concentration
from colead.engine.network.ties import Int64

DRAWS = 1_000
BUDGET = 1_500_000
"""People times draws that are still drawn; beyond, formulas."""


class Expected(NamedTuple, Generic[N]):
    """Of one measure by chance alone."""

    expected: N
    sd: N
    z: N


class NullModel(NamedTuple):
    """(g,) columns of each measure; NaN = not computed."""

    centralisation_in: Expected[Floats]
    gini: Expected[Floats]
    hhi: Expected[Floats]
    method: str


def null_model(groups: Groups, observed: Spread[Floats], seed: int) -> NullModel:
    """Centralisation, Gini and HHI beside what chance alone gives.

    Cost: 1,000 draws of n numbers while affordable, else O(1) for each group (O(n) for each size of group).
    Sources: Anderson, Butts and Carley (1999); Levin (1981) for the largest count.
    """
    if groups.members.size * DRAWS <= BUDGET:
        return _drawn(groups, observed, seed)
    people, n_ties = groups.size.astype(np.float64), groups.n_ties.astype(np.float64)
    answered = groups.answered.astype(np.float64)
    per_person = ratio(answered * (people - 1), people, empty=0.0)
    largest, largest_sd = _largest_in_degree(people, per_person, n_ties)
    scale = ratio(people, (people - 1) * per_person)
    centralisation = ratio(people * largest - n_ties, (people - 1) * per_person)
    pairs, pairs_sd = _pairs_sharing_a_target(people, per_person, n_ties)
    empty = np.full(people.size, np.nan)
    return NullModel(
        _beside(observed.centralisation_in, centralisation, largest_sd * scale),
        Expected(empty, empty, empty),
        _beside(observed.hhi, ratio(2 * pairs + n_ties, n_ties**2), ratio(2 * pairs_sd, n_ties**2)),
        "formulas",
    )


def _drawn(groups: Groups, observed: Spread[Floats], seed: int) -> NullModel:
    able = groups.able[groups.members]
    drawn = concentration(groups, ratio(_random_in_degrees(groups, able, seed), able[:, None], empty=0.0))
    columns = {
        name: _beside(getattr(observed, name), values.mean(axis=1), values.std(axis=1))
        for name, values in zip(Concentration._fields, drawn, strict=True)
        if name != "bus_factor"
    }
    return NullModel(**columns, method=f"{DRAWS} draws")


def _random_in_degrees(groups: Groups, able: Int64, seed: int) -> Int64:
    """(k, draws) in-degrees when a group's ties fall on its possible pairs at random."""
    chance = np.random.default_rng(seed)
    drawn = np.zeros((able.size, DRAWS), dtype=np.int64)
    for start, size, n_ties in zip(groups.starts, groups.size, groups.n_ties, strict=True):
        if n_ties:
            own = slice(start, start + size)
            drawn[own] = chance.multivariate_hypergeometric(able[own], n_ties, DRAWS, method="marginals").T
    return drawn


def _beside(observed: Floats, expected: Floats, sd: Floats) -> Expected[Floats]:
    known = ~np.isnan(observed)
    varies = sd > 1e-12
    return Expected(
        nan_unless(known, expected),
        nan_unless(known, sd),
        nan_unless(varies & known, ratio(observed - expected, np.where(varies, sd, 0.0))),
    )


def _pairs_sharing_a_target(people: Floats, per_person: Floats, n_ties: Floats) -> tuple[Floats, Floats]:
    """Mean and sd of the number of pairs of ties that meet in one person, who may receive `per_person`."""
    places, k, m = people * per_person, per_person, n_ties
    both = ratio(k - 1, places - 1, empty=0.0)
    all_three = both * ratio(k - 2, places - 2, empty=0.0)
    rest = ratio((k - 2) * (k - 3) + (places - k) * (k - 1), (places - 2) * (places - 3), empty=0.0)
    pairs = m * (m - 1) / 2
    mean = pairs * both
    square = mean + pairs * (2 * (m - 2) * all_three + (m - 2) * (m - 3) / 2 * both * rest)
    return mean, np.sqrt(np.maximum(square - mean**2, 0))


def _largest_in_degree(people: Floats, per_person: Floats, n_ties: Floats) -> tuple[Floats, Floats]:
    """Mean and sd of the largest in-degree; once for each kind of (people, places, ties)."""
    kinds, place = np.unique(np.stack([people, per_person, n_ties]), axis=1, return_inverse=True)
    found = np.array([_largest_of(*kind) for kind in kinds.T.tolist()]).reshape(-1, 2)
    return found[place.reshape(-1), 0], found[place.reshape(-1), 1]


def _largest_of(people: float, places: float, n_ties: float) -> tuple[float, float]:
    """In-degrees are binomials whose sum is `n_ties` (Levin 1981, the sum by its normal approximation)."""
    if people < 2 or not 0 < n_ties < people * places:
        largest = n_ties / people if people else 0.0
        return (max(largest, min(n_ties, 1.0)), 0.0)
    share = n_ties / (people * places)
    counts = np.arange(_far_above(share * places, places, people) + 1, dtype=np.float64)
    mass = _binomial(counts, places, share)
    below = np.cumsum(mass)
    mean = np.cumsum(mass * counts) / np.maximum(below, 1e-300)
    variance = np.maximum(np.cumsum(mass * counts**2) / np.maximum(below, 1e-300) - mean**2, 1e-12)
    gap = (n_ties - people * mean) ** 2 / (2 * people * variance)
    log_cdf = people * np.log(np.maximum(below, 1e-300)) - gap - 0.5 * np.log(variance)
    full = -0.5 * np.log(max(places * share * (1 - share), 1e-12))
    cdf = np.minimum(np.exp(np.minimum(log_cdf - full, 0.0)), 1.0)
    chance = np.diff(cdf, prepend=0.0)
    chance = np.maximum(chance, 0) / max(np.maximum(chance, 0).sum(), 1e-300)
    expected = float((chance * counts).sum())
    return expected, float(np.sqrt(max((chance * counts**2).sum() - expected**2, 0.0)))


def _far_above(mean: float, places: float, people: float) -> int:
    """A count that nobody of so many people reaches by chance."""
    reach = 2 * np.log(people) + 30
    return int(min(places, mean + np.sqrt(2 * mean * reach) + reach))


def _binomial(counts: Floats, places: float, share: float) -> Floats:
    logs = [lgamma(places + 1) - lgamma(count + 1) - lgamma(places - count + 1) for count in counts.tolist()]
    mass: Floats = np.exp(np.array(logs) + counts * np.log(share) + (places - counts) * np.log1p(-share))
    return mass
