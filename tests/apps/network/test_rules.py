import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colead.apps.network.bridge import rules
from colead.apps.network.bridge.rules import Band, Stage


@pytest.mark.parametrize(
    ("people", "answered", "stage"),
    [
        (4, 4, Stage.NOTHING),
        (5, 4, Stage.NOTHING),
        (5, 5, Stage.SOME),
        (9, 9, Stage.SOME),
        (10, 5, Stage.NOTHING),
        (10, 6, Stage.EVERYTHING),
        (100, 59, Stage.NOTHING),
        (100, 60, Stage.EVERYTHING),
    ],
)
def test_how_much_of_a_unit_is_shown(people: int, answered: int, stage: Stage) -> None:
    assert rules.stage(people, answered) == stage


def test_bands_need_five_nominators_from_two_groups() -> None:
    nominators = np.array([0, 4, 5, 5, 9, 10, 19, 20, 60])
    groups = np.array([0, 2, 1, 2, 3, 2, 2, 2, 1])
    few, five, ten, twenty = Band
    assert rules.bands(nominators, groups).tolist() == [few, few, few, five, five, ten, ten, twenty, few]


@pytest.mark.parametrize(
    ("bands", "may"),
    [([0, 1, 2, 0], False), ([0, 1, 2, 0, 0], True), ([2, 2, 2, 2, 2], False), ([0] * 5, True), ([], False)],
)
def test_sizes_show_among_five_who_are_not_all_alike(bands: list[int], may: bool) -> None:
    assert rules.sizes_may_show(bands) is may


@given(st.floats(0, 1), st.integers(1, 10_000))
def test_share_in_fives_counts_in_fives_and_stays_near(share: float, of: int) -> None:
    shown = rules.share_in_fives(share, of)
    assert shown == 1 or round(shown * of, 6) % rules.FIVES in (0, rules.FIVES)
    assert abs(shown - share) * of <= rules.FIVES / 2 + 1e-6
    assert rules.reach_in_fives(share, of) >= share - 1e-9
