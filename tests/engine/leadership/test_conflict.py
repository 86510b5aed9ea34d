"""Where demands contradict each other, the conflict that is named is one, and giving it up mends it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pytest

from colead.engine.leadership.conflict import MEND, find_conflict, without
from colead.engine.leadership.problem import AllocationProblem, Demand, Rules
from colead.engine.leadership.proposal import propose
from engine.leadership.examples import seeds
from engine.leadership.instances import random_problem, random_rules
from engine.leadership.oracle_proposal import Plain


def demanding(seed: int) -> tuple[AllocationProblem, Rules]:
    """A question that asks too much more often than not."""
    random = np.random.default_rng([seed, 3])
    problem = random_problem(seed)
    shape = problem.allowed.shape
    return replace(
        problem,
        must_fill=random.random(shape[0]) < 0.4,
        locked=problem.locked | (random.random(shape) < 0.02),
    ), replace(random_rules(seed), prices=False, runners_up=0)


@pytest.mark.parametrize("seed", seeds(6, 300))
def test_giving_up_the_named_conflicts_makes_it_feasible(seed: int) -> None:
    problem, rules = demanding(seed)
    named = propose(problem, rules).conflict
    assert Plain(problem, rules).feasible() == (named == ())
    assert Plain(*without(problem, rules, named)).feasible()
    assert all(demand.mend == MEND[demand.constraint] for demand in named)


@pytest.mark.parametrize("seed", seeds(6, 300))
def test_each_conflict_is_one_and_giving_up_any_one_of_its_demands_mends_it(seed: int) -> None:
    problem, rules = demanding(seed)
    for conflict in by_number(find_conflict(problem, rules)):  # each holds where those before are given up
        assert not Plain(*only(problem, rules, conflict)).feasible()
        for spared in conflict:
            rest = [demand for demand in conflict if demand is not spared]
            assert Plain(*only(problem, rules, rest)).feasible(), spared
        problem, rules = without(problem, rules, conflict)


def by_number(named: Collection[Demand]) -> list[list[Demand]]:
    numbers = sorted({demand.number for demand in named})
    assert numbers == list(range(len(numbers)))
    return [[demand for demand in named if demand.number == number] for number in numbers]


def only(
    problem: AllocationProblem, rules: Rules, kept: Collection[Demand]
) -> tuple[AllocationProblem, Rules]:
    """The question with nothing asked but these demands, and what people can do."""
    task = {name: place for place, name in enumerate(problem.task_ids.tolist())}
    person = {name: place for place, name in enumerate(problem.person_ids.tolist())}
    tasks, people = problem.allowed.shape
    capacity, most = np.full(people, np.inf), np.full(people, tasks)
    must, locked = np.zeros(tasks, bool), np.zeros((tasks, people), bool)
    allowed, exclusion_pairs, share = problem.allowed | problem.locked, [], None
    for demand in kept:
        t, p = task.get(demand.task, -1), person.get(demand.person, -1)
        match demand.constraint:
            case "hours":
                capacity[p] = problem.capacity[p]
            case "most_tasks":
                most[p] = problem.most_tasks[p]
            case "must_fill":
                must[t] = True
            case "locked":
                locked[t, p] = True
            case "locked_out":
                allowed[t, p] = False
            case "exclusion_pairs":
                exclusion_pairs.append((p, person[demand.other]))
            case "formal_share":
                share = rules.formal_share
    changed = replace(
        problem,
        capacity=capacity,
        most_tasks=most,
        must_fill=must,
        locked=locked,
        allowed=allowed,
        exclusion_pairs=tuple(exclusion_pairs),
    )
    return changed, replace(rules, formal_share=share)
