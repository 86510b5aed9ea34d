"""Standard errors for large networks: the same resampling as in `intervals.py`, compiled and on two threads.

Figures that are ratios of sums over people need no resampling: at this size their standard error follows
directly (linearised).
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from colead.engine.network import intervals_kernels as kernels
from colead.engine.network.groups import Floats, Groups, ratio
from colead.engine.network.intervals import EgoRatio, Resampled
from colead.engine.network.spread import HALF
from colead.engine.network.ties import Int64

LARGE_GROUP = 1_000
"""Groups from this size on are resampled in lanes."""
THREADS = 2


def resampled(
    groups: Groups, ratios: Mapping[str, EgoRatio], resamples: int, seed: int
) -> dict[str, Resampled]:
    """Mean and standard deviation of every measure over the resamples, (g,) each."""
    found = {name: _linearised(groups, figure) for name, figure in ratios.items()}
    sums, counts = _spread_sums(groups, resamples, seed)
    for column, name in enumerate(kernels.MEASURES):
        mean = ratio(sums[:, column, 0], counts)
        square = ratio(sums[:, column, 1] - counts * mean**2, counts - 1)
        found[name] = _normal(mean, np.sqrt(np.maximum(square, 0)))
    return found


def _normal(mean: Floats, sd: Floats) -> Resampled:
    return Resampled(mean, sd, mean - 1.96 * sd, mean + 1.96 * sd)


def _linearised(groups: Groups, figure: EgoRatio) -> Resampled:
    """Standard error of a ratio of sums over the respondents of each group."""
    above, below = figure.above.astype(np.float64), figure.below.astype(np.float64)
    value = ratio(groups.total(above), groups.total(below))
    own = np.append(value, np.nan)[groups.group_of]
    residual = np.where(groups.ties.respondents, above - own * below, 0.0)
    sd = ratio(np.sqrt(groups.total(residual**2)), groups.total(below))
    return _normal(figure.plus + figure.scale * value, np.abs(figure.scale) * sd)


def _spread_sums(groups: Groups, resamples: int, seed: int) -> tuple[Floats, Floats]:
    """(g, measures, 2) sums and sums of squares, and (g,) resamples counted."""
    sums = np.full((groups.n_groups, len(kernels.MEASURES), 2), np.nan)
    counts = np.full(groups.n_groups, float(resamples))
    usable = (groups.size > 1) & (groups.answered > 0) & (groups.n_ties > 0)
    with ThreadPoolExecutor(THREADS) as pool:
        for group in np.flatnonzero(usable & (groups.size >= LARGE_GROUP)).tolist():
            sums[group], counts[group] = _large_group(groups, group, resamples, seed, pool)
        small = np.flatnonzero(usable & (groups.size < LARGE_GROUP))
        parts = np.array_split(small, THREADS * 8)
        found = pool.map(lambda part: _small_groups(groups, part, resamples, seed), parts)
        for part, part_sums in zip(parts, found, strict=True):
            sums[part] = part_sums
    return sums, counts


def _small_groups(groups: Groups, chosen: Int64, resamples: int, seed: int) -> Floats:
    ties = groups.ties
    of = (groups.starts, groups.size, groups.members, groups.group_of)
    incoming = (ties.in_indptr, ties.in_indices, ties.respondents)
    found: Floats = kernels.small_groups(chosen, of, incoming, groups.out_degree, resamples, seed)
    return found


def _large_group(
    groups: Groups, group: int, resamples: int, seed: int, pool: ThreadPoolExecutor
) -> tuple[Floats, float]:
    start, size = groups.starts[group], groups.size[group]
    own, ties = groups.members[start : start + size], groups.ties
    if groups.is_whole:
        indptr, sources = ties.in_indptr, ties.in_indices
    else:
        place = np.zeros(ties.n_people, dtype=np.int64)
        indptr, sources = kernels.local_ties(
            own, place, group, groups.group_of, ties.in_indptr, ties.in_indices
        )
    answering, given = np.flatnonzero(ties.respondents[own]), groups.out_degree[own]
    blocks = -(-resamples // kernels.LANES)
    seeds = np.random.SeedSequence([seed, group]).generate_state(blocks, dtype=np.uint32).tolist()
    drawn = list(pool.map(lambda block: _lanes(indptr, sources, answering, given, block), seeds))
    values = np.concatenate(drawn)
    return np.stack([values.sum(axis=0), (values**2).sum(axis=0)], axis=1), float(len(values))


def _lanes(indptr: Int64, sources: NDArray[np.integer], answering: Int64, given: Int64, seed: int) -> Floats:
    """(LANES, measures) of one block of resamples."""
    people, answered = indptr.size - 1, answering.size
    copies = kernels.draw_lanes(answering, people, seed)
    most_copies = int(copies.max())
    received = kernels.received_in_lanes(kernels.packed(copies), indptr, sources, most_copies)
    most_given = kernels.given_in_lanes(copies, given)
    rows = [
        _concentration_of_tally(kernels.tally(*lane, most_copies), answered)
        for lane in zip(received, copies, strict=True)
    ]
    out = (answered * most_given[:, 0] - most_given[:, 1]) / ((answered - 1) * (people - 1))
    return np.column_stack([np.array(rows), out])


def _concentration_of_tally(tally: Int64, answered: int) -> tuple[float, ...]:
    """Centralisation, Gini, HHI, bus factor and effective leaders of people counted by what they received."""
    received, copies = np.nonzero(tally)
    people, share = tally[received, copies], received / np.maximum(answered - copies, 1)
    order = np.argsort(share)
    people, share = people[order], share[order]
    n, total, squares = people.sum(), (people * share).sum(), (people * share**2).sum()
    ranks = people * (np.cumsum(people) - (people - 1) / 2)
    gini = 2 * (ranks * share).sum() / (n * total) - (n + 1) / n
    hhi = squares / total**2
    return (n * share[-1] - total) / (n - 1), gini, hhi, _bus_factor(people, share, total), 1 / hhi


def _bus_factor(people: Int64, share: Floats, total: float) -> float:
    """Fewest people, from the top, who together hold half."""
    from_top, share = people[::-1], share[::-1]
    held = np.cumsum(from_top * share)
    last = int(np.searchsorted(held, HALF * total))
    before = held[last] - from_top[last] * share[last]
    return float(from_top[:last].sum() + np.ceil((HALF * total - before) / share[last]))
