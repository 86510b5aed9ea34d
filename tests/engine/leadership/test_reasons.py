"""What keeps a place open, in questions so small that anybody sees the answer."""

from __future__ import annotations

from typing import Any

import numpy as np

from colead.engine.leadership.problem import AllocationProblem, Rules
from colead.engine.leadership.proposal import propose


def question(levels: list[int], *, tasks: int = 1, **others: Any) -> AllocationProblem:
    """People of these levels of one competency, of which each task cannot do without level 3."""
    people = len(levels)
    values: dict[str, Any] = {
        "task_ids": np.array([f"t{number}" for number in range(tasks)]),
        "person_ids": np.array([f"p{number}" for number in range(people)]),
        "competency_ids": np.array(["chairing"]),
        "level": np.array(levels, float)[:, None],
        "wish": np.full((people, 1), np.nan),
        "needed": np.full((tasks, 1), 3.0),
        "weight": np.ones((tasks, 1)),
        "critical": np.ones((tasks, 1), bool),
        "hours": np.ones(tasks),
        "seats": np.ones(tasks, int),
        "capacity": np.full(people, 10.0),
        "most_tasks": np.full(people, 5),
        "formal_leader": np.zeros(people, bool),
        "deputies": np.zeros(tasks, int),
        "must_fill": np.zeros(tasks, bool),
        "allowed": np.ones((tasks, people), bool),
        "locked": np.zeros((tasks, people), bool),
        "current": np.zeros((tasks, people), bool),
    }
    return AllocationProblem(**values | others)


def open_because(problem: AllocationProblem, rules: Rules | None = None) -> list[tuple[str, str]]:
    """Kind and reason of every place that stays open."""
    found = propose(problem, rules or Rules())
    return [(seat.kind, seat.open_because) for seat in found.seats if seat.person is None]


def test_nobody_may_hold_it() -> None:
    assert open_because(question([1, 0])) == [("holder", "nobody_fits")]


def test_whoever_fits_has_no_hours_left() -> None:
    assert open_because(question([4], tasks=2, capacity=np.array([1.0]))) == [("holder", "no_hours")]


def test_whoever_fits_has_tasks_enough() -> None:
    assert open_because(question([4], tasks=2, most_tasks=np.array([1]))) == [("holder", "no_hours")]


def test_formal_leaders_hold_their_share_already() -> None:
    problem = question([4, 1], formal_leader=np.array([True, False]))
    assert open_because(problem, Rules(formal_share=0.0)) == [("holder", "formal_share")]
    assert open_because(problem) == []


def test_whoever_would_learn_has_no_mentor() -> None:
    assert open_because(question([2]), Rules(stretch=True)) == [("holder", "no_mentor")]
    assert open_because(question([2, 4], seats=np.array([2])), Rules(stretch=True)) == []


def test_a_holder_is_no_deputy_of_their_own() -> None:
    assert open_because(question([4, 0], deputies=np.array([1]))) == [("deputy", "nobody_fits")]


def test_whoever_could_stand_in_has_no_hours_left() -> None:
    problem = question([4, 4], deputies=np.array([1]), capacity=np.array([1.0, 0.2]))
    assert open_because(problem) == [("deputy", "no_hours")]
