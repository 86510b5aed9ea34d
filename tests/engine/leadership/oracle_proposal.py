"""The same proposal found plainly: every rule written out pair by pair, one program for each step."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from colead.engine.leadership.problem import AllocationProblem, Rules

Floats = NDArray[np.float64]
QUARTER = 0.25
SLACK = 1e-6


@dataclass(frozen=True)
class Place:
    """A person in a seat of a task, or in a deputy's place of it."""

    task: int
    person: int
    deputy: bool
    worth: float
    hours: float
    learns: int  # the competency that is one level short, -1 = none


def plain_fit(problem: AllocationProblem, rules: Rules, task: int, person: int) -> float:
    asked = [k for k in range(len(problem.competency_ids)) if problem.needed[task, k] > 0]
    weights = [float(problem.weight[task, k]) for k in asked]
    if not asked:
        return 1.0
    if not sum(weights):
        weights = [1.0] * len(asked)
    total = 0.0
    for k, weight in zip(asked, weights, strict=True):
        level, wish = np.nan_to_num([problem.level[person, k], problem.wish[person, k]])
        met = min(1.0, level / problem.needed[task, k])
        total += weight / sum(weights) * (met + rules.wish_weight * wish)
    return total


def short(problem: AllocationProblem, task: int, person: int) -> list[int] | None:
    """The critical competencies that are up to one level short; None = one is unsaid or further off."""
    missing = {
        k: problem.needed[task, k] - problem.level[person, k]
        for k in range(len(problem.competency_ids))
        if problem.critical[task, k] and problem.needed[task, k] > 0
    }
    if any(np.isnan(gap) or gap > 1 for gap in missing.values()):
        return None
    return [k for k, gap in missing.items() if gap > 0]


