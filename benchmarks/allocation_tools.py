"""Colead, its peers and what people do without any: each answers the same instance in its own way.

A tool is prepared first, which is not measured (a matrix of all pairs, or the best candidates of each task),
and then returns what is: solving. Peers have their model built before the clock starts; Colead has not.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib.metadata import version
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from allocation_instances import Answer, Array, Instance, Scorer, matrix
from colead_large_allocation.allocation import allocate
from colead_large_allocation.candidates import best_pairs
from colead_large_allocation.demand import checked
from colead_large_allocation.question import question_of

SECONDS = 60.0
"""How long a peer may search."""
CANDIDATES = 60
STEPS = 16_000
"""Whole numbers for the tools that count in them; fits are whole in these steps, and so are costs."""
Solve = Callable[[], Answer]


class NoAnswer(Exception):
    """The tool ended without one."""


class Pairs(NamedTuple):
    """(n,) the pairs that a tool is given."""

    task: Array
    person: Array
    fit: Array


def colead(given: Instance) -> Solve:
    """Levels and needs, all pairs of which are scored as part of the work."""
    return lambda: _allocated(given, given.fits)


def colead_matrix(given: Instance) -> Solve:
    fit = matrix(given)
    return lambda: _allocated(given, fit)


def _allocated(given: Instance, fit: Any) -> Answer:
    found = allocate(fit, **given.arguments())
    return Answer(*found.pairs.T, bound=found.bound)


def all_pairs(given: Instance) -> Pairs:
    fit = matrix(given)
    task, person = np.nonzero(~np.isnan(fit))
    return Pairs(task, person, fit[task, person])


def candidates(given: Instance) -> Pairs:
    """The best of each task, found by Colead's scan of all pairs."""
    arguments = given.arguments()
    demand = checked(
        given.fits, arguments["hours"], arguments["capacity"], arguments["seats"], None, LOAD, None, "free"
    )
    question = question_of(demand, 1)
    pairs = best_pairs(question, CANDIDATES, 1)
    task, person = question.task[pairs.task], question.person[pairs.person]
    return Pairs(task, person, given.fits.fit(task, person))


LOAD = np.zeros(1)


class Rows(NamedTuple):
    """maximise gain @ x, matrix @ x <= high, 0 <= x <= 1; the first columns are pairs, the others load.

    Rows: tasks, then people (hours or the number of tasks), then, with costs of load, tasks held at most as
    many as levels of load paid for.
    """

    gain: Array
    row: Array
    column: Array
    value: Array
    high: Array
    n_pairs: int


def rows(given: Instance, pairs: Pairs) -> Rows:
    tasks, n = given.shape[0], pairs.task.size
    people, person = np.unique(pairs.person, return_inverse=True)
    each, ones = np.arange(n), np.ones(n)
    value = ones if given.hours is None else given.hours[pairs.task]
    parts = [(pairs.task, each, ones), (tasks + person, each, value)]
    high, gain = [given.seats.astype(float), given.capacity[people]], [pairs.fit]
    if given.hours is None:
        levels = np.minimum(given.capacity[people], np.bincount(person)).astype(np.int64)
        owner = np.repeat(np.arange(people.size), levels)
        nth = np.arange(owner.size) - np.repeat(np.cumsum(levels) - levels, levels)
        start = tasks + people.size
        parts += [
            (start + person, each, ones),
            (start + owner, n + np.arange(owner.size), -np.ones(owner.size)),
        ]
        high.append(np.zeros(people.size))
        gain.append(-given.load_cost[np.minimum(nth, given.load_cost.size - 1)])
    row, column, values = (np.concatenate([part[k] for part in parts]) for k in range(3))
    return Rows(np.concatenate(gain), row, column, values, np.concatenate(high), n)


def highs(pairs_of: Callable[[Instance], Pairs]) -> Callable[[Instance], Solve]:
    """A linear program where people are counted in tasks (its corners are whole), else mixed-integer."""

    def prepared(given: Instance) -> Solve:
        from highspy._core import _Highs
        from scipy.sparse import coo_array

        pairs = pairs_of(given)
        asked = rows(given, pairs)
        shape = (asked.high.size, asked.gain.size)
        table = coo_array((asked.value, (asked.row, asked.column)), shape=shape).tocsr()
        whole = np.zeros(asked.gain.size, np.int32)
        whole[: asked.n_pairs] = given.hours is not None
        solver = _Highs()
        for name, value in {"output_flag": False, "mip_rel_gap": 1e-3, "time_limit": SECONDS}.items():
            solver.setOptionValue(name, value)
        solver.passModel(
            shape[1], shape[0], table.nnz, 2, -1, 0.0, asked.gain, np.zeros(shape[1]), np.ones(shape[1]),
            np.full(shape[0], -np.inf), asked.high, table.indptr.astype(np.int32),
            table.indices.astype(np.int32), table.data, whole,
        )  # fmt: skip

        def solve() -> Answer:
            solver.run()
            info = solver.getInfo()
            if info.primal_solution_status != 2:
                raise NoAnswer(f"no answer in {SECONDS:.0f} s")
            return _held(pairs, np.array(solver.getSolution().col_value)[: asked.n_pairs])

        return solve

    return prepared


