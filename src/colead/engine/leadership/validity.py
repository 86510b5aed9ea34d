"""Whether an allocation can be asked at all: shapes, ranges and ids; and its one order, by name."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np

from colead.engine.errors import EngineError
from colead.engine.errors import gettext_noop as _
from colead.engine.leadership.problem import AllocationProblem, Ids, Ints, Rules
from colead.engine.levels import MAX_LEVEL, MIN_LEVEL


class ProblemError(EngineError):
    """What is asked of an allocation makes no sense. `field` names the part of AllocationProblem or Rules."""


SHAPES = {
    "task_ids": "T",
    "person_ids": "P",
    "competency_ids": "K",
    "level": "PK",
    "wish": "PK",
    "needed": "TK",
    "weight": "TK",
    "critical": "TK",
    "hours": "T",
    "seats": "T",
    "capacity": "P",
    "most_tasks": "P",
    "formal_leader": "P",
    "deputies": "T",
    "must_fill": "T",
    "allowed": "TP",
    "locked": "TP",
    "current": "TP",
}
RANGES = {
    "level": (MIN_LEVEL, MAX_LEVEL, True),
    "wish": (-1.0, 2.0, True),
    "needed": (0.0, MAX_LEVEL, False),
    "weight": (0.0, np.finfo(float).max, False),
    "hours": (0.0, np.finfo(float).max, False),
    "seats": (1.0, np.inf, False),
    "capacity": (0.0, np.inf, False),
    "most_tasks": (0.0, np.inf, False),
    "deputies": (0.0, np.inf, False),
}
"""Field -> least, most, and whether NaN (nothing said) is allowed."""


def check(problem: AllocationProblem, rules: Rules) -> None:
    """Raise ProblemError about the first value that is wrong: which, what is allowed, what to do.

    Cost O(T P + T K + P K).
    """
    _check_shapes(problem)
    for field in ("task_ids", "person_ids", "competency_ids"):
        _check_unique(problem, field)
    for field, (least, most, gaps) in RANGES.items():
        _check_range(problem, field, least, most, gaps)
    _check_exclusion_pairs(problem)
    _check_rules(rules)


def _check_shapes(problem: AllocationProblem) -> None:
    sizes = {
        "T": len(problem.task_ids),
        "P": len(problem.person_ids),
        "K": len(problem.competency_ids),
    }
    for field, letters in SHAPES.items():
        expected, found = tuple(sizes[letter] for letter in letters), np.shape(getattr(problem, field))
        if found != expected:
            raise ProblemError(
                _("'{field}' has the shape {found}."),
                code="wrong_shape",
                hint=_("Give {expected}: {tasks} tasks, {people} people, {competencies} competencies."),
                field=field,
                found=found,
                expected=expected,
                tasks=sizes["T"],
                people=sizes["P"],
                competencies=sizes["K"],
            )


def _check_unique(problem: AllocationProblem, field: str) -> None:
    names = [str(name) for name in getattr(problem, field)]
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ProblemError(
                _("'{name}' is listed twice in '{field}'."),
                code="duplicate_id",
                hint=_("Give every task, person and competency an id of its own."),
                field=field,
                name=name,
            )
        seen.add(name)


def _check_range(problem: AllocationProblem, field: str, least: float, most: float, gaps: bool) -> None:
    values = np.asarray(getattr(problem, field), float)
    wrong = ~((values >= least) & (values <= most))
    if gaps:
        wrong &= ~np.isnan(values)
    if wrong.any():
        row = tuple(int(place) for place in np.argwhere(wrong)[0])
        raise ProblemError(
            _("'{field}' is {value} at {where}."),
            code="out_of_range",
            hint=_("Write a number from {least} to {most}."),
            field=field,
            value=float(values[row]),
            where=_where(problem, field, row),
            least=least,
            most=most,
        )


def _where(problem: AllocationProblem, field: str, row: tuple[int, ...]) -> str:
    ids = {"T": problem.task_ids, "P": problem.person_ids, "K": problem.competency_ids}
    return ", ".join(str(ids[letter][place]) for letter, place in zip(SHAPES[field], row, strict=True))


def _check_exclusion_pairs(problem: AllocationProblem) -> None:
    people = len(problem.person_ids)
    for one, other in problem.exclusion_pairs:
        if not (0 <= one < people and 0 <= other < people and one != other):
            raise ProblemError(
                _("The pair ({one}, {other}) does not name two people."),
                code="wrong_pair",
                hint=_("Give two different places from 0 to {last} in the list of people."),
                field="exclusion_pairs",
                one=one,
                other=other,
                last=people - 1,
            )


def _check_rules(rules: Rules) -> None:
    limits = {
        "wish_weight": (0.0, np.finfo(float).max),
        "formal_share": (0.0, 1.0),
        "continuity": (0.0, np.finfo(float).max),
        "runners_up": (0, np.inf),
        "candidates": (1, np.inf),
        "seconds": (0.0, np.inf),
    }
    for field, (least, most) in limits.items():
        value = getattr(rules, field)
        if value is not None and not least <= value <= most:
            raise ProblemError(
                _("The rule '{field}' is {value}."),
                code="wrong_rule",
                hint=_("Write a number from {least} to {most}."),
                field=field,
                value=value,
                least=least,
                most=most,
            )


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
