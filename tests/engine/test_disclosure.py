"""What may be shown: by hand at the thresholds, and that rounding hides what it should."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colead.engine import disclosure
from colead.engine.disclosure import Band, Shown


@pytest.mark.parametrize(
    ("people", "answered", "shown"),
    [
        (4, 4, Shown.NOTHING),
        (5, 4, Shown.NOTHING),
        (5, 5, Shown.NOTHING),
        (6, 5, Shown.SOME),
        (9, 9, Shown.SOME),
        (10, 5, Shown.NOTHING),
        (10, 6, Shown.EVERYTHING),
        (100, 59, Shown.NOTHING),
        (100, 60, Shown.EVERYTHING),
    ],
)
def test_how_much_of_a_unit_is_shown(people: int, answered: int, shown: Shown) -> None:
    assert disclosure.shown(people, answered) == shown


@pytest.mark.parametrize(
    ("people", "shown"),
    [(0, Shown.NOTHING), (4, Shown.NOTHING), (5, Shown.SOME), (9, Shown.SOME), (10, Shown.EVERYTHING)],
)
def test_how_much_is_shown_of_what_is_known_of_all(people: int, shown: Shown) -> None:
    assert disclosure.shown(people) == shown


def test_strengths_are_counted_together_in_a_crowd_of_ten() -> None:
    assert disclosure.is_crowd(np.array([9, 10])).tolist() == [False, True]


def test_sentences_name_the_numbers_that_the_rules_use() -> None:
    words = disclosure.IN_WORDS
    least, most = words["smallest_group"], words["below_all_figures"]
    assert [disclosure.shown(n) for n in (least - 1, least, most, most + 1)] == [0, 1, 1, 2]
    assert [disclosure.rounded(n) for n in (words["rounds_to_none"], words["rounds_to_none"] + 1)] == [0, 5]
    starts = np.array([words["second_band"], words["third_band"], words["fourth_band"]])
    assert disclosure.bands(starts, np.full(3, 2)).tolist() == [1, 2, 3]
    assert disclosure.bands(starts - 1, np.full(3, 2)).tolist() == [0, 1, 2]
    assert [words["below_third_band"], words["below_fourth_band"]] == (starts[1:] - 1).tolist()
    assert (words["enough_percent"], words["plenty_percent"]) == (60, 80)


def test_bands_need_five_nominators_from_two_groups() -> None:
    nominators = np.array([0, 4, 5, 5, 9, 10, 19, 20, 60])
    groups = np.array([0, 2, 1, 2, 3, 2, 2, 2, 1])
    few, five, ten, twenty = Band
    assert disclosure.bands(nominators, groups).tolist() == [few, few, few, five, five, ten, ten, twenty, few]


@pytest.mark.parametrize(
    ("bands", "may"),
    [([0, 1, 2, 0], False), ([0, 1, 2, 0, 0], True), ([2, 2, 2, 2, 2], False), ([0] * 5, True), ([], False)],
)
def test_sizes_show_among_five_who_are_not_all_alike(bands: list[int], may: bool) -> None:
    assert disclosure.sizes_may_show(bands) is may


@given(st.floats(0, 1), st.integers(1, 10_000))
def test_a_rounded_share_counts_in_fives_and_stays_near(share: float, of: int) -> None:
    shown = disclosure.rounded_share(share, of, of)
    assert shown == 1 or round(shown * of, 6) % 5 in (0, 5)
    assert abs(shown - share) * of <= 5 / 2 + 1e-6
    assert disclosure.rounded_reach(share, of, of) >= share - 1e-9
