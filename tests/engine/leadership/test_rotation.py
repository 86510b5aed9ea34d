"""Whose turn it is, counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from colead.engine.leadership.rotation import Held, Rotation, in_a_row_since, turn_ends

TODAY = date(2026, 9, 30)
A_YEAR_TWICE = Rotation(term_months=12, most_terms=2)


@pytest.mark.parametrize(
    ("periods", "is_over"),
    [
        ([(date(2024, 9, 30), None)], True),
        ([(date(2024, 10, 1), None)], False),
        ([(date(2023, 9, 30), date(2025, 9, 30)), (date(2026, 2, 1), None)], True),  # pause below a term
        ([(date(2022, 9, 30), date(2024, 9, 30)), (date(2026, 2, 1), None)], False),  # a longer one
        ([(date(2023, 1, 1), date(2026, 6, 30))], True),  # ended lately: still not their turn
        ([(date(2020, 1, 1), date(2022, 1, 1))], False),
        ([], False),
    ],
)
def test_two_terms_of_a_year_in_a_row(periods: list[Held], is_over: bool) -> None:
    assert (turn_ends(periods, TODAY, A_YEAR_TWICE) <= TODAY) is is_over


def test_a_pause_of_a_whole_term_begins_anew_and_a_day_less_does_not() -> None:
    earlier = (date(2024, 1, 1), date(2025, 1, 1))
    assert in_a_row_since([earlier, (date(2025, 7, 1), None)], TODAY, 6) == date(2025, 7, 1)
    assert in_a_row_since([earlier, (date(2025, 6, 30), None)], TODAY, 6) == date(2024, 1, 1)


def test_shares_held_side_by_side_count_from_the_earlier() -> None:
    periods = [(date(2025, 1, 1), None), (date(2024, 5, 1), date(2025, 12, 1)), (date(2024, 3, 1), None)]
    assert in_a_row_since(periods, TODAY, 6) == date(2024, 3, 1)


def test_a_share_that_came_and_went_does_not_hide_one_that_was_held_throughout() -> None:
    periods = [(date(2025, 1, 1), date(2025, 2, 1)), (date(2024, 3, 1), None)]
    assert in_a_row_since(periods, TODAY, 6) == date(2024, 3, 1)


def test_who_begins_may_go_on_for_all_their_terms() -> None:
    assert turn_ends([], date(2026, 8, 31), Rotation(term_months=6, most_terms=3)) == date(2028, 2, 29)