def glop(pairs_of: Callable[[Instance], Pairs]) -> Callable[[Instance], Solve]:
    def prepared(given: Instance) -> Solve:
        from ortools.linear_solver import pywraplp

        pairs = pairs_of(given)
        asked = rows(given, pairs)
        solver = pywraplp.Solver.CreateSolver("GLOP")
        solver.SetTimeLimit(int(1000 * SECONDS))
        columns = [solver.NumVar(0, 1, "") for _ in range(asked.gain.size)]
        limits = [solver.Constraint(-solver.infinity(), float(high)) for high in asked.high]
        for row, column, value in zip(asked.row.tolist(), asked.column.tolist(), asked.value, strict=True):
            limits[row].SetCoefficient(columns[column], float(value))
        for column, gain in zip(columns, asked.gain.tolist(), strict=True):
            solver.Objective().SetCoefficient(column, gain)
        solver.Objective().SetMaximization()

        def solve() -> Answer:
            if solver.Solve() != pywraplp.Solver.OPTIMAL:
                raise NoAnswer(f"no answer in {SECONDS:.0f} s")
            return _held(pairs, np.array([one.solution_value() for one in columns[: asked.n_pairs]]))

        return solve

    return prepared


def cp_sat(pairs_of: Callable[[Instance], Pairs]) -> Callable[[Instance], Solve]:
    def prepared(given: Instance) -> Solve:
        from ortools.sat.python import cp_model

        pairs = pairs_of(given)
        asked = rows(given, pairs)
        model = cp_model.CpModel()
        columns = [model.new_bool_var("") for _ in range(asked.gain.size)]
        order = np.argsort(asked.row, kind="stable")
        ends = np.searchsorted(asked.row[order], np.arange(asked.high.size + 1))
        for limit, (first, last) in enumerate(pairwise(ends)):
            chosen = order[first:last]
            values = np.rint(2 * asked.value[chosen]).astype(int).tolist()
            some = [columns[column] for column in asked.column[chosen].tolist()]
            model.add(cp_model.LinearExpr.weighted_sum(some, values) <= int(2 * asked.high[limit]))
        gains = np.rint(STEPS * asked.gain).astype(int).tolist()
        model.maximize(cp_model.LinearExpr.weighted_sum(columns, gains))
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = SECONDS
        solver.parameters.relative_gap_limit = 1e-3 if given.hours is not None else 0.0

        def solve() -> Answer:
            if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                raise NoAnswer(f"no answer in {SECONDS:.0f} s")
            held = [solver.boolean_value(one) for one in columns[: asked.n_pairs]]
            return _held(pairs, np.array(held, float))

        return solve

    return prepared


def _held(pairs: Pairs, x: Array) -> Answer:
    return Answer(pairs.task[x > 0.5], pairs.person[x > 0.5])


def linear_sum_assignment(given: Instance) -> Solve:
    """Every seat a row, every task that a person may take a column of its own."""
    from scipy.optimize import linear_sum_assignment as matched

    seat, slot, cost = _slots(given)
    fit = matrix(given)
    table = np.full((seat.size, slot.size + seat.size), 0.0)  # a seat may stay open, for nothing
    table[:, : slot.size] = np.nan_to_num(fit[np.ix_(seat, slot)], nan=-1e3) - cost

    def solve() -> Answer:
        row, column = matched(table, maximize=True)
        held = column < slot.size
        return Answer(seat[row[held]], slot[column[held]])

    return solve


def min_weight_full_bipartite_matching(given: Instance) -> Solve:
    """The same of allowed pairs alone."""
    from scipy.sparse import coo_array, csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching as matched

    seat, slot, cost = _slots(given)
    fit = matrix(given)[np.ix_(seat, slot)] - cost
    row, column = np.nonzero(~np.isnan(fit))
    each = np.arange(seat.size)
    values = np.append(10 - fit[row, column], np.full(seat.size, 10.0))  # weights of 0 would be no pairs
    where = (np.append(row, each), np.append(column, slot.size + each))
    table = csr_array(coo_array((values, where), shape=(seat.size, slot.size + seat.size)))

    def solve() -> Answer:
        row, column = matched(table)
        held = column < slot.size
        return Answer(seat[row[held]], slot[column[held]])

    return solve


