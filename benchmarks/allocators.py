"""Who holds which task, found by Colead, by solvers and by habit: each as its own manual would do it.

Every one gets the same matrix of fit (T, P) with NaN where a pair is not allowed, or of each task only the
best people where all pairs are too many for it, and answers with pairs of task and person.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from colead.engine.leadership.allocation import allocate
from leadership_tasks import Instance

Pairs = NDArray[np.int64]  # (n, 2)
SECONDS = 60.0  # that a solver gets to prove its answer
STEPS = 16_000  # of fit, for solvers that count in whole numbers
TENTHS = 10  # of an hour


class Question(NamedTuple):
    """The pairs (n,) that may be used, with their fit; seats (T,), what a seat takes (T,), capacity (P,)."""

    instance: Instance
    task: NDArray[np.int64]
    person: NDArray[np.int64]
    fit: NDArray[np.float64]

    @property
    def taken(self) -> NDArray[np.float64]:
        return self.instance.taken[self.task]

    def rules(self) -> tuple[sparse.csr_array, NDArray[np.float64]]:
        """A x <= b: seats of tasks, then capacity of people."""
        tasks, people = self.instance.fits.shape
        column = np.arange(self.task.size)
        ones = np.ones(self.task.size)
        seats = sparse.csr_array((ones, (self.task, column)), shape=(tasks, column.size))
        room = sparse.csr_array((self.taken, (self.person, column)), shape=(people, column.size))
        return sparse.vstack([seats, room]).tocsr(), np.concatenate(
            [self.instance.seats, self.instance.capacity]
        )

    def chosen(self, used: NDArray[np.bool_]) -> Pairs:
        return np.column_stack([self.task[used], self.person[used]])


def question(instance: Instance, best: int | None) -> Question:
    """All allowed pairs, or of each task those with its `best` people."""
    matrix = instance.matrix()
    if best is not None and best < matrix.shape[1]:
        worst = np.argpartition(-np.nan_to_num(matrix, nan=-np.inf), best, axis=1)[:, best:]
        np.put_along_axis(matrix, worst, np.nan, axis=1)
    task, person = np.nonzero(~np.isnan(matrix))
    return Question(instance, task, person, matrix[task, person])


def colead(asked: Question) -> Pairs:
    matrix = np.full(asked.instance.fits.shape, np.nan)
    matrix[asked.task, asked.person] = asked.fit
    instance = asked.instance
    return allocate(matrix, instance.hours, instance.capacity, instance.seats).pairs


def highs(asked: Question) -> Pairs:
    from scipy.optimize import Bounds, LinearConstraint, milp

    rules, most = asked.rules()
    found = milp(
        -asked.fit,
        constraints=LinearConstraint(rules, -np.inf, most),
        bounds=Bounds(0, 1),
        integrality=np.ones(asked.fit.size),
        options={"time_limit": SECONDS, "mip_rel_gap": 0.001 if asked.instance.hours is not None else 0.0},
    )
    return asked.chosen(found.x > 1 / 2)


def cp_sat(asked: Question) -> Pairs:
    from ortools.sat.python import cp_model

    model, rules = cp_model.CpModel(), asked.rules()
    used = [model.new_bool_var("") for _pair in asked.fit]
    for row, most in zip(_rows(rules[0]), rules[1].tolist(), strict=True):
        terms = [round(value * TENTHS) * used[column] for column, value in row]
        model.add(sum(terms) <= round(most * TENTHS))
    model.maximize(sum(round(fit * STEPS) * one for fit, one in zip(asked.fit.tolist(), used, strict=True)))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = SECONDS
    solver.parameters.num_workers = 2
    solver.solve(model)
    return asked.chosen(np.array([bool(solver.value(one)) for one in used]))


def glop(asked: Question) -> Pairs:
    """A linear program: whole numbers where people are counted in tasks, and no allocation where in hours."""
    from ortools.linear_solver import pywraplp

    solver = pywraplp.Solver.CreateSolver("GLOP")
    used = [solver.NumVar(0, 1, "") for _pair in asked.fit]
    matrix, limits = asked.rules()
    for row, most in zip(_rows(matrix), limits.tolist(), strict=True):
        rule = solver.RowConstraint(-solver.infinity(), most)
        for column, value in row:
            rule.SetCoefficient(used[column], value)
    objective = solver.Objective()
    for fit, one in zip(asked.fit.tolist(), used, strict=True):
        objective.SetCoefficient(one, fit)
    objective.SetMaximization()
    solver.Solve()
    return asked.chosen(np.array([one.solution_value() for one in used]) > 1 / 2)


def linear_sum_assignment(asked: Question) -> Pairs:
    """A row for every seat, a column for everything a person can hold: dense."""
    from scipy.optimize import linear_sum_assignment as solve

    seat, place = _copies(asked)
    matrix = np.zeros(asked.instance.fits.shape)
    matrix[asked.task, asked.person] = asked.fit
    row, column = solve(matrix[np.ix_(seat, place)], maximize=True)
    pairs = np.column_stack([seat[row], place[column]])
    return pairs[matrix[pairs[:, 0], pairs[:, 1]] > 0]


def sparse_matching(asked: Question) -> Pairs:
    """scipy's min_weight_full_bipartite_matching; an empty place for every seat makes it full."""
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching as solve

    seat, place = _copies(asked)
    fits = sparse.csr_array((asked.fit + 1, (asked.task, asked.person)), shape=asked.instance.fits.shape)
    copies = fits[seat][:, place]
    full = sparse.hstack([copies, sparse.eye_array(seat.size)]).tocsr()
    row, column = solve(full, maximize=True)
    held = column < place.size
    return np.column_stack([seat[row[held]], place[column[held]]])


