"""How many tasks hang on one person: no more than one person of their unit could hold them."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from colead.apps.leadership.models import NeededCompetency
from colead.apps.people.bridge import Structure
from colead.apps.people.bridge.strengths import AllocationStrengths, shown_strengths
from colead.engine import disclosure
from colead.engine.leadership.problem import Bools, Ints
from colead.engine.leadership.spread import single_holder_tasks

Needs = tuple[tuple[int, int], ...]  # competency by primary key, and level


@dataclass(frozen=True)
class SingleHolderRisk:
    """Of `counted` tasks, `tasks` could be held by one person of their unit at most."""

    counted: int
    tasks: int


def single_holder_risk(structure: Structure, task_pks: Ints, unit: Ints) -> dict[int, SingleHolderRisk]:
    """Tasks that no more than one person could hold, by index of the unit, -1 = the whole organisation; units
    where too few show anything are left out. Four queries; cost: sets of needs, times people.

    Counted from strengths that people show to everybody: whoever sets the needs of a task chooses the
    question, and with hidden strengths in it the answer would be about one person.
    Never a name. A task counts where a crowd of its unit, with all below it, shows strengths. It is counted
    as things are now, whatever day a page shows: two days side by side would tell what one who came adds.

    task_pks : (T,).    unit : (T,) by index.
    """
    shown = _Shown(structure, shown_strengths(structure.day))
    counts = disclosure.is_crowd(shown.everybody[unit])
    needs = _critical(structure.day)
    able = shown.everybody[unit].copy()
    by_needs: dict[Needs, list[int]] = {}
    for task in np.flatnonzero(counts).tolist():
        by_needs.setdefault(needs.get(int(task_pks[task]), ()), []).append(task)
    for asked, tasks in by_needs.items():
        able[tasks] = shown.in_branches(shown.meet(asked))[unit[tasks]]
    alone = counts & single_holder_tasks(able)
    return _summed(structure, unit[counts], unit[alone])


class _Shown:
    """What people show to everybody, and in which unit they work."""

    def __init__(self, structure: Structure, strengths: AllocationStrengths) -> None:
        self.structure, self.strengths = structure, strengths
        self.person = structure.indices_of(strengths.person_pks)

    @cached_property
    def everybody(self) -> Ints:
        """(u,) how many show something in each unit with all below it."""
        return self.in_branches(self.meet(()))

    def meet(self, needs: Needs) -> Bools:
        """(P,) who meets every level; what somebody has not said anything about is not met."""
        met = np.ones(len(self.person), np.bool_)
        for competency, level in needs:
            column = int(np.searchsorted(self.strengths.competency_pks, competency))
            met &= np.nan_to_num(self.strengths.level[:, column], nan=-1.0) >= level
        return met

    def in_branches(self, who: Bools) -> Ints:
        """(u,) how many of them work in each unit with all below it."""
        unit = self.structure.engine.unit[self.person[who & (self.person >= 0)]]
        here = np.bincount(unit[unit >= 0], minlength=self.structure.engine.n_units)
        return self.structure.engine.unit_tree.branch_sums(here)


def _critical(day: date) -> dict[int, Needs]:
    """By task the competencies that it cannot do without, with the level of each. One query."""
    rows = NeededCompetency.objects.on(day).filter(is_critical=True).order_by("competency", "level")
    found: dict[int, Needs] = {}
    for task, competency, level in rows.values_list("task_id", "competency_id", "level"):
        found[task] = (*found.get(task, ()), (competency, level))
    return found


def _summed(structure: Structure, counted: Ints, alone: Ints) -> dict[int, SingleHolderRisk]:
    """Each task counts in its unit, in every unit above, and in the whole: crowds only grow upwards."""
    tree, n_units = structure.engine.unit_tree, structure.engine.n_units
    sums = [tree.branch_sums(np.bincount(one, minlength=n_units)).tolist() for one in (counted, alone)]
    found = {unit: SingleHolderRisk(*pair) for unit, pair in enumerate(zip(*sums, strict=True)) if pair[0]}
    return found | ({-1: SingleHolderRisk(len(counted), len(alone))} if len(counted) else {})
