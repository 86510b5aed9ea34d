"""Random questions for `allocate`: everything that can be asked, often tight, often with many equals."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from oracle_allocation import Instance

Floats = NDArray[np.float64]


def random_instance(seed: int, kind: str, tasks: int = 12, people: int = 30) -> Instance:
    """Up to so many tasks and people. `kind`: "tasks", "hours" (T,) or "hours of pairs" (T, P)."""
    random = np.random.default_rng([seed, len(kind)])
    T, P = int(random.integers(1, tasks + 1)), int(random.integers(1, people + 1))
    fit = random_fit(random, T, P)
    seats = random.integers(0, 4, T) if random.random() < 0.8 else None
    hours, capacity = None, None
    if kind == "tasks":
        capacity = random.integers(0, 4, P).astype(float) if random.random() < 0.8 else None
    else:
        hours = random.integers(1, 12, (T, P) if kind == "hours of pairs" else T) / 2
        capacity = random.integers(0, 16, P) / 2
    options: dict[str, Any] = {"coverage": str(random.choice(["first", "free"]))}
    if random.random() < 0.4:
        options["most_tasks"] = random.integers(0, 4, P).astype(float)
    if random.random() < 0.5:
        options["load_cost"] = random_load(random, P)
    instance = Instance(fit, hours, capacity, seats, options)
    return instance.with_options(locked=_locked(random, instance)) if random.random() < 0.3 else instance


def random_fit(random: np.random.Generator, T: int, P: int) -> Floats:
    """Whole numbers with many equals, tenths, or numbers that no step divides; some below 0, some NaN."""
    fit: Floats = {
        "whole": lambda: random.integers(-2, 6, (T, P)).astype(float),
        "tenths": lambda: random.integers(-5, 30, (T, P)) / 10,
        "any": lambda: random.normal(1, 1, (T, P)) * 10.0 ** random.integers(-3, 4),
    }[str(random.choice(["whole", "tenths", "any"]))]()
    fit[random.random((T, P)) < random.choice([0, 0.2, 0.7])] = np.nan
    return fit


def random_load(random: np.random.Generator, P: int) -> Floats:
    """Rising costs of a 1st, 2nd, ... task, for all or for each person."""
    height = (int(random.integers(1, 5)),)
    shape = height if random.random() < 0.5 else (P, *height)
    return np.cumsum(random.integers(0, 4, shape) / 4, axis=-1) - 0.25


def popular(seed: int, T: int = 200, P: int = 2000) -> Instance:
    """Everybody wants the same few people, who can take little: the best candidates do not suffice."""
    random = np.random.default_rng([seed, 77])
    sought = random.gumbel(size=P) * random.choice([0.5, 2.0, 8.0])
    fit = np.round(random.normal(0, 1, (T, P)) + sought, int(random.integers(1, 4)))
    fit[random.random((T, P)) < random.choice([0.0, 0.3, 0.9])] = np.nan
    options: dict[str, Any] = {"coverage": str(random.choice(["first", "free"]))}
    if random.random() < 0.5:
        options["load_cost"] = np.array([0.0, 0.5, 1.5, 3.0])
    capacity = random.choice([0.0, 1.0, 2.0, 4.0], P, p=[0.4, 0.4, 0.15, 0.05])
    return Instance(fit, None, capacity, random.integers(1, 6, T), options)


def _locked(random: np.random.Generator, instance: Instance) -> NDArray[np.int64]:
    """Some pairs that fit together in seats, hours and numbers of tasks."""
    pairs: list[list[int]] = []
    T, P = instance.fit.shape
    for pair in zip(random.integers(0, T, 4).tolist(), random.integers(0, P, 4).tolist(), strict=True):
        tried = np.array([*pairs, list(pair)])
        if not instance.with_options(locked=tried[:0]).broken(np.unique(tried, axis=0)):
            pairs = np.unique(tried, axis=0).tolist()
    return np.array(pairs, np.int64).reshape(-1, 2)
