"""How certain the figures are: 95 % intervals by resampling the people who answered.

Each resample draws as many respondents as answered, with replacement, and takes over their nominations
(ego resampling). With enough resamples an interval is where the middle 95 % of them lie, moved so that
their mean is the figure itself, because resamples are a little more concentrated than the real network.
With fewer it is the figure plus and minus 1.96 standard deviations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from colead.engine.network.groups import Floats, Groups, nan_unless, ratio
from colead.engine.network.spread import concentration
from colead.engine.network.ties import Int64

LEVEL = 0.95
MOST_RESAMPLES = 1_000
FEWEST_RESAMPLES = 96
ENOUGH_FOR_QUANTILES = 400
BUDGET = 1_000_000
"""People times resamples that are drawn, as long as that leaves FEWEST_RESAMPLES."""


@dataclass(frozen=True, eq=False)
class EgoRatio:
    """A figure that is a ratio of sums over people: `above` over `below`, (n,) each, scaled and moved."""

    above: NDArray[Any]
    below: NDArray[Any]
    scale: Floats | float = 1.0
    """(g,) or one number."""
    plus: float = 0.0


class Resampled(NamedTuple):
    """What the resamples of one measure show, (g,) each."""

    mean: Floats
    sd: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Intervals:
    """`bounds` : measure -> (g, 2) low and high, NaN = does not apply."""

    bounds: Mapping[str, Floats]
    method: str


RANGES: Mapping[str, tuple[float, float]] = {
    "effective_leaders": (1.0, np.inf),
    "bus_factor": (1.0, np.inf),
    "unit_ei": (-1.0, 1.0),
    "level_ei": (-1.0, 1.0),
    "leader_tie_ratio": (0.0, np.inf),
    "tree_distance_ratio": (0.0, np.inf),
}
"""Where not [0, 1]. What counts people ends at the size of the group."""

COUNTS_PEOPLE = ("effective_leaders", "bus_factor")


def intervals_by_group(
    groups: Groups, figures: Mapping[str, Floats], ratios: Mapping[str, EgoRatio], *, seed: int
) -> Intervals:
    """95 % intervals of the figures of every group.

    Parameters
    ----------
    figures : measure -> (g,) the figure itself, for the measures of spread and those in `ratios`.
    ratios : measure -> how it is summed from people, so that it can be summed from resampled people.

    Cost O(resamples x (ties + people log people)). Sources: Efron and Tibshirani (1993); Snijders and
    Borgatti (1999).
    """
    resamples = _affordable_resamples(groups)
    drawn = _resampled(groups, ratios, resamples, seed)
    quantiles = resamples >= ENOUGH_FOR_QUANTILES
    bounds = {
        name: _clipped(name, groups, _bounds(figures[name], found, quantiles))
        for name, found in drawn.items()
    }
    how = "quantiles" if quantiles else "standard errors"
    return Intervals(bounds, f"{how} of {resamples} resamples of respondents")


def _affordable_resamples(groups: Groups) -> int:
    if groups.compiled:
        return FEWEST_RESAMPLES
    return int(np.clip(BUDGET // max(groups.members.size, 1), FEWEST_RESAMPLES, MOST_RESAMPLES))


def _resampled(
    groups: Groups, ratios: Mapping[str, EgoRatio], resamples: int, seed: int
) -> dict[str, Resampled]:
    if groups.compiled:
        from colead.engine.network.intervals_compiled import resampled

        return resampled(groups, ratios, resamples, seed)
    copies = draw_respondents(groups, resamples, np.random.default_rng(seed))
    drawn = {**_spread(groups, copies), **_ratios(groups, copies, ratios)}
    return {name: _summary(values) for name, values in drawn.items()}


def draw_respondents(groups: Groups, resamples: int, chance: np.random.Generator) -> Int64:
    """(k, resamples) how often each member was drawn: as many draws in each group as people answered."""
    candidates = np.flatnonzero(groups.ties.respondents[groups.members])
    own = groups.group_of_member[candidates]
    first = (np.cumsum(groups.answered) - groups.answered)[own]
    picked = first[:, None] + chance.random((candidates.size, resamples)) * groups.answered[own][:, None]
    cells = picked.astype(np.int64) * resamples + np.arange(resamples)
    counts = np.bincount(cells.ravel(), minlength=candidates.size * resamples).reshape(-1, resamples)
    copies = np.zeros((groups.members.size, resamples), dtype=np.int64)
    copies[candidates] = counts
    return copies


def _spread(groups: Groups, copies: Int64) -> dict[str, Floats]:
    """Concentration of leadership received in every resample, (g, resamples) each."""
    answered = groups.answered[groups.group_of_member][:, None]
    shares = ratio(_received(groups, copies), answered - copies, empty=0.0)
    found = concentration(groups, shares)._asdict()
    named = groups.out_degree[groups.members][:, None]
    most = groups.maxima(np.where(copies > 0, named, 0))
    spare = groups.answered[:, None] * most - groups.sums(copies * named)
    places = ((groups.answered - 1) * (groups.size - 1))[:, None]
    return {**found, "effective_leaders": 1 / found["hhi"], "centralisation_out": ratio(spare, places)}


def _received(groups: Groups, copies: Int64) -> Floats:
    """(k, resamples) nominations received from the drawn respondents: the ties times the copies."""
    place = np.zeros(groups.ties.n_people, dtype=np.int64)
    place[groups.members] = np.arange(groups.members.size)
    order = np.argsort(place[groups.target], kind="stable")
    source, target = place[groups.source[order]], place[groups.target[order]]
    received = np.zeros(copies.shape, dtype=np.float32)
    looked_to, starts = np.unique(target, return_index=True)
    block = max(1, 4_000_000 // max(source.size, 1))
    for left in range(0, copies.shape[1] if source.size else 0, block):
        columns = slice(left, left + block)
        given = copies[:, columns].astype(np.float32)[source]
        received[looked_to, columns] = np.add.reduceat(given, starts, axis=0)
    return received.astype(np.float64)


def _ratios(groups: Groups, copies: Int64, ratios: Mapping[str, EgoRatio]) -> dict[str, Floats]:
    def summed(per_person: NDArray[np.number]) -> Floats:
        return groups.sums(copies * per_person[groups.members].astype(np.float64)[:, None])

    return {
        name: figure.plus
        + np.reshape(figure.scale, (-1, 1)) * ratio(summed(figure.above), summed(figure.below))
        for name, figure in ratios.items()
    }


def _summary(values: Floats) -> Resampled:
    """Over the resamples in which the measure applies."""
    known = ~np.isnan(values)
    enough = known.sum(axis=1) >= values.shape[1] / 2
    filled = np.where(known, values, 0.0)
    mean = ratio(filled.sum(axis=1), known.sum(axis=1))
    centred = np.where(known, values - mean[:, None], 0.0)
    sd = np.sqrt(ratio((centred**2).sum(axis=1), known.sum(axis=1) - 1))
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(np.where(known, values, mean[:, None]), [tail, 1 - tail], axis=1)
    return Resampled(*(nan_unless(enough, column) for column in (mean, sd, low, high)))


def _bounds(figure: Floats, found: Resampled, quantiles: bool) -> Floats:
    if quantiles:
        low, high = figure + found.low - found.mean, figure + found.high - found.mean
    else:
        low, high = figure - 1.96 * found.sd, figure + 1.96 * found.sd
    return np.stack([np.minimum(low, figure), np.maximum(high, figure)], axis=1)


def _clipped(name: str, groups: Groups, bounds: Floats) -> Floats:
    low, high = RANGES.get(name, (0.0, 1.0))
    if name == "bus_factor":
        bounds = np.stack([np.floor(bounds[:, 0]), np.ceil(bounds[:, 1])], axis=1)
    if name in COUNTS_PEOPLE:
        return np.clip(bounds, low, np.maximum(groups.size[:, None], low))
    return np.clip(bounds, low, high)