def _slots(given: Instance) -> tuple[Array, Array, Array]:
    """Tasks of the seats, people of the places, and what each place costs."""
    places = given.capacity.astype(np.int64)
    slot = np.repeat(np.arange(places.size), places)
    nth = np.arange(slot.size) - np.repeat(np.cumsum(places) - places, places)
    cost = given.load_cost[np.minimum(nth, given.load_cost.size - 1)]
    return np.repeat(np.arange(given.shape[0]), given.seats), slot, cost


def formal_leaders(given: Instance) -> Solve:
    """Task by task the formal leaders take it, whoever of them fits best and is free."""
    return lambda: _one_by_one(given, lambda fit: np.where(given.formal_leader, fit, np.nan))


def first_volunteer(given: Instance) -> Solve:
    """Task by task whoever is first to put up a hand, of those who may hold it and are free."""
    random = np.random.default_rng(1)
    return lambda: _one_by_one(
        given, lambda fit: np.where(np.isnan(fit), np.nan, 1 + random.random(fit.size))
    )


def greedy(given: Instance) -> Solve:
    """Task by task whoever fits best and is free."""
    return lambda: _one_by_one(given, lambda fit: fit)


def _one_by_one(given: Instance, preference: Callable[[Array], Array]) -> Answer:
    scorer, left = Scorer(given.fits), given.capacity.astype(float).copy()
    tasks_held = np.zeros(left.size, np.int64)
    pairs: list[tuple[int, int]] = []
    for task in range(given.shape[0]):
        takes = 1.0 if given.hours is None else given.hours[task]
        cost = given.load_cost[np.minimum(tasks_held, given.load_cost.size - 1)]
        value = preference(scorer.of(task)) - cost
        value[(left < takes) | np.isnan(value) | (value < 0)] = -np.inf
        best = np.argpartition(-value, min(given.seats[task], value.size - 1))[: given.seats[task]]
        best = best[np.isfinite(value[best])]
        left[best] -= takes
        tasks_held[best] += 1
        pairs += [(task, int(person)) for person in best]
    return Answer(*np.array(pairs, np.int64).reshape(-1, 2).T)


TOOLS: dict[str, Callable[[Instance], Solve]] = {
    "colead": colead,
    "colead, a matrix": colead_matrix,
    "HiGHS": highs(all_pairs),
    "HiGHS, 60 candidates": highs(candidates),
    "GLOP": glop(all_pairs),
    "GLOP, 60 candidates": glop(candidates),
    "CP-SAT": cp_sat(all_pairs),
    "CP-SAT, 60 candidates": cp_sat(candidates),
    "scipy linear_sum_assignment": linear_sum_assignment,
    "scipy min_weight_full_bipartite_matching": min_weight_full_bipartite_matching,
    "formal leaders take it": formal_leaders,
    "first volunteer": first_volunteer,
    "greedy": greedy,
}
LARGEST = {  # pairs up to which a tool is run: people counted in tasks, and with hours
    "colead": (10**11, 10**11),
    "colead, a matrix": (10**7, 10**7),
    "HiGHS": (10**7, 10**5),
    "HiGHS, 60 candidates": (10**11, 10**9),
    "GLOP": (10**5, 0),
    "GLOP, 60 candidates": (10**9, 0),
    "CP-SAT": (10**5, 10**5),
    "CP-SAT, 60 candidates": (10**7, 10**7),
    "scipy linear_sum_assignment": (10**7, 0),
    "scipy min_weight_full_bipartite_matching": (10**7, 0),
    "formal leaders take it": (10**9, 10**9),
    "first volunteer": (10**9, 10**9),
    "greedy": (10**9, 10**9),
}
WHY_NOT = {
    "all pairs of 10,000 x 1,000,000": "80 GB as a matrix; only Colead works them out as it goes",
    "HiGHS, GLOP and CP-SAT over all pairs beyond the sizes above": "models of ten million columns and more",
    "GLOP and scipy's matchings with hours": "linear, or matchings: neither knows hours of whole people",
    "CP-SAT beyond 1,000 x 10,000": "at that size its time is over already",
}


def start_up() -> float:
    """Seconds to import Colead's solvers and to load their compiled code."""
    from allocation_instances import instance

    began = time.perf_counter()
    for by_hours in (False, True):
        small = instance(100, 1000, by_hours, scarce=True, seed=2)
        allocate(small.fits, **small.arguments(), seconds=5.0)
    return time.perf_counter() - began


def versions() -> dict[str, str]:
    return {name: version(name) for name in ("numpy", "scipy", "numba", "ortools", "highspy")}
