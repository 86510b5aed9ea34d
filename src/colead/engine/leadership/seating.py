"""The allocation in people's words: every seat, who is proposed for it, and what each person would carry."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from colead.engine.leadership.fit import Fit, mentors
from colead.engine.leadership.problem import Floats, Ints, Load, RunnerUp, SeatProposal
from colead.engine.leadership.program import Program
from colead.engine.leadership.steps import Ordered


@dataclass(frozen=True)
class Reasons:
    """Why: by (task, kind) who was next, and what keeps a place open."""

    runners_up: dict[tuple[int, str], tuple[RunnerUp, ...]]
    open_because: dict[tuple[int, str], str]


def seats_of(fit: Fit, found: Ordered, reasons: Reasons) -> tuple[SeatProposal, ...]:
    """Seats, then deputies' places, task by task; those held first, the best fit before."""
    problem = fit.problem
    seats = []
    for task in range(len(problem.task_ids)):
        for kind, wanted in (("holder", problem.seats[task]), ("deputy", problem.deputies[task])):
            people = holders(found.program, found.x, task, kind == "deputy")
            people = people[np.lexsort((people, -fit.score[task, people]))]
            seats += [_held(fit, found, reasons, task, kind, int(person)) for person in people]
            seats += [_open(fit, reasons, task, kind)] * int(wanted - people.size)
    return tuple(seats)


def loads_of(found: Ordered) -> tuple[Load, ...]:
    """What everybody with at least one place would carry."""
    places, problem = found.program.places, found.program.problem
    people = len(problem.person_ids)
    tasks = np.bincount(places.person, found.x * ~places.deputy, people)
    hours = np.bincount(places.person, found.x * places.hours, people)
    fit = np.bincount(places.person, found.x * places.gain, people)
    involved = np.unique(places.person[found.x > 0])
    return tuple(
        Load(
            person=str(problem.person_ids[person]),
            tasks=int(tasks[person]),
            hours=float(hours[person]),
            capacity=float(problem.capacity[person]),
            fit=float(fit[person]),
        )
        for person in involved
    )


def holders(program: Program, x: Floats, task: int, deputy: bool) -> Ints:
    """The people in the seats (or deputies' places) of a task."""
    places = program.places
    people: Ints = places.person[(x > 0) & (places.task == task) & (places.deputy == deputy)]
    return people


def _held(fit: Fit, found: Ordered, reasons: Reasons, task: int, kind: str, person: int) -> SeatProposal:
    problem, short = fit.problem, -1
    if kind == "holder":
        short = int(fit.stretch[task, person])
    return SeatProposal(
        task=str(problem.task_ids[task]),
        kind=kind,
        person=str(problem.person_ids[person]),
        fit=float(fit.score[task, person]),
        competencies=fit.competencies(task, person),
        stretch=None if short < 0 else str(problem.competency_ids[short]),
        mentor=None if short < 0 else _mentor(fit, found, task, short),
        stays=kind == "holder" and bool(problem.current[task, person]),
        runners_up=reasons.runners_up.get((task, kind), ()),
    )


def _mentor(fit: Fit, found: Ordered, task: int, competency: int) -> str:
    """Who meets the competency best, of the holders and deputies of the task."""
    problem = fit.problem
    beside = np.concatenate([holders(found.program, found.x, task, deputy) for deputy in (False, True)])
    able = beside[mentors(problem, task, competency)[beside]]
    return str(problem.person_ids[able[np.argmax(problem.level[able, competency])]])


def _open(fit: Fit, reasons: Reasons, task: int, kind: str) -> SeatProposal:
    return SeatProposal(
        task=str(fit.problem.task_ids[task]),
        kind=kind,
        person=None,
        fit=None,
        runners_up=reasons.runners_up.get((task, kind), ()),
        open_because=reasons.open_because.get((task, kind), "no_hours"),
    )
