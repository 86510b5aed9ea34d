"""Random questions of an allocation, small enough to be checked in another way."""

from __future__ import annotations

import numpy as np

from colead.engine.leadership.problem import AllocationProblem, Rules


def random_problem(seed: int, tasks: int | None = None, people: int | None = None) -> AllocationProblem:
    """Up to 12 tasks and 30 people with every kind of constraint; many equal fits, many tight limits."""
    random = np.random.default_rng(seed)
    T = tasks or int(random.integers(1, 13))
    P = people or int(random.integers(1, 31))
    K = int(random.integers(1, 6))
    needed = random.integers(1, 5, (T, K)) * (random.random((T, K)) < 0.6)
    level = random.integers(0, 5, (P, K)).astype(float)
    level[random.random((P, K)) < 0.1] = np.nan
    wish = random.integers(-1, 3, (P, K)).astype(float)
    wish[random.random((P, K)) < 0.3] = np.nan
    pairs = random.integers(0, P, (int(random.integers(0, 4)), 2)).tolist()
    return AllocationProblem(
        task_ids=np.array([f"t{place:04}" for place in range(T)]),
        person_ids=np.array([f"p{place:05}" for place in range(P)]),
        competency_ids=np.array([f"c{place}" for place in range(K)]),
        level=level,
        wish=wish,
        needed=needed.astype(float),
        weight=random.integers(0, 4, (T, K)).astype(float),
        critical=(random.random((T, K)) < 0.4),
        hours=random.integers(1, 9, T) / 2,
        seats=random.integers(1, 4, T),
        capacity=random.integers(1, 13, P) / 2,
        most_tasks=random.integers(1, 4, P),
        formal_leader=random.random(P) < 0.3,
        deputies=random.integers(0, 2, T),
        must_fill=random.random(T) < random.choice([0.0, 0.2]),
        allowed=random.random((T, P)) < 0.9,
        locked=random.random((T, P)) < random.choice([0.0, 0.02]),
        current=random.random((T, P)) < 0.1,
        exclusion_pairs=tuple((one, other) for one, other in pairs if one != other),
    )


def random_rules(seed: int) -> Rules:
    random = np.random.default_rng([seed, 1])
    return Rules(
        wish_weight=float(random.choice([0.0, 0.1, 0.3])),
        stretch=bool(random.random() < 0.5),
        formal_share=None if random.random() < 0.4 else float(random.choice([0.0, 0.2, 0.5])),
        fairness=bool(random.random() < 0.7),
        continuity=float(random.choice([0.0, 0.05])),
        seed=int(random.integers(0, 100)),
    )
