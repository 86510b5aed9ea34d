"""Pairs of a leadership task and a person: who may hold it, who shall, and who does today."""

import numpy as np
from numpy.typing import NDArray

from colead.engine.leadership.problem import Bools
from colead.files.allocation_files import AllocationRows
from colead.files.held_tasks import HeldTasks
from colead.files.leadership_tasks import NO_UNIT, LeadershipTasks
from colead.files.participants import Participants
from colead.files.turns import Limit, due_for_change


def pairs_of(rows: AllocationRows) -> tuple[Bools, Bools, Bools]:
    """(T, P) who may hold a task, who shall, and who does. A lock is stronger than unit and turn."""
    allowed = _within_unit(rows.people, rows.tasks)
    locked, current = np.zeros((2, *allowed.shape), np.bool_)
    if rows.held is not None:
        _rule_out_long_turns(allowed, rows, rows.held)
        current[tuple(rows.held.current.T)] = True
        locked[tuple(rows.held.kept_in.T)] = True
        allowed[locked] = True
        allowed[tuple(rows.held.kept_out.T)] = False
    return allowed, locked, current


def _rule_out_long_turns(allowed: Bools, rows: AllocationRows, held: HeldTasks) -> None:
    limits = {
        task: Limit(int(months), int(terms))
        for task, (months, terms) in enumerate(
            zip(rows.tasks.term_months, rows.tasks.most_terms, strict=True)
        )
        if terms
    }
    for task, person in due_for_change(held.turns, limits, rows.as_of):
        allowed[task, person] = False


def _within_unit(people: Participants, tasks: LeadershipTasks) -> Bools:
    """(T, P) whether the person works in the task's unit or below it; everybody where it names none."""
    allowed = np.ones((len(tasks.keys), len(people.keys)), np.bool_)
    for unit in np.unique(tasks.unit[tasks.unit != NO_UNIT]):
        within = _below(int(unit), people.unit_parent)
        allowed[tasks.unit == unit] = within[people.unit] & (people.unit >= 0)
    return allowed


def _below(unit: int, parent: NDArray[np.int32]) -> Bools:
    """(n_units,) the unit and every unit below it."""
    within: Bools = np.arange(len(parent)) == unit
    for _ in parent:
        grown: Bools = within | ((parent >= 0) & within[parent])
        if (grown == within).all():
            break
        within = grown
    return within
