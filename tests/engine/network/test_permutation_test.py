"""Chance overlap: the exact moments against every permutation, the seeded draws against both."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colead.engine.network import permutation_test
from colead.engine.network.formal import lines_inside
from colead.engine.network.groups import Groups
from colead.engine.network.permutation_test import (
    Alike,
    chance_overlap,
    touching_alike,
    touching_lines,
    touching_ties,
)
from colead.engine.network.ties import Ties
from colead.engine.organisation import Organisation
from engine.network.of_everybody import formal, mixing

PEOPLE = 6


def matrix(ties: Ties) -> np.ndarray:
    filled = np.zeros((ties.n_people, ties.n_people))
    filled[ties.source, ties.target] = 1
    return filled


def overlaps(ties: Ties, pattern: np.ndarray) -> np.ndarray:
    A = matrix(ties)
    return np.array([(A * pattern[np.ix_(order, order)]).sum() for order in permutations(range(len(A)))])


@settings(max_examples=15)
@given(seed=st.integers(0, 10_000))
def test_moments_are_those_of_all_permutations(seed: int) -> None:
    rng = np.random.default_rng(seed)
    ties = Ties.build(*rng.integers(0, PEOPLE, (2, 14)), PEOPLE)
    groups, label = Groups.whole(ties), rng.integers(-1, 3, PEOPLE)
    alike = ((label[:, None] == label) & (label >= 0)).astype(float)
    np.fill_diagonal(alike, 0)
    every = overlaps(ties, alike)
    found = chance_overlap(touching_ties(groups), touching_alike(Alike(groups, label)), groups.size)
    assert (found.expected[0], found.sd[0]) == pytest.approx((every.mean(), every.std()), abs=1e-7)


@settings(max_examples=15)
@given(seed=st.integers(0, 10_000))
def test_moments_of_reporting_lines_are_those_of_all_permutations(seed: int) -> None:
    rng = np.random.default_rng(seed)
    ties = Ties.build(*rng.integers(0, PEOPLE, (2, 14)), PEOPLE)
    manager = np.array([-1, *(int(rng.integers(-1, person)) for person in range(1, PEOPLE))])
    team = Organisation.build([str(person) for person in range(PEOPLE)], manager, ["u"] * PEOPLE)
    groups, lines = Groups.whole(ties), np.zeros((PEOPLE, PEOPLE))
    lines[np.flatnonzero(manager >= 0), manager[manager >= 0]] = 1
    every = overlaps(ties, lines)
    pattern = touching_lines(groups, team.spans, lines_inside(team, groups))
    found = chance_overlap(touching_ties(groups), pattern, groups.size)
    assert (found.expected[0], found.sd[0]) == pytest.approx((every.mean(), every.std()), abs=1e-7)


def test_draws_and_moments_agree_on_p(
    works: Organisation, advice: Ties, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = mixing(works, advice, seed=2), formal(works, advice, seed=2)
    monkeypatch.setattr(permutation_test, "BUDGET", 0)
    exact = mixing(works, advice), formal(works, advice)
    assert drawn[0].method.endswith("permutations")
    assert exact[0].method.startswith("exact moments")
    assert drawn[0].unit.p == pytest.approx(exact[0].unit.p, abs=0.02)
    assert drawn[0].level.p == pytest.approx(exact[0].level.p, abs=0.02)
    assert drawn[1].qap_p == pytest.approx(exact[1].qap_p, abs=0.02)


def test_permutations_stay_inside_their_group(works: Organisation, advice: Ties) -> None:
    units, group_of = next(works.unit_groups())
    groups = Groups(advice, group_of, units.size)
    place = permutation_test.Permutations(groups, 1).place
    np.testing.assert_array_equal(np.sort(place[:50], axis=1), np.tile(np.arange(60), (50, 1)))
    assert (groups.group_of_member[place] == groups.group_of_member).all()
