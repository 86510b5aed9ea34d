"""Pairs of a leadership task and a person: who may hold it, who shall, and who does today."""

import numpy as np
import polars as pl

from colead.engine.leadership.problem import Bools
from colead.engine.leadership.rotation import Held, Rotation, turn_ends
from colead.files.allocation_files import AllocationRows
from colead.files.held_tasks import HeldTasks
from colead.files.leadership_tasks import NO_UNIT, LeadershipTasks
from colead.files.participants import Participants


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
    terms = zip(rows.tasks.term_months.tolist(), rows.tasks.most_terms.tolist(), strict=True)
    rotations = {task: Rotation(int(months), int(most)) for task, (months, most) in enumerate(terms) if most}
    for (task, person), periods in _periods(held.turns).items():
        if task in rotations and turn_ends(periods, rows.as_of, rotations[task]) <= rows.as_of:
            allowed[task, person] = False


def _periods(turns: pl.DataFrame) -> dict[tuple[int, int], list[Held]]:
    """When each pair held the task; without a first day nobody knows how long, so that it does not count."""
    found: dict[tuple[int, int], list[Held]] = {}
    for task, person, start, end in turns.drop_nulls("from").select("task", "person", "from", "until").rows():
        found.setdefault((task, person), []).append((start, end))
    return found


def _within_unit(people: Participants, tasks: LeadershipTasks) -> Bools:
    """(T, P) whether the person works in the task's unit or below it; everybody where it names none."""
    allowed = np.ones((len(tasks.keys), len(people.keys)), np.bool_)
    for unit in np.unique(tasks.unit[tasks.unit != NO_UNIT]):
        allowed[tasks.unit == unit] = np.isin(people.unit, people.units.branch(int(unit)))
    return allowed