class Plain:
    """Places and rules of a proposal as rows of a program; the last column is the largest load."""

    def __init__(self, problem: AllocationProblem, rules: Rules) -> None:
        self.problem, self.rules = problem, rules
        self.places = [place for task in self._tasks for place in self._places(task)]
        self.columns = len(self.places) + 1
        self.rows: list[tuple[dict[int, float], float, float]] = []
        self._add_tasks()
        self._add_people()
        self._add_learners()

    def feasible(self) -> bool:
        return self._best({}) is not None

    def steps(self) -> dict[str, float] | None:
        """What each step of the order reaches; None = the demands contradict each other."""
        reached = {}
        for name, aim in self._aims().items():
            x = self._best(aim)
            if x is None:
                return None
            if name == "least":
                reached[name] = 1 - self._load(x)
                self.rows.append((aim, -self._load(x) - SLACK, np.inf))
                continue
            reached[name] = sum(factor * x[column] for column, factor in aim.items())
            self.rows.append((aim, reached[name] - SLACK, np.inf))
        return reached

    def _aims(self) -> dict[str, dict[int, float]]:
        def of(value):  # type: ignore[no-untyped-def]
            return {column: float(value(place)) for column, place in enumerate(self.places)}

        current = self.problem.current
        aims = {"filled": of(lambda p: not p.deputy), "deputies": of(lambda p: p.deputy)}
        if self.rules.fairness:
            aims["least"] = {self.columns - 1: -1.0}
        aims["fit"] = of(lambda p: p.worth)
        aims["stretch"] = of(lambda p: p.learns >= 0)
        aims["stays"] = of(lambda p: not p.deputy and current[p.task, p.person])
        return aims

    @cached_property
    def _tasks(self) -> range:
        return range(len(self.problem.task_ids))

    def _places(self, task: int) -> list[Place]:
        problem, rules, found = self.problem, self.rules, []
        for person in range(len(problem.person_ids)):
            fit = plain_fit(problem, rules, task, person)
            lacking = short(problem, task, person)
            allowed, locked = problem.allowed[task, person], problem.locked[task, person]
            able = lacking is not None and len(lacking) <= int(rules.stretch)
            if locked or (allowed and able):
                learns = lacking[0] if lacking and not locked else -1
                stays = rules.continuity * bool(problem.current[task, person])
                found.append(Place(task, person, False, fit + stays, problem.hours[task], learns))
            if allowed and lacking == [] and problem.deputies[task]:
                found.append(Place(task, person, True, fit * QUARTER, problem.hours[task] * QUARTER, -1))
        return found

    def _row(self, chosen, value=lambda _place: 1.0, low=-np.inf, high=np.inf):  # type: ignore[no-untyped-def]
        row = {column: float(value(place)) for column, place in enumerate(self.places) if chosen(place)}
        self.rows.append((row, float(low), float(high)))

    def _add_tasks(self) -> None:
        problem = self.problem
        for task in self._tasks:
            seats = problem.seats[task]
            low = seats if problem.must_fill[task] else -np.inf
            self._row(lambda p, t=task: p.task == t and not p.deputy, low=low, high=seats)
            self._row(lambda p, t=task: p.task == t and p.deputy, high=problem.deputies[task])
            for one, other in problem.exclusion_pairs:
                pair = {one, other}
                self._row(lambda p, t=task, pair=pair: p.task == t and p.person in pair, high=1)
        for task, person in np.argwhere(problem.locked):
            allowed = bool(problem.allowed[task, person])
            self._row(
                lambda p, t=task, who=person: (p.task, p.person, p.deputy) == (t, who, False),
                low=1,
                high=int(allowed),
            )

    def _add_people(self) -> None:
        problem = self.problem
        for person in range(len(problem.person_ids)):
            for deputy in (False, True):
                self._row(
                    lambda p, who=person, d=deputy: p.person == who and p.deputy == d,
                    high=problem.most_tasks[person],
                )
            for task in self._tasks:
                self._row(lambda p, t=task, who=person: (p.task, p.person) == (t, who), high=1)
            self._add_hours(person, float(problem.capacity[person]))
        if self.rules.formal_share is not None:
            share, leads = self.rules.formal_share, problem.formal_leader
            self._row(lambda p: not p.deputy, lambda p: float(leads[p.person]) - share, high=0)

    def _add_hours(self, person: int, capacity: float) -> None:
        self._row(lambda p: p.person == person, lambda p: p.hours, high=capacity)
        if np.isfinite(capacity):
            row, low, _ = self.rows[-1]
            self.rows.append((row | {self.columns - 1: -capacity}, low, 0.0))

    def _add_learners(self) -> None:
        problem = self.problem
        for person in range(len(problem.person_ids)):
            self._row(lambda p, who=person: p.person == who and p.learns >= 0, high=1)
        by_lesson = defaultdict(list)
        for column, place in enumerate(self.places):
            if place.learns >= 0:
                by_lesson[place.task, place.learns].append(column)
        for (task, k), learners in by_lesson.items():
            mentors = [
                column
                for column, place in enumerate(self.places)
                if place.task == task and problem.level[place.person, k] >= problem.needed[task, k]
            ]
            for learner in learners:
                self.rows.append(({learner: 1.0} | dict.fromkeys(mentors, -1.0), -np.inf, 0.0))

    def _load(self, x: Floats) -> float:
        """The largest share of their hours that anybody gives."""
        hours = np.zeros(len(self.problem.person_ids))
        for column, place in enumerate(self.places):
            hours[place.person] += x[column] * place.hours
        busy = hours > 0
        return float((hours[busy] / self.problem.capacity[busy]).max(initial=0.0))

    def _best(self, aim: dict[int, float]) -> Floats | None:
        objective = np.zeros(self.columns)
        objective[list(aim)] = [-factor for factor in aim.values()]
        matrix = np.zeros((len(self.rows), self.columns))
        for row, (entries, _, _) in enumerate(self.rows):
            matrix[row, list(entries)] = list(entries.values())
        low, high = (np.array([row[side] for row in self.rows]) for side in (1, 2))
        whole = np.append(np.ones(self.columns - 1), 0)
        found = milp(
            objective,
            constraints=LinearConstraint(matrix, low, high),
            bounds=Bounds(0, 1),
            integrality=whole,
            options={"mip_rel_gap": 0},
        )
        if found.x is None:
            assert found.status == 2, found.message
            return None
        return np.append(np.round(found.x[:-1]), found.x[-1])
