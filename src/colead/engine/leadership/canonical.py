"""The same question in one order: by name, so that the order of rows decides nothing."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np

from colead.engine.leadership.problem import AllocationProblem, Ids, Ints
from colead.engine.leadership.validity import SHAPES


def by_name(problem: AllocationProblem) -> AllocationProblem:
    """The problem with tasks, people and competencies in the order of their names."""
    order = {
        "T": _order(problem.task_ids),
        "P": _order(problem.person_ids),
        "K": _order(problem.competency_ids),
    }
    place = np.argsort(order["P"])
    moved = {
        field.name: np.asarray(getattr(problem, field.name))[
            np.ix_(*(order[letter] for letter in SHAPES[field.name]))
        ]
        for field in fields(problem)
        if field.name in SHAPES
    }
    pairs = {tuple(sorted((int(place[one]), int(place[other])))) for one, other in problem.exclusion_pairs}
    exclusion_pairs = tuple((one, other) for one, other in sorted(pairs))
    return replace(problem, **moved, exclusion_pairs=exclusion_pairs)


def _order(ids: Ids) -> Ints:
    order: Ints = np.argsort(np.array([str(name) for name in ids], dtype=str), kind="stable")
    return order
