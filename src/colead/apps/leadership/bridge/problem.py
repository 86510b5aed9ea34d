"""Rows become the question of an allocation. Consent is applied here: who has not given it is not in it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from colead.apps.leadership.bridge.commitments import (
    Commitments,
    away_all_term,
    commitments,
    turns_over,
)
from colead.apps.leadership.bridge.scenarios import marked
from colead.apps.leadership.bridge.wishes import Wishes
from colead.apps.leadership.models import LeadershipTask, NeededCompetency
from colead.apps.people.bridge import Structure, structure_on
from colead.apps.people.bridge.strengths import AllocationStrengths, strengths_for_allocation
from colead.apps.people.selectors.tree import units_below
from colead.engine.leadership.problem import AllocationProblem, Floats, Ints, Rules


def problem_on(day: date, wishes: Wishes) -> AllocationProblem:
    """The question for `day`: tasks with open seats, and the people who let their strengths be used.

    Ids are primary keys, competencies their keys; nothing else that names anybody. Of everybody's strengths
    only those that the tasks ask for are taken. Eight queries, and the structure's.
    """
    structure = structure_on(day)
    people = _people(structure, strengths_for_allocation(day), wishes)
    tasks = _tasks(day, wishes)
    held = commitments(
        day, reopen=wishes.reopen, tasks={task.pk for task in tasks}, people=set(people.person_pks.tolist())
    )
    seats = held.open_seats(tasks)
    tasks = [task for task in tasks if seats[task.pk]]
    return _problem(structure, tasks, seats, people, held, wishes, _needs(day, tasks))


def rules_of(wishes: Wishes, seed: int) -> Rules:
    """What counts, as the form says it."""
    return Rules(
        stretch=wishes.stretch,
        formal_share=wishes.formal_share,
        fairness=wishes.fairness,
        continuity=wishes.continuity,
        seed=seed,
    )


def candidates_on(day: date, wishes: Wishes) -> list[int]:
    """Primary keys of everybody who could be proposed."""
    found: list[int] = _people(structure_on(day), strengths_for_allocation(day), wishes).person_pks.tolist()
    return found


def without_open_seat(day: date, wishes: Wishes) -> set[int]:
    """Tasks that somebody shall hold who does not hold them yet, though the question has no seat of theirs.

    All of them are held or offered, or the task is not among those chosen. No query without such a wish.
    """
    if not wishes.locked:
        return set()
    tasks, people = _tasks(day, wishes), set(candidates_on(day, wishes))
    held = commitments(day, reopen=wishes.reopen, tasks={task.pk for task in tasks}, people=people)
    seats, stays = held.open_seats(tasks), held.pairs()
    return {pair[0] for pair in wishes.locked if pair not in stays and not seats.get(pair[0])}


def _problem(
    structure: Structure,
    tasks: list[LeadershipTask],
    seats: dict[int, int],
    people: AllocationStrengths,
    held: Commitments,
    wishes: Wishes,
    needs: dict[str, Any],
) -> AllocationProblem:
    task_ids, person_ids = np.array([task.pk for task in tasks], np.int64), people.person_pks
    deputies = held.deputies()  # one for each seat, where the task wants any
    lacking = [max(0, task.seats - deputies[task.pk]) if task.wants_deputy else 0 for task in tasks]
    offered = np.minimum(wishes.hours, people.hours)
    stays = marked(held.pairs(), task_ids, person_ids)
    absent = away_all_term(tasks, structure.day)
    ruled_out = marked({*wishes.locked_out, *turns_over(tasks, structure.day), *absent}, task_ids, person_ids)
    most = sum(seats.values()) if wishes.most_tasks is None else wishes.most_tasks
    place = {int(person): index for index, person in enumerate(person_ids)}
    return AllocationProblem(
        task_ids=task_ids,
        person_ids=person_ids,
        **needs,
        level=_columns(people.level, people.competency_keys, needs["competency_ids"]),
        wish=_columns(people.wish, people.competency_keys, needs["competency_ids"]),
        hours=np.array([task.hours_per_week for task in tasks], np.float64),
        seats=np.array([seats[task.pk] for task in tasks], np.int64),
        capacity=np.maximum(0.0, offered - _of(held.hours_taken(), person_ids)),
        most_tasks=np.maximum(0, most - _of(held.seats_held(), person_ids)).astype(np.int64),
        formal_leader=structure.engine.formal_leader[np.searchsorted(structure.person_pks, person_ids)],
        deputies=np.array(lacking, np.int64) * wishes.deputies,
        must_fill=np.isin(task_ids, wishes.must_fill),
        allowed=~(stays | ruled_out),
        locked=marked(wishes.locked, task_ids, person_ids) & ~stays,
        current=marked({(one.task, one.person) for one in held.reopened}, task_ids, person_ids),
        exclusion_pairs=tuple(
            (place[a], place[b]) for a, b in wishes.exclusion_pairs if a in place and b in place
        ),
    )


def _tasks(day: date, wishes: Wishes) -> list[LeadershipTask]:
    """The tasks chosen, by themselves or by their unit; all of the day when nothing is chosen."""
    tasks = LeadershipTask.objects.on(day).order_by("pk")
    if not wishes.tasks and not wishes.task_units:
        return list(tasks)
    units = {pk for key in wishes.task_units for pk in units_below(day, key)}
    single = set(wishes.tasks)
    return [task for task in tasks if task.pk in single or task.unit_id in units]


def _people(structure: Structure, found: AllocationStrengths, wishes: Wishes) -> AllocationStrengths:
    """Those of the chosen units; everybody when none is chosen."""
    here = np.isin(found.person_pks, structure.person_pks)
    if wishes.people_units:
        pks = [pk for key in wishes.people_units for pk in units_below(structure.day, key)]
        units = [structure.home_of(pk) for pk in pks]
        inside = structure.person_pks[np.isin(structure.engine.unit, units)]
        here &= np.isin(found.person_pks, inside)
    return replace(
        found,
        person_pks=found.person_pks[here],
        level=found.level[here],
        wish=found.wish[here],
        hours=found.hours[here],
    )


def _needs(day: date, tasks: list[LeadershipTask]) -> dict[str, Any]:
    """What the tasks ask for on the day: all (T, K), of the competencies that any of them names."""
    row = {task.pk: index for index, task in enumerate(tasks)}
    fields = ("task_id", "competency__key", "level", "weight", "is_critical")
    asked = [one for one in NeededCompetency.objects.on(day).values_list(*fields) if one[0] in row]
    keys = sorted({key for _task, key, *_rest in asked})
    column = {key: index for index, key in enumerate(keys)}
    needed, weight = np.zeros((len(tasks), len(keys))), np.zeros((len(tasks), len(keys)))
    critical = np.zeros(needed.shape, np.bool_)
    for task, key, *values in asked:
        cell = row[task], column[key]
        needed[cell], weight[cell], critical[cell] = values
    ids = np.array(keys, object)
    return {"competency_ids": ids, "needed": needed, "weight": weight, "critical": critical}


def _columns(values: Floats, keys: NDArray[Any], wanted: NDArray[Any]) -> Floats:
    """(P, K) the columns of the competencies wanted; NaN where the organisation's people say nothing."""
    column = {key: index for index, key in enumerate(keys)}
    found = np.full((len(values), len(wanted)), np.nan)
    for place, key in enumerate(wanted):
        if key in column:
            found[:, place] = values[:, column[key]]
    return found


def _of(values: Mapping[int, float], ids: Ints) -> Floats:
    """(n,) the value of each id; 0 without."""
    return np.array([values.get(pk, 0) for pk in ids.tolist()], np.float64)
