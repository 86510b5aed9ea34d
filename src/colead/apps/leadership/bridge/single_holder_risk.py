"""Tasks that no more than one person could hold: counted from strengths, and never a name.

Only strengths of people who agreed are used. A task counts where a crowd of its unit, with all below it,
agreed; so the figure is about a crowd, and a unit without such a crowd has none. It is counted as
things are now, whatever day a page shows: two days side by side would tell what one person who came adds.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from colead.apps.leadership.models import NeededCompetency
from colead.apps.people.bridge import Structure
from colead.apps.people.bridge.strengths import AllocationStrengths, strengths_for_allocation
from colead.engine import disclosure
from colead.engine.leadership.problem import Bools, Ints
from colead.engine.leadership.spread import single_holder_tasks


@dataclass(frozen=True)
class SingleHolderRisk:
    """Of `counted` tasks, `tasks` could be held by one person of their unit at most."""

    counted: int
    tasks: int


def single_holder_risk(structure: Structure, tasks: dict[int, int]) -> dict[int, SingleHolderRisk]:
    """By index of the unit, -1 = the whole organisation; units of too few people are left out. Four queries.

    tasks : primary key of a task -> index of its unit.
    """
    strengths = strengths_for_allocation(structure.day)
    unit = _units(structure, strengths)
    needs = _critical(structure.day, list(tasks))
    alone: dict[int, bool] = {}
    for task, where in tasks.items():
        here = np.isin(unit, structure.engine.unit_tree.branch(where))
        if disclosure.is_crowd(int(here.sum())):
            alone[task] = bool(single_holder_tasks(_can_hold(strengths, here, needs.get(task, []))[None, :]))
    return _summed(structure, alone, tasks)


def _summed(
    structure: Structure, alone: dict[int, bool], tasks: dict[int, int]
) -> dict[int, SingleHolderRisk]:
    """Each task counts in its unit, in every unit above, and in the whole: crowds only grow upwards."""
    counted: dict[int, list[bool]] = {}
    for task, is_alone in alone.items():
        for where in (*structure.engine.unit_tree.line_up(tasks[task]), -1):
            counted.setdefault(where, []).append(is_alone)
    return {where: SingleHolderRisk(len(found), sum(found)) for where, found in counted.items()}


def _units(structure: Structure, strengths: AllocationStrengths) -> Ints:
    """(P,) index of each person's unit, -1 = none."""
    place = np.array([structure.index_of(int(pk)) for pk in strengths.person_pks], np.int64)
    return np.where(place >= 0, structure.engine.unit[place], -1).astype(np.int64)


def _critical(day: date, tasks: list[int]) -> dict[int, list[tuple[int, int]]]:
    """By task the competencies that it cannot do without, with the level of each. One query."""
    rows = NeededCompetency.objects.on(day).filter(is_critical=True, task__in=tasks)
    found: dict[int, list[tuple[int, int]]] = {}
    for task, competency, level in rows.values_list("task_id", "competency_id", "level"):
        found.setdefault(task, []).append((competency, level))
    return found


def _can_hold(strengths: AllocationStrengths, here: Bools, needs: list[tuple[int, int]]) -> Bools:
    """(P,) who meets every level; what somebody has not said anything about is not met."""
    met = here.copy()
    for competency, level in needs:
        column = int(np.searchsorted(strengths.competency_pks, competency))
        met &= np.nan_to_num(strengths.level[:, column], nan=-1.0) >= level
    return met
