import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colead.engine.leadership.spread import Hold, Wait, single_holder_tasks, task_spread, waits

held = st.lists(st.sampled_from([0.5, 1.0, 2.0, 3.0]), min_size=1, max_size=12)


def test_one_person_with_everything_is_as_unequal_as_can_be():
    found = task_spread(np.array([7.0]), 7)
    assert found.gini == pytest.approx(6 / 7)
    assert found.effective_holders == pytest.approx(1.0)


def test_one_task_each_is_equal():
    found = task_spread(np.ones(7), 7)
    assert found.gini == pytest.approx(0.0)
    assert found.effective_holders == pytest.approx(7.0)


def test_nobody_holding_anything_has_no_figures():
    found = task_spread(np.zeros(0), 5)
    assert (found.holders, found.gini, found.effective_holders) == (0, None, None)


def test_more_holders_than_people_is_a_mistake():
    with pytest.raises(ValueError, match="only 1"):
        task_spread(np.ones(2), 1)


@given(held, st.integers(0, 20))
def test_gini_is_the_mean_difference_over_twice_the_mean(numbers, others):
    everybody = np.array([*numbers, *[0.0] * others])
    differences = np.abs(everybody[:, None] - everybody[None, :]).mean()
    found = task_spread(np.array(numbers), len(everybody))
    assert found.gini == pytest.approx(differences / (2 * everybody.mean()), abs=1e-9)
    assert 1 - 1e-9 <= found.effective_holders <= found.holders + 1e-9


def test_a_seat_waits_from_opening_and_from_the_end_of_its_holder():
    holds = [Hold(110, 115, 200), Hold(190, 200, 300), Hold(330, 331, None)]
    assert waits(100, 1, holds) == [Wait(110, 10), Wait(190, 0), Wait(330, 30)]


def test_a_further_term_is_no_filling_and_frees_nobody_elses_seat():
    holds = [
        Hold(100, 100, 200),
        Hold(100, 100, 200),
        Hold(180, 200, 300, goes_on=True),
        Hold(240, 240, None),
    ]
    assert waits(90, 2, holds) == [Wait(100, 10), Wait(100, 10), Wait(240, 40)]


def test_each_of_two_seats_waits_for_itself():
    assert waits(0, 2, [Hold(5, 5, None), Hold(50, 50, None)]) == [Wait(5, 5), Wait(50, 50)]


def test_shares_beyond_the_seats_are_no_fillings():
    assert waits(0, 1, [Hold(5, 5, None), Hold(9, 9, None)]) == [Wait(5, 5)]


def test_who_goes_on_keeps_their_own_seat_and_leaves_the_one_that_waited_longer():
    holds = [
        Hold(100, 100, 200),
        Hold(110, 110, 210),
        Hold(190, 210, 300, goes_on=True),
        Hold(205, 210, None),
    ]
    assert waits(100, 2, holds) == [Wait(100, 0), Wait(110, 10), Wait(205, 5)]


def test_tasks_that_one_or_nobody_could_hold_hang_on_one():
    assert single_holder_tasks(np.array([2, 1, 0])).tolist() == [False, True, True]