def greedy(asked: Question) -> Pairs:
    """The best pair first."""
    return _one_by_one(asked, np.argsort(-asked.fit, kind="stable"))


def formal_leaders(asked: Question) -> Pairs:
    """Whoever has the position takes it: of them, the best pair first."""
    order = np.argsort(-asked.fit, kind="stable")
    return _one_by_one(asked, order[asked.instance.formal[asked.person[order]]])


def first_volunteer(asked: Question) -> Pairs:
    """Task by task, whoever would like it and says so first."""
    fits = asked.instance.fits
    liking = ((np.asarray(fits.needed) > 0)[asked.task] * np.asarray(fits.wish)[asked.person]).sum(axis=1)
    order = np.random.default_rng(1).permutation(asked.fit.size)
    order = order[liking[order] > 0]
    return _one_by_one(asked, order[np.argsort(asked.task[order], kind="stable")])


def _one_by_one(asked: Question, order: NDArray[np.int64]) -> Pairs:
    seats, room, used = asked.instance.seats.tolist(), asked.instance.capacity.tolist(), []
    pairs = (values[order].tolist() for values in (asked.task, asked.person, asked.taken))
    for task, person, takes in zip(*pairs, strict=True):
        if seats[task] and room[person] >= takes:
            seats[task] -= 1
            room[person] -= takes
            used.append((task, person))
    return np.array(used, np.int64).reshape(-1, 2)


def _copies(asked: Question) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    tasks, people = asked.instance.fits.shape
    held = np.minimum(asked.instance.capacity, np.bincount(asked.person, minlength=people)).astype(int)
    return np.repeat(np.arange(tasks), asked.instance.seats), np.repeat(np.arange(people), held)


def _rows(matrix: sparse.csr_array) -> list[list[tuple[int, float]]]:
    starts = matrix.indptr.tolist()
    entries = list(zip(matrix.indices.tolist(), matrix.data.tolist(), strict=True))
    return [entries[start:end] for start, end in itertools.pairwise(starts)]


TOOLS: dict[str, Callable[[Question], Pairs]] = {
    "colead": colead,
    "HiGHS": highs,
    "CP-SAT": cp_sat,
    "GLOP": glop,
    "linear_sum_assignment": linear_sum_assignment,
    "min_weight_full_bipartite_matching": sparse_matching,
    "greedy": greedy,
    "first volunteer": first_volunteer,
    "formal leaders take it": formal_leaders,
}


def worth(instance: Instance, pairs: Pairs) -> float:
    """Total fit."""
    return float(instance.fits.fit(pairs[:, 0], pairs[:, 1]).sum())


def faults(instance: Instance, pairs: Pairs) -> str:
    """What is wrong with an allocation; empty where nothing is."""
    tasks, people = instance.fits.shape
    task, person = pairs.T
    hours = np.bincount(person, instance.taken[task], minlength=people)
    twice = len(pairs) - len(np.unique(task * people + person))
    found = {
        "twice on a task": twice,
        "too many on a task": int((np.bincount(task, minlength=tasks) > instance.seats).sum()),
        "people beyond their room": int((hours > instance.capacity + 1e-6).sum()),
        "not allowed": int(np.isnan(instance.fits.fit(task, person)).sum()),
    }
    return ", ".join(f"{number} {what}" for what, number in found.items() if number)
