"""Which demands contradict each other where nothing satisfies them all, and what would mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from colead.engine.leadership.fit import fit_of
from colead.engine.leadership.problem import AllocationProblem, Bools, Constraint, Demand, Ints, Rules
from colead.engine.leadership.program import Program, program_of
from colead.engine.leadership.solver import Linear, maximise

MEND: dict[Constraint, str] = {
    "must_fill": "fill_fewer",
    "hours": "add_hours",
    "formal_share": "raise_share",
    "locked": "unlock",
    "locked_out": "unlock",
    "exclusion_pairs": "unlock",
    "most_tasks": "allow_more_tasks",
}
"""What would mend a conflict at each of its demands."""


@dataclass(frozen=True)
class Ask:
    """One demand as rows and columns of the program. Indices; -1 = about no task or person."""

    constraint: Constraint
    task: int
    person: int
    other: int
    rows: tuple[int, ...]
    columns: tuple[int, ...] = ()


def find_conflict(problem: AllocationProblem, rules: Rules, among: Bools | None = None) -> tuple[Demand, ...]:
    """The demands that contradict each other; empty where all can be satisfied.

    They are numbered by conflict. Each conflict is irreducible: without any one of its demands the rest of
    it can be satisfied. There are as many as it takes: without all the demands named, the others can be
    satisfied. What people can do, and how many seats a task has, are no demands: a task that must be filled
    and that nobody fits contradicts itself.

    Method: QuickXplain (Junker 2004). Cost O(k log(n / k)) feasibility programs for k of n demands.
    """
    named: list[Demand] = []
    number = 0
    while asks := _irreducible(program_of(fit_of(problem, rules), rules, among)):
        found = [_demand(problem, ask, number) for ask in asks]
        problem, rules = without(problem, rules, found)
        named += found
        number += 1
    return tuple(named)


def without(
    problem: AllocationProblem, rules: Rules, demands: Sequence[Demand]
) -> tuple[AllocationProblem, Rules]:
    """The same question with these demands given up entirely."""
    task_of = {str(name): place for place, name in enumerate(problem.task_ids)}
    person_of = {str(name): place for place, name in enumerate(problem.person_ids)}
    fields: dict[str, Any] = {
        name: getattr(problem, name).copy()
        for name in ("must_fill", "locked", "allowed", "capacity", "most_tasks")
    }
    fields["capacity"] = fields["capacity"].astype(float)
    exclusion_pairs = set(problem.exclusion_pairs)
    for demand in demands:
        task, person = task_of.get(demand.task or "", -1), person_of.get(demand.person or "", -1)
        other = person_of.get(demand.other or "", -1)
        match demand.constraint:
            case "must_fill":
                fields["must_fill"][task] = False
            case "locked":
                fields["locked"][task, person] = False
            case "locked_out":
                fields["allowed"][task, person] = True
            case "hours":
                fields["capacity"][person] = np.inf
            case "most_tasks":
                fields["most_tasks"][person] = len(problem.task_ids)
            case "exclusion_pairs":
                exclusion_pairs -= {(person, other), (other, person)}
            case "formal_share":
                rules = replace(rules, formal_share=None)
    return replace(problem, **fields, exclusion_pairs=tuple(sorted(exclusion_pairs))), rules


def _irreducible(program: Program) -> list[Ask]:
    """One irreducible conflict; empty = there is none."""
    asks = _asks(program)
    if _satisfiable(program, asks, asks):
        return []
    return _explain(program, asks, [], asks, grown=False)


def _explain(program: Program, asks: list[Ask], held: list[Ask], open_: list[Ask], grown: bool) -> list[Ask]:
    """QuickXplain: the part of `open_` that contradicts `held`; `grown` = `held` has not been checked yet."""
    if grown and not _satisfiable(program, asks, held):
        return []
    if len(open_) == 1:
        return open_
    half = len(open_) // 2
    first, second = open_[:half], open_[half:]
    of_second = _explain(program, asks, held + first, second, grown=bool(first))
    of_first = _explain(program, asks, held + of_second, first, grown=bool(of_second))
    return of_first + of_second


def _satisfiable(program: Program, asks: Sequence[Ask], kept: Sequence[Ask]) -> bool:
    """Whether the kept demands alone can be satisfied; a search that takes too long counts as yes."""
    linear, held = program.linear, set(kept)
    low, high, lower = linear.low.copy(), linear.high.copy(), linear.lower.copy()
    for ask in held.symmetric_difference(asks):
        low[list(ask.rows)], high[list(ask.rows)] = -np.inf, np.inf
        lower[list(ask.columns)] = 0.0
    seats = program.rows["seats"]
    high[seats] = program.problem.seats
    asked = Linear(linear.matrix, low, high, lower, np.ones_like(lower))
    nothing = np.zeros(lower.size)
    return maximise(asked, nothing, whole=np.ones(lower.size, bool)) is not None


def _asks(program: Program) -> list[Ask]:
    """Every demand that binds somebody, the ones that are mended most easily last."""
    return [
        *_of_people(program, "hours"),
        *_of_people(program, "most_tasks"),
        *_of_pairs(program),
        *_of_locks(program),
        *_of_formal_share(program),
        *_of_tasks(program),
    ]


def _of_people(program: Program, constraint: Constraint) -> list[Ask]:
    """People whose limit could be exceeded at all."""
    places, problem = program.places, program.problem
    of_hours = constraint == "hours"
    families = ["hours"] if of_hours else ["most_tasks", "most_deputies"]
    limit = problem.capacity if of_hours else problem.most_tasks.astype(float)
    weight = places.hours if of_hours else np.ones(places.person.size)
    asked = np.bincount(places.person, weight, len(problem.person_ids))
    return [
        Ask(constraint, -1, int(person), -1, tuple(int(program.rows[name][person]) for name in families))
        for person in np.flatnonzero(asked > limit)
    ]


def _of_pairs(program: Program) -> list[Ask]:
    tasks = len(program.problem.task_ids)
    return [
        Ask(
            "exclusion_pairs",
            -1,
            one,
            other,
            tuple(program.rows["exclusion_pairs"][place * tasks : (place + 1) * tasks].tolist()),
        )
        for place, (one, other) in enumerate(program.problem.exclusion_pairs)
    ]


def _of_locks(program: Program) -> list[Ask]:
    """Locked in; and ruled out all the same."""
    places = program.places
    locked = np.flatnonzero(places.locked)
    out = zip(program.rows["locked_out"].tolist(), program.about["locked_out"].tolist(), strict=True)
    return [
        *(Ask("locked_out", int(places.task[c]), int(places.person[c]), -1, (row,)) for row, c in out),
        *(Ask("locked", int(places.task[c]), int(places.person[c]), -1, (), (int(c),)) for c in locked),
    ]


def _of_formal_share(program: Program) -> list[Ask]:
    rows: Ints = program.rows.get("formal_share", np.empty(0, np.int64))
    return [Ask("formal_share", -1, -1, -1, (int(row),)) for row in rows]


def _of_tasks(program: Program) -> list[Ask]:
    must = np.flatnonzero(program.problem.must_fill)
    return [Ask("must_fill", int(task), -1, -1, (int(program.rows["seats"][task]),)) for task in must]


def _demand(problem: AllocationProblem, ask: Ask, number: int) -> Demand:
    def name(ids: Any, place: int) -> str | None:
        return None if place < 0 else str(ids[place])

    return Demand(
        constraint=ask.constraint,
        task=name(problem.task_ids, ask.task),
        person=name(problem.person_ids, ask.person),
        other=name(problem.person_ids, ask.other),
        mend=MEND[ask.constraint],
        number=number,
    )
