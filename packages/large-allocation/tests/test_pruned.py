"""Looking at few candidates loses nothing; with hours it says how much it may lose at most."""

from __future__ import annotations

import numpy as np
import pytest

from colead_large_allocation import by_hours, by_tasks
from colead_large_allocation.allocation import allocate
from colead_large_allocation.blockwise import BlockwiseFit
from engine.leadership.examples import seeds
from instances_allocation import popular, random_instance
from oracle_allocation import Instance, unpruned_flow, unpruned_program


@pytest.mark.parametrize("seed", seeds(4, 50))
def test_pruned_equals_unpruned_of_200_tasks_and_2000_people(seed: int) -> None:
    instance = popular(seed)
    found = allocate(**instance.arguments, candidates=5)
    filled, objective = unpruned_flow(instance, digits=3)
    assert instance.broken(found.pairs) == []
    assert found.proof == "optimal"
    assert found.objective == pytest.approx(objective, abs=1e-6)
    if instance.first:
        assert found.filled == found.filled_bound == filled


def test_without_its_certificate_pruning_would_lose_much(monkeypatch: pytest.MonkeyPatch) -> None:
    instance = popular(3)
    best = allocate(**instance.arguments, candidates=5)
    assert best.rounds > 1
    stopped = allocate(**instance.arguments, candidates=5, seconds=0.0)
    assert stopped.objective < 0.99 * best.objective
    assert stopped.bound >= best.objective
    assert stopped.proof != "optimal"


@pytest.mark.parametrize("seed", seeds(60, 300))
def test_few_candidates_of_a_small_question_lose_nothing(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_tasks, "ALL_PAIRS", 0)
    instance = random_instance(seed, "tasks")
    found = allocate(**instance.arguments, candidates=1)
    filled, objective = unpruned_program(instance)
    assert instance.broken(found.pairs) == []
    assert found.objective == pytest.approx(objective, abs=1e-6 * max(1.0, abs(objective)))
    assert not instance.first or found.filled == filled


@pytest.mark.parametrize("kind", ["hours", "hours of pairs"])
@pytest.mark.parametrize("seed", seeds(25, 300))
def test_the_search_at_scale_claims_no_more_than_is_so(
    seed: int, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_hours, "ALL_PAIRS", 0)
    instance = random_instance(seed, kind)
    found = allocate(**instance.arguments, candidates=3, seconds=5.0)
    filled, objective = unpruned_program(instance)
    near = 1e-6 * max(1.0, abs(objective))
    assert instance.broken(found.pairs) == []
    assert found.filled_bound >= (filled if instance.first else found.filled)
    if not instance.first or found.filled == filled:
        assert found.objective <= objective + near
        assert found.bound >= objective - near


@pytest.mark.parametrize("seed", seeds(5, 50))
@pytest.mark.parametrize("with_hours", [False, True], ids=["tasks", "hours"])
def test_fits_that_are_worked_out_blockwise_are_those_of_a_matrix(seed: int, with_hours: bool) -> None:
    fits, random = blockwise(seed), np.random.default_rng(seed)
    tasks, people = fits.shape
    every = np.indices(fits.shape).reshape(2, -1)
    matrix = Instance(
        fits.fit(*every).reshape(fits.shape),
        random.integers(1, 9, tasks) / 2 if with_hours else None,
        random.integers(0, 12, people) / 2 if with_hours else random.integers(0, 3, people).astype(float),
        random.integers(1, 3, tasks),
        {"coverage": "first"},
    )
    by_block = allocate(**matrix.arguments | {"fit": fits}, gap=0.0)
    by_matrix = allocate(**matrix.arguments, gap=0.0)
    assert matrix.broken(by_block.pairs) == []
    assert by_block.filled == by_matrix.filled
    assert by_block.objective == pytest.approx(by_matrix.objective, abs=1e-6)


def test_a_blockwise_fit_is_how_well_needs_are_met_and_liked() -> None:
    fits = BlockwiseFit(
        level=np.array([[4, 1], [2, 255]], np.uint8),
        needed=np.array([[4, 2]]),
        weight=np.array([[3.0, 1.0]]),
        wish=np.array([[2, 0], [0, -1]]),
        wish_weight=0.1,
    )
    found = fits.fit(np.array([0, 0]), np.array([0, 1]))
    assert found == pytest.approx([0.75 * 1 + 0.25 * 0.5 + 0.1 * 0.75 * 2, 0.75 * 0.5 - 0.1 * 0.25], abs=1e-3)


def blockwise(seed: int) -> BlockwiseFit:
    random = np.random.default_rng([seed, 5])
    tasks, people, competencies = (int(random.integers(1, most)) for most in (9, 25, 6))
    return BlockwiseFit(
        level=random.choice(np.array([0, 1, 2, 3, 4, 255], np.uint8), (people, competencies)),
        needed=random.integers(0, 5, (tasks, competencies)),
        weight=random.integers(0, 4, (tasks, competencies)).astype(float),
        critical=random.random((tasks, competencies)) < 0.2,
        wish=random.integers(-1, 3, (people, competencies)),
        wish_weight=0.125,
    )


def test_a_bound_holds_where_first_tasks_are_paid_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_hours, "ALL_PAIRS", 0)
    instance = random_instance(107, "hours of pairs")
    assert instance.load.min() < 0
    assert instance.locked.size
    found = allocate(**instance.arguments, candidates=3)
    assert found.bound >= unpruned_program(instance)[1] - 1e-6
