"""What `allocate` finds is the best there is: beside all sets of pairs, and a program over all pairs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from colead_large_allocation.allocation import Allocation, allocate
from engine.leadership.examples import seeds
from instances_allocation import random_instance
from oracle_allocation import Instance, exhaustive, unpruned_program

KINDS = ("tasks", "hours", "hours of pairs")


def solved(instance: Instance, **options: object) -> Allocation:
    """Allocated, with no gap left open, and every rule kept."""
    found = allocate(**instance.arguments, gap=0.0, **options)
    assert instance.broken(found.pairs) == []
    assert found.objective == pytest.approx(instance.worth(found.pairs), abs=1e-9)
    assert found.filled == len(found.pairs)
    return found


def rank(instance: Instance, found: Allocation) -> tuple[float, ...]:
    return (found.filled, found.objective) if instance.first else (found.objective,)


def require_best(instance: Instance, found: Allocation, filled: int, objective: float) -> None:
    near = 1e-6 * max(1.0, abs(objective))
    assert found.objective == pytest.approx(objective, abs=near)
    assert found.bound >= objective - near
    assert found.proof == "optimal"
    if instance.first:
        assert found.filled == found.filled_bound == filled


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", seeds(8, 40))
def test_no_set_of_pairs_is_better(seed: int, kind: str) -> None:
    instance = random_instance(seed, kind, tasks=3, people=4)
    require_best(instance, solved(instance), *exhaustive(instance))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", seeds(20, 300))
def test_the_optimum_is_that_of_the_program_over_all_pairs(seed: int, kind: str) -> None:
    instance = random_instance(seed, kind)
    require_best(instance, solved(instance), *unpruned_program(instance))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", seeds(10, 100))
def test_more_capacity_never_lowers_the_optimum(seed: int, kind: str) -> None:
    instance = random_instance(seed, kind)
    more = np.random.default_rng(seed).integers(0, 3, instance.fit.shape[1])
    richer = replace(instance, capacity=instance.room + more)
    before, after = rank(instance, solved(instance)), rank(richer, solved(richer))
    assert after[0] >= before[0] - 1e-9
    assert after[0] > before[0] or after[-1] >= before[-1] - 1e-9


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", seeds(10, 100))
def test_the_order_of_tasks_and_people_decides_nothing_but_between_equals(seed: int, kind: str) -> None:
    instance = random_instance(seed, kind).with_options(locked=np.empty((0, 2), np.int64))
    random = np.random.default_rng(seed)
    task, person = random.permutation(len(instance.fit)), random.permutation(instance.fit.shape[1])
    turned = reordered(instance, task, person)
    before, after = solved(instance), solved(turned)
    assert rank(turned, after) == pytest.approx(rank(instance, before))
    back = np.column_stack([task[after.pairs[:, 0]], person[after.pairs[:, 1]]])
    assert instance.worth(back) == pytest.approx(before.objective)


def reordered(instance: Instance, task: np.ndarray, person: np.ndarray) -> Instance:
    """The same question with tasks and people in another order."""
    options = dict(instance.options)
    if "most_tasks" in options:
        options["most_tasks"] = options["most_tasks"][person]
    if np.ndim(options.get("load_cost")) == 2:
        options["load_cost"] = options["load_cost"][person]
    hours = instance.hours
    if hours is not None:
        hours = hours[task] if hours.ndim == 1 else hours[np.ix_(task, person)]
    return Instance(
        instance.fit[np.ix_(task, person)],
        hours,
        None if instance.capacity is None else instance.capacity[person],
        None if instance.seats is None else instance.seats[task],
        options,
    )


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_pairs(kind: str) -> None:
    instance = random_instance(5, kind)
    first, again = (solved(instance, seed=7).to_dict() for _ in range(2))
    assert first == again


def test_the_seed_decides_among_equals_and_nothing_else() -> None:
    equal = Instance(np.ones((2, 9)))
    found = [solved(equal, seed=seed) for seed in range(12)]
    assert {one.objective for one in found} == {2.0}
    assert len({one.pairs.tobytes() for one in found}) > 1


def test_nobody_holds_two_seats_of_one_task() -> None:
    found = solved(Instance(np.array([[9.0, 1.0]]), seats=np.array([2]), capacity=np.array([2.0, 2.0])))
    assert found.pairs.tolist() == [[0, 0], [0, 1]]


def test_a_misfit_is_left_out_unless_seats_come_first() -> None:
    instance = Instance(np.array([[-1.0]]))
    assert solved(instance).unfilled.tolist() == [0]
    assert solved(instance.with_options(coverage="first")).pairs.tolist() == [[0, 0]]


def test_rising_costs_spread_the_tasks() -> None:
    instance = Instance(np.array([[3.0, 2.5], [3.0, 2.5]]))
    assert {person for _, person in solved(instance).pairs.tolist()} == {0}
    spread = solved(instance.with_options(load_cost=np.array([0.0, 1.0])))
    assert {person for _, person in spread.pairs.tolist()} == {0, 1}


def test_what_is_proven_is_told() -> None:
    told = solved(Instance(np.eye(3))).statement()
    assert told == "Proven over all pairs: no allocation fits better."
