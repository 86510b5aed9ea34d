"""The mixed-integer program of an allocation: one column for a person in a place, one row for a rule.

A *place* is a person in a seat of a task, or in a deputy's place of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from colead.engine.leadership.fit import Fit, mentors
from colead.engine.leadership.problem import AllocationProblem, Bools, Floats, Ints, Rules
from colead.engine.leadership.solver import Linear

DEPUTY_SHARE = 0.25
"""A deputy's place counts a quarter of a seat: of its hours, and of its fit."""
AIMS = ("filled", "deputies_placed", "fit", "stretch", "stays")
"""What is counted, each in a row of its own, so that a step of the order can hold what came before."""


@dataclass(frozen=True, eq=False)
class Places:
    """(n,) each, in the order of tasks and people, seats before deputies' places."""

    task: Ints
    person: Ints
    deputy: Bools
    gain: Floats  # fit, of deputies a quarter
    worth: Floats  # gain, and `continuity` more where the holder of today stays
    hours: Floats
    stretch: Ints  # the competency that is one level short, -1 = none
    stays: Bools
    locked: Bools


@dataclass(frozen=True, eq=False)
class Program:
    """The places, the rules as rows, and which rows are which."""

    problem: AllocationProblem
    places: Places
    linear: Linear
    rows: dict[str, Ints]  # family -> its rows
    about: dict[str, Ints]  # family -> the task, person, pair or column of each of its rows
    complete: bool  # every allowed pair is there

    def row(self, family: str) -> int:
        return int(self.rows[family][0])

    def at_least(self, family: str, value: float) -> Program:
        """Hold what an earlier step of the order reached."""
        low = self.linear.low.copy()
        low[self.rows[family]] = value
        return replace(self, linear=replace(self.linear, low=low))

    def loaded_to(self, load: float) -> Program:
        """Nobody gives more than this share of their hours; places that alone take more are closed."""
        high = self.linear.high.copy()
        capacity = np.where(np.isinf(self.problem.capacity), np.inf, self.problem.capacity * load)
        high[self.rows["hours"]] = capacity[self.about["hours"]]
        open_ = self.places.locked | (self.places.hours <= capacity[self.places.person] * (1 + 1e-9))
        return replace(self, linear=replace(self.linear, high=high, upper=open_.astype(float)))

    def load(self, x: Floats) -> float:
        """The largest share of their hours that anybody gives."""
        hours = np.bincount(self.places.person, self.places.hours * x, len(self.problem.capacity))
        share = np.divide(hours, self.problem.capacity, out=np.zeros(len(hours)), where=hours > 0)
        return float(share.max(initial=0.0))


class Rows:
    """Rows gathered family by family."""

    def __init__(self, columns: int) -> None:
        self.columns, self.count = columns, 0
        self.row: list[Ints] = []
        self.column: list[Ints] = []
        self.value: list[Floats] = []
        self.low: list[Floats] = []
        self.high: list[Floats] = []
        self.rows: dict[str, Ints] = {}
        self.about: dict[str, Ints] = {}

    def add(
        self,
        family: str,
        row: Ints,
        column: Ints,
        value: NDArray[np.floating[Any]] | float,
        *,
        high: Floats,
        low: Floats | float = -np.inf,
        about: Ints | None = None,
    ) -> None:
        """Rows 0, 1, ... of a family: `value` in `column` of `row`; limits (rows,)."""
        self.row.append(row + self.count)
        self.column.append(column)
        self.value.append(np.broadcast_to(np.asarray(value, float), row.shape))
        self.high.append(high)
        self.low.append(np.broadcast_to(np.asarray(low, float), high.shape))
        self.rows[family] = np.arange(self.count, self.count + high.size)
        self.about[family] = np.arange(high.size) if about is None else about
        self.count += high.size

    def linear(self, lower: Floats, upper: Floats) -> Linear:
        where = (np.concatenate(self.row), np.concatenate(self.column))
        matrix = sparse.csr_array((np.concatenate(self.value), where), shape=(self.count, self.columns))
        return Linear(matrix, np.concatenate(self.low), np.concatenate(self.high), lower, upper)


def program_of(fit: Fit, rules: Rules, among: Bools | None = None) -> Program:
    """Write the program of all allowed pairs, or of those `among` (T, P) them."""
    problem = fit.problem
    among = np.ones(problem.allowed.shape, bool) if among is None else among
    places = _places(fit, rules, among)
    rows = Rows(places.task.size)
    _add_aims(rows, places)
    _add_seats(rows, places, problem)
    _add_people(rows, places, problem)
    _add_formal_share(rows, places, problem, rules)
    _add_stretch(rows, places, problem)
    _add_exclusion_pairs(rows, places, problem)
    linear = rows.linear(places.locked.astype(float), np.ones(places.task.size))
    complete = bool(among[~np.isnan(fit.fit)].all())
    return Program(problem, places, linear, rows.rows, rows.about, complete).loaded_to(1.0)


