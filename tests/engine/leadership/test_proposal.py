"""Proposals are the best there are in every step of the order, whoever stands first in the list."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from colead.engine.leadership.problem import AllocationProblem, Proposal, Rules
from colead.engine.leadership.proposal import propose
from colead.engine.leadership.validity import SHAPES
from engine.leadership.examples import seeds
from engine.leadership.instances import random_problem, random_rules
from engine.leadership.oracle_proposal import Plain

ORDER = ("filled", "deputies", "least", "fit", "stretch", "stays")
NEAR = 2e-6


def bare(seed: int) -> Rules:
    """Rules without reasons and prices, which take most of the time."""
    return replace(random_rules(seed), prices=False, runners_up=0)


def rank(found: Proposal, rules: Rules) -> list[float]:
    """What was reached in the order of the steps; load only where it is one of them."""
    return [found.steps[step] for step in ORDER if step != "least" or rules.fairness]


@pytest.mark.parametrize("seed", seeds(8, 300))
def test_every_step_of_the_order_is_the_best_over_all_pairs(seed: int) -> None:
    problem, rules = random_problem(seed), bare(seed)
    found, plain = propose(problem, rules), Plain(problem, rules).steps()
    assert bool(found.conflict) == (plain is None)
    if plain is not None:
        assert found.proof == "optimal"
        assert rank(found, rules) == pytest.approx(list(plain.values()), abs=NEAR)


@pytest.mark.parametrize("seed", seeds(3, 100))
def test_a_proposal_has_one_row_for_every_place(seed: int) -> None:
    problem = random_problem(seed)
    found = propose(problem, bare(seed))
    if not found.conflict:
        assert len(found.seats) == problem.seats.sum() + problem.deputies.sum()
        assert found.filled == sum(seat.kind == "holder" and seat.person is not None for seat in found.seats)
        held = [(seat.task, seat.person) for seat in found.seats if seat.person is not None]
        assert len(held) == len(set(held)), "somebody has two places of one task"


@pytest.mark.parametrize("seed", seeds(3, 100))
def test_more_capacity_never_lowers_the_optimum(seed: int) -> None:
    problem, rules = without_demands(random_problem(seed)), bare(seed)
    random = np.random.default_rng(seed)
    more = replace(
        problem,
        capacity=problem.capacity + random.integers(0, 4, problem.capacity.size),
        most_tasks=problem.most_tasks + random.integers(0, 2, problem.most_tasks.size),
    )
    for before, after in zip(
        rank(propose(problem, rules), rules), rank(propose(more, rules), rules), strict=True
    ):
        assert after >= before - NEAR
        if after > before + NEAR:
            break


def without_demands(problem: AllocationProblem) -> AllocationProblem:
    nobody = np.zeros(problem.locked.shape, bool)
    return replace(problem, locked=nobody, must_fill=np.zeros(len(problem.must_fill), bool))


@pytest.mark.parametrize("seed", seeds(3, 100))
def test_other_names_change_nothing_but_who_wins_among_equals(seed: int) -> None:
    problem, rules = random_problem(seed), bare(seed)
    random = np.random.default_rng(seed)
    renamed = replace(
        problem,
        person_ids=np.array([f"q{name}" for name in random.permutation(len(problem.person_ids))]),
        task_ids=np.array([f"u{name}" for name in random.permutation(len(problem.task_ids))]),
    )
    before, after = propose(problem, rules), propose(renamed, rules)
    assert bool(before.conflict) == bool(after.conflict)
    if not before.conflict:
        assert rank(before, rules) == pytest.approx(rank(after, rules), abs=NEAR)


@pytest.mark.parametrize("seed", seeds(3, 100))
def test_the_order_of_rows_decides_nothing_at_all(seed: int) -> None:
    problem, rules = random_problem(seed), bare(seed)
    before, after = propose(problem, rules), propose(turned(problem, seed), rules)
    assert places(before) == places(after)
    assert (before.fit, before.bound) == (after.fit, after.bound)


def places(found: Proposal) -> set[tuple[str, str, str | None]]:
    return {(seat.task, seat.kind, seat.person) for seat in found.seats}


def turned(problem: AllocationProblem, seed: int) -> AllocationProblem:
    """Tasks, people and competencies in another order."""
    random = np.random.default_rng(seed)
    order = {
        letter: random.permutation(len(ids))
        for letter, ids in zip(
            "TPK", (problem.task_ids, problem.person_ids, problem.competency_ids), strict=True
        )
    }
    place = np.argsort(order["P"])
    return replace(
        problem,
        **{
            field: getattr(problem, field)[np.ix_(*(order[letter] for letter in letters))]
            for field, letters in SHAPES.items()
        },
        exclusion_pairs=tuple((int(place[one]), int(place[other])) for one, other in problem.exclusion_pairs),
    )


@pytest.mark.parametrize("seed", range(2))
def test_the_same_question_has_the_same_answer(seed: int) -> None:
    problem = random_problem(seed, tasks=4, people=8)
    rules = random_rules(seed)
    assert propose(problem, rules).to_dict() == propose(problem, rules).to_dict()


def test_nobody_with_hours_leaves_every_seat_open_and_is_no_conflict() -> None:
    problem = without_demands(random_problem(3))
    found = propose(replace(problem, capacity=np.zeros(len(problem.capacity))), bare(3))
    assert found.conflict == ()
    assert found.filled == 0
    assert len(found.seats) == problem.seats.sum() + problem.deputies.sum()


def alike(level: list[list[float]], **given: object) -> AllocationProblem:
    """One task that cannot do without the first competency at 2 and would like the second at 2."""
    people = len(level)
    usual: dict[str, object] = {
        "task_ids": np.array(["t"]),
        "person_ids": np.array([f"p{place}" for place in range(people)]),
        "competency_ids": np.array(["c0", "c1"]),
        "level": np.array(level),
        "wish": np.zeros((people, 2)),
        "needed": np.array([[2.0, 2.0]]),
        "weight": np.ones((1, 2)),
        "critical": np.array([[True, False]]),
        "hours": np.ones(1),
        "seats": np.array([1]),
        "capacity": np.full(people, 10.0),
        "most_tasks": np.full(people, 2),
        "formal_leader": np.zeros(people, bool),
        "deputies": np.array([0]),
        "must_fill": np.array([False]),
        "allowed": np.ones((1, people), bool),
        "locked": np.zeros((1, people), bool),
        "current": np.zeros((1, people), bool),
    }
    return AllocationProblem(**(usual | given))  # type: ignore[arg-type]


def test_among_equals_who_learns_comes_before_who_stays() -> None:
    mentor, stays, learns = [2.0, 2.0], [2.0, 1.0], [1.0, 2.0]
    problem = alike([mentor, stays, learns], seats=np.array([2]), current=np.array([[False, True, False]]))
    found = propose(problem, Rules(stretch=True, fairness=False, continuity=0.0, prices=False, runners_up=0))
    assert {seat.person for seat in found.seats} == {"p0", "p2"}
    alone = propose(problem, Rules(stretch=False, fairness=False, continuity=0.0, prices=False, runners_up=0))
    assert {seat.person for seat in alone.seats} == {"p0", "p1"}


def test_among_equals_the_seed_draws_who_holds_and_who_is_deputy() -> None:
    problem = alike([[2.0, 2.0], [2.0, 2.0]], deputies=np.array([1]))
    swapped = replace(problem, person_ids=problem.person_ids[::-1])
    holders = set()
    for seed in range(12):
        rules = Rules(fairness=False, prices=False, runners_up=0, seed=seed)
        before, after = places(propose(problem, rules)), places(propose(swapped, rules))
        assert before == after
        holders |= {person for _task, kind, person in before if kind == "holder"}
    assert holders == {"p0", "p1"}


def test_a_limit_that_keeps_a_seat_open_says_so() -> None:
    """Two tasks, one who fits, hours for one of them: with more hours one seat more would be filled."""
    both = {
        "task_ids": np.array(["t0", "t1"]),
        "needed": np.array([[2.0, 0.0], [2.0, 0.0]]),
        "weight": np.ones((2, 2)),
        "critical": np.array([[True, False], [True, False]]),
        "hours": np.ones(2),
        "seats": np.array([1, 1]),
        "deputies": np.zeros(2, np.int64),
        "must_fill": np.zeros(2, bool),
        "allowed": np.ones((2, 1), bool),
        "locked": np.zeros((2, 1), bool),
        "current": np.zeros((2, 1), bool),
    }
    found = propose(alike([[4.0, 0.0]], capacity=np.array([1.0]), **both), Rules(fairness=False))
    assert (found.filled, found.wanted) == (1, 2)
    assert {(price.constraint, price.seats) for price in found.prices if price.seats} == {("hours", 1)}


def test_a_conflict_among_all_pairs_is_proven() -> None:
    problem = alike([[0.0, 0.0]], must_fill=np.array([True]))
    found = propose(problem, Rules(fairness=False))
    assert found.conflict
    assert (found.seats, found.proof) == ((), "optimal")
