"""What `allocate` refuses, in words that say which value and what is allowed; and what is merely empty."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from colead_large_allocation.allocation import AllocationError, allocate
from colead_large_allocation.blockwise import BlockwiseFit

NAN, INF = float("nan"), float("inf")
WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "fit is flat": ({"fit": [1.0, 2.0]}, "fit has the shape (2,). It must have a row for each task"),
    "fit is ragged": ({"fit": [[1.0], [1.0, 2.0]]}, "fit is not an array of numbers. Give numbers alone"),
    "fit is text": ({"fit": [["good"]]}, "fit is not an array of numbers."),
    "fit is endless": ({"fit": [[1, 2, 3], [1, 2, INF]]}, "fit[1, 2] is inf. Write a number, or NaN"),
    "hours of others": ({"hours": [1.0]}, "hours has the shape (1,). It must be (2,) / (2, 3): tasks first"),
    "hours below 0": ({"hours": [1.0, -2.0]}, "hours[1] is -2.0. Write 0 or more hours."),
    "hours unknown": ({"hours": [NAN, 1.0]}, "hours[0] is nan. Write 0 or more hours."),
    "hours of a pair": ({"hours": [[1, 1, 1], [1, INF, 1]]}, "hours[1, 1] is inf. Write 0 or more hours."),
    "capacity of others": ({"capacity": [1, 1]}, "capacity has the shape (2,). It must be (3,)"),
    "capacity below 0": ({"capacity": [1, -1, 1]}, "capacity[1] is -1.0. Write 0 or more; leave all out"),
    "capacity unknown": ({"capacity": [1, 1, NAN]}, "capacity[2] is nan."),
    "seats below 0": ({"seats": [1, -1]}, "seats[1] is -1.0. Write a whole number, 0 or more."),
    "half a seat": ({"seats": [0.5, 1]}, "seats[0] is 0.5. Write a whole number, 0 or more."),
    "seats without end": ({"seats": [INF, 1]}, "seats[0] is inf."),
    "seats of others": ({"seats": [1, 1, 1]}, "seats has the shape (3,). It must be (2,)"),
    "most tasks below 0": ({"most_tasks": [1, -1, 1]}, "most_tasks[1] is -1.0. Write 0 or more"),
    "costs fall": ({"load_cost": [2, 1]}, "load_cost[0, 1] is 1.0. A further task may not cost less"),
    "costs unknown": ({"load_cost": [0, NAN]}, "load_cost[0, 1] is nan. Write a number."),
    "costs of others": (
        {"load_cost": [[0], [0]]},
        "load_cost has the shape (2, 1). It must be (1,) / (3, 1)",
    ),
    "locked outside": ({"locked": [[0, 3]]}, "locked[0, 1] is 3.0. Write pairs of a task's row"),
    "locked by others": ({"locked": np.ones((2, 2), bool)}, "locked has the shape (2, 2). It must be (2, 3)"),
    "locked twice in a seat": (
        {"locked": [[0, 0], [0, 1]]},
        "Task 0 has 1 seats, and 2 people are locked to it. Unlock one of them, or allow more.",
    ),
    "locked to too many": (
        {"locked": [[0, 0], [1, 0]], "capacity": [1, 1, 1]},
        "Person 0 may take 1 tasks, and is locked to 2.",
    ),
    "locked for too long": (
        {"locked": [[0, 0]], "hours": [5, 1], "capacity": [4, 4, 4]},
        "Person 0 has 4 hours, and is locked to tasks of 5.",
    ),
    "locked misfit": (
        {"fit": [[NAN, 1, 1], [1, 1, 1]], "locked": [[0, 0]]},
        "The locked pair of task 0 and person 0 has no fit. Give it a number in fit, or unlock it.",
    ),
    "coverage unheard of": ({"coverage": "all"}, "coverage is 'all'. Write \"first\" to fill as many"),
    "no candidates": ({"candidates": 0}, "candidates is 0. Write 1 or more."),
    "gap below 0": ({"gap": -0.1}, "gap is -0.1. Write 0 or more."),
    "gap unknown": ({"gap": NAN}, "gap is nan. Write 0 or more."),
    "seconds below 0": ({"seconds": -1}, "seconds is -1. Write 0 or more."),
}


@pytest.mark.parametrize(("wrong", "told"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_value_is_named_with_what_is_allowed(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(AllocationError) as refused:
        allocate(**{"fit": np.ones((2, 3))} | wrong)
    assert str(refused.value).startswith(told)


RIGHT: dict[str, Any] = {
    "level": np.ones((3, 2), np.uint8),
    "needed": np.ones((2, 2)),
    "weight": np.ones((2, 2)),
}
WRONG_LEVELS: dict[str, tuple[dict[str, Any], str]] = {
    "one level": ({"level": np.ones(3, np.uint8)}, "level has the shape (3,). It must have a row for each"),
    "levels in parts": ({"level": np.ones((3, 2))}, "level is of the type float64. Write whole numbers"),
    "other needs": ({"needed": np.ones((2, 3))}, "needed has the shape (2, 3). It must be (2, 2)"),
    "needs below 0": ({"needed": -np.ones((2, 2))}, "needed[0, 0] is -1.0. Write 0 (not asked) to 100."),
    "weight unknown": ({"weight": np.full((2, 2), NAN)}, "weight[0, 0] is nan. Write 0 or more."),
    "wishes beyond": ({"wish": np.full((3, 2), 3)}, "wish[0, 0] is 3. Write -1 (rather not) to 2"),
    "wishes above all": ({"wish_weight": 2.0}, "wish_weight[0] is 2.0. Write 0 to 0.5"),
}


@pytest.mark.parametrize(("wrong", "told"), WRONG_LEVELS.values(), ids=WRONG_LEVELS.keys())
def test_wrong_levels_and_needs_are_named(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(AllocationError) as refused:
        BlockwiseFit(**RIGHT | wrong)
    assert str(refused.value).startswith(told)


@pytest.mark.parametrize("coverage", ["first", "free"])
@pytest.mark.parametrize("hours", [False, True], ids=["tasks", "hours"])
@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (2, 0), (2, 3)])
def test_nothing_to_allocate_is_proven_to_be_nothing(
    shape: tuple[int, int], hours: bool, coverage: str
) -> None:
    taken = np.ones(shape[0]) if hours else None
    found = allocate(np.full(shape, NAN), taken, np.ones(shape[1]), coverage=coverage)  # type: ignore[arg-type]
    assert found.pairs.shape == (0, 2)
    assert (found.objective, found.bound, found.gap, found.proof) == (0.0, 0.0, 0.0, "optimal")
    assert found.unfilled.tolist() == list(range(shape[0]))


@pytest.mark.parametrize("nothing", ["seats", "capacity", "most_tasks"])
@pytest.mark.parametrize("hours", [False, True], ids=["tasks", "hours"])
def test_no_seats_or_nobody_free_leaves_nothing(nothing: str, hours: bool) -> None:
    size = 2 if nothing == "seats" else 3
    taken = {"hours": np.ones(2), "capacity": np.ones(3)} if hours else {}
    found = allocate(np.ones((2, 3)), **taken | {nothing: np.zeros(size)})
    assert (found.filled, found.objective, found.proof) == (0, 0.0, "optimal")


def test_tasks_of_no_hours_fill_up_whoever_has_none() -> None:
    found = allocate(np.ones((3, 1)), hours=np.zeros(3), capacity=[0.0])
    assert found.filled == 3