def _places(fit: Fit, rules: Rules, among: Bools) -> Places:
    problem = fit.problem
    seat = (~np.isnan(fit.fit) & among) | problem.locked
    deputy = ~np.isnan(fit.deputy) & among & (problem.deputies > 0)[:, None]
    (seat_task, seat_person), (task, person) = np.nonzero(seat), np.nonzero(deputy)
    both_task, both_person = np.concatenate([seat_task, task]), np.concatenate([seat_person, person])
    is_deputy = np.arange(both_task.size) >= seat_task.size
    share = np.where(is_deputy, DEPUTY_SHARE, 1.0)
    gain = fit.score[both_task, both_person] * share
    stays = ~is_deputy & problem.current[both_task, both_person]
    return Places(
        task=both_task,
        person=both_person,
        deputy=is_deputy,
        gain=gain,
        worth=gain + rules.continuity * stays,
        hours=problem.hours[both_task] * share,
        stretch=np.where(is_deputy, -1, fit.stretch[both_task, both_person]),
        stays=stays,
        locked=~is_deputy & problem.locked[both_task, both_person],
    )


def _add_aims(rows: Rows, places: Places) -> None:
    counted = (~places.deputy, places.deputy, places.worth, places.stretch >= 0, places.stays)
    everything = np.arange(places.task.size)
    for family, value in zip(AIMS, counted, strict=True):
        rows.add(family, np.zeros_like(everything), everything, value.astype(float), high=np.array([np.inf]))


def _add_seats(rows: Rows, places: Places, problem: AllocationProblem) -> None:
    """Seats and deputies of a task; a deputy is another person; a locked person who is ruled out."""
    seat, deputy = np.flatnonzero(~places.deputy), np.flatnonzero(places.deputy)
    seats = problem.seats.astype(float)
    must = np.where(problem.must_fill, seats, -np.inf)
    rows.add("seats", places.task[seat], seat, 1.0, high=seats, low=must)
    rows.add("deputies", places.task[deputy], deputy, 1.0, high=problem.deputies.astype(float))
    pair = places.task * len(problem.person_ids) + places.person
    _, first, second = np.intersect1d(pair[seat], pair[deputy], assume_unique=True, return_indices=True)
    each = np.arange(first.size)
    columns = np.concatenate([seat[first], deputy[second]])
    rows.add("another", np.concatenate([each, each]), columns, 1.0, high=np.ones(each.size))
    out = np.flatnonzero(places.locked & ~problem.allowed[places.task, places.person])
    rows.add("locked_out", np.arange(out.size), out, 1.0, high=np.zeros(out.size), about=out)


def _add_people(rows: Rows, places: Places, problem: AllocationProblem) -> None:
    """Hours, seats and deputies' places a person takes at most."""
    of_person, everything = places.person, np.arange(places.task.size)
    most = problem.most_tasks.astype(float)
    rows.add("hours", of_person, everything, places.hours, high=problem.capacity)
    for family, chosen in (("most_tasks", ~places.deputy), ("most_deputies", places.deputy)):
        columns = np.flatnonzero(chosen)
        rows.add(family, of_person[columns], columns, 1.0, high=most)


def _add_formal_share(rows: Rows, places: Places, problem: AllocationProblem, rules: Rules) -> None:
    if rules.formal_share is None:
        return
    seat = np.flatnonzero(~places.deputy)
    value = problem.formal_leader[places.person[seat]] - rules.formal_share
    rows.add("formal_share", np.zeros_like(seat), seat, value, high=np.zeros(1))


def _add_stretch(rows: Rows, places: Places, problem: AllocationProblem) -> None:
    """Stretch once a person, and only beside a mentor: a holder or deputy of the task.

    One row for every task and competency that is learned: no learner without a mentor, with one all seats.
    """
    stretched = np.flatnonzero(places.stretch >= 0)
    if not stretched.size:
        return
    people = len(problem.person_ids)
    rows.add("stretch_once", places.person[stretched], stretched, 1.0, high=np.ones(people))
    row, column, value = [], [], []
    lessons = sorted({*zip(places.task[stretched].tolist(), places.stretch[stretched].tolist(), strict=True)})
    for place, (task, competency) in enumerate(lessons):
        here = places.task == task
        able = np.flatnonzero(here & mentors(problem, task, competency)[places.person])
        learn = np.flatnonzero(here & (places.stretch == competency))
        row.append(np.full(learn.size + able.size, place))
        column.append(np.concatenate([learn, able]))
        value.append(np.repeat([1.0, -float(problem.seats[task])], [learn.size, able.size]))
    high = np.zeros(len(lessons))
    rows.add("mentor", np.concatenate(row), np.concatenate(column), np.concatenate(value), high=high)


def _add_exclusion_pairs(rows: Rows, places: Places, problem: AllocationProblem) -> None:
    """Two people who are never on the same task: one row for each pair and task."""
    if not problem.exclusion_pairs:
        return
    tasks, row, column = len(problem.task_ids), [], []
    for place, pair in enumerate(problem.exclusion_pairs):
        columns = np.flatnonzero(np.isin(places.person, pair))
        row.append(place * tasks + places.task[columns])
        column.append(columns)
    count = len(problem.exclusion_pairs) * tasks
    rows.add("exclusion_pairs", np.concatenate(row), np.concatenate(column), 1.0, high=np.ones(count))
