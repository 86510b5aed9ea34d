"""Intervals: they hold the figure, cover the truth, and the compiled route draws the same distribution."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from colead.engine.network import intervals_kernels
from colead.engine.network.groups import Groups
from colead.engine.network.intervals import EgoRatio, Intervals, intervals_by_group
from colead.engine.network.spread import spread_by_group
from colead.engine.network.ties import Ties
from colead.engine.organisation import Organisation
from engine.network.of_everybody import spread


def intervals(groups: Groups, seed: int = 1) -> Intervals:
    density = EgoRatio(groups.out_degree, groups.ties.respondents, 1 / (groups.size - 1))
    named = groups.n_ties / (groups.answered * (groups.size - 1))
    return intervals_by_group(
        groups, spread_by_group(groups)._asdict() | {"density": named}, {"density": density}, seed=seed
    )


def test_every_interval_holds_its_figure(works: Organisation, advice: Ties) -> None:
    units, group_of = list(works.unit_groups())[1]
    for groups in (Groups.whole(advice), Groups(advice, group_of, units.size)):
        figures = spread_by_group(groups)._asdict()
        for measure, bounds in intervals(groups).bounds.items():
            if measure in figures:
                assert (bounds[:, 0] <= figures[measure] + 1e-12).all(), measure
                assert (bounds[:, 1] >= figures[measure] - 1e-12).all(), measure


def test_bus_factor_is_bounded_by_whole_people(advice: Ties) -> None:
    bounds = intervals(Groups.whole(advice)).bounds["bus_factor"]
    assert (bounds == np.round(bounds)).all()


def test_the_same_seed_gives_the_same_intervals(advice: Ties) -> None:
    first, again, other = (intervals(Groups.whole(advice), seed).bounds["gini"] for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


def test_intervals_cover_the_truth_when_answers_are_a_sample() -> None:
    rng = np.random.default_rng(6)
    truth = np.minimum(rng.pareto(2.5, 80) * 0.08, 0.6)
    covered = {"density": 0, "centralisation_in": 0}
    true_density, true_centralisation = truth.mean(), (truth.max() - truth).sum() / 79
    for draw in range(100):
        source, target = np.nonzero(rng.random((80, 80)) < truth)
        bounds = intervals(Groups.whole(Ties.build(source, target, 80)), seed=draw).bounds
        covered["density"] += bool(bounds["density"][0, 0] <= true_density <= bounds["density"][0, 1])
        low, high = bounds["centralisation_in"][0]
        covered["centralisation_in"] += bool(low <= true_centralisation <= high)
    assert min(covered.values()) >= 85


def test_the_compiled_route_finds_the_same_spread(
    works: Organisation, advice: Ties, compiled: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    units, group_of = list(works.unit_groups())[1]
    groups = [Groups(advice, group_of, units.size), Groups.whole(advice)]
    monkeypatch.setattr("colead.engine.network.intervals.ENOUGH_FOR_QUANTILES", 10**9)
    plain = [intervals(one).bounds for one in groups]
    compiled()
    monkeypatch.setattr("colead.engine.network.intervals.FEWEST_RESAMPLES", 800)
    for large in (10**9, 0):
        monkeypatch.setattr("colead.engine.network.intervals_compiled.LARGE_GROUP", large)
        for one, expected in zip(groups, plain, strict=True):
            fresh = Groups(advice, one.group_of, one.n_groups)
            for measure, bounds in intervals(fresh).bounds.items():
                width, wanted = np.ptp(bounds, axis=1), np.ptp(expected[measure], axis=1)
                atol = 1.01 if measure == "bus_factor" else 0.0
                np.testing.assert_allclose(width, wanted, rtol=0.25, atol=atol, err_msg=measure)


def test_a_resample_in_lanes_is_what_spread_says_of_it(advice: Ties) -> None:
    """Lanes count copies of rows; the same rows written out, on equal terms, give the same concentration."""
    answering = np.flatnonzero(advice.respondents)
    copies = intervals_kernels.draw_lanes(answering, 60, 9)
    assert (copies.sum(axis=1) == answering.size).all()
    A = np.zeros((60, 60), dtype=int)
    A[advice.source, advice.target] = 1
    for most_copies in (int(copies.max()), 200):
        words = intervals_kernels.packed(copies)
        received = intervals_kernels.received_in_lanes(
            words, advice.in_indptr, advice.in_indices, most_copies
        )
        np.testing.assert_array_equal(received, copies @ A)


def test_few_resamples_are_said_to_be_standard_errors(advice: Ties, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("colead.engine.network.intervals.BUDGET", 0)
    found = intervals(Groups.whole(advice))
    assert found.method == "standard errors of 96 resamples of respondents"
    figure, bounds = spread(advice).gini, found.bounds["gini"][0]
    assert figure == pytest.approx(bounds.mean())
