"""The allocation with hours as a mixed-integer program over given pairs, solved by HiGHS.

One column for a pair, and where load has rising costs one for a person's 1st, 2nd, ... task; the latter are
whole by themselves. One thread and a fixed seed: the same answer every time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from colead.engine.leadership.problem import Bools, Floats, Ints
from colead_large_allocation.candidates import Pairs
from colead_large_allocation.demand import HOURS_TOLERANCE
from colead_large_allocation.question import Question

if TYPE_CHECKING:
    from scipy.sparse import csr_array

OPTIONS: dict[str, Any] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_feasibility_tolerance": 1e-7,
    "primal_feasibility_tolerance": 1e-9,
}


class Entries(NamedTuple):
    """Some rows of a program: row (from 0), column and value of each entry, and the rows' limits."""

    row: Ints
    column: Ints
    value: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, eq=False)
class Program:
    """low <= matrix @ x <= high, 0 <= x <= 1, the first `n_pairs` columns whole. The first rows are tasks."""

    matrix: csr_array
    low: Floats
    high: Floats
    n_pairs: int
    costs: Floats  # (levels,) steps of every column that is a level of load


class Answer(NamedTuple):
    """used : (n,) pairs held, None = nothing was found in time. bound : no answer is worth more.

    price : (rows,) what one more of each row's limit would be worth; of the relaxed program alone.
    """

    used: Bools | None
    bound: float
    x: Floats
    price: Floats


def program_of(question: Question, pairs: Pairs, filled: int | None) -> Program:
    """The program over `pairs`; `filled` holds the number of seats, None = it is free."""
    from scipy.sparse import coo_array

    people, person = np.unique(pairs.person, return_inverse=True)
    level_of, costs = _levels(question, people, person)
    blocks = [_tasks(question, pairs, filled == question.wanted), _hours(question, pairs, people, person)]
    if level_of.size:
        blocks.append(_load(pairs, person, level_of, people.size))
    elif (question.most[people] < np.bincount(person)).any():
        blocks.append(_counts(question, pairs, people, person))
    if filled is not None and filled < question.wanted:
        blocks.append(_filled(pairs, filled))
    starts = np.cumsum([0, *(block.low.size for block in blocks)])
    row = np.concatenate([block.row + start for block, start in zip(blocks, starts[:-1], strict=True)])
    column, value, low, high = (
        np.concatenate([getattr(block, name) for block in blocks])
        for name in ("column", "value", "low", "high")
    )
    shape = (int(starts[-1]), pairs.size + costs.size)
    return Program(coo_array((value, (row, column)), shape=shape).tocsr(), low, high, pairs.size, costs)


def solve(
    program: Program,
    steps: Floats,
    *,
    whole: bool = True,
    gap: float = 0.0,
    seconds: float,
    start: Bools | None = None,
    enough: float = np.inf,
) -> Answer:
    """Most steps (n,) over the pairs, less costs of load; `enough` ends the search, `start` begins it."""
    from highspy import HighsModelStatus, HighsVarType, SolutionStatus
    from highspy._core import _Highs

    solver = _Highs()
    options = OPTIONS | {"mip_rel_gap": gap, "mip_abs_gap": 1e-6, "time_limit": max(seconds, 0.1)}
    if enough < np.inf:
        options["objective_target"] = -enough
    for name, value in options.items():
        solver.setOptionValue(name, value)
    cost = np.concatenate([-steps, program.costs])
    kinds = np.zeros(cost.size, np.int32)
    if whole:
        kinds[: program.n_pairs] = HighsVarType.kInteger.value
    _pass(solver, program, cost, kinds)
    if start is not None and whole:
        _begin(solver, program, start)
    solver.run()
    info, solution = solver.getInfo(), solver.getSolution()
    found = info.primal_solution_status == SolutionStatus.kSolutionStatusFeasible.value
    every = np.array(solution.col_value) if found else np.zeros(cost.size)
    if start is not None and abs(cost @ every - info.objective_function_value) > 1e-6 * abs(cost).sum():
        # HiGHS 1.16 can prove the optimum and hand back the start, where presolve alone improved on it
        left = seconds - solver.getRunTime()
        return solve(program, steps, whole=whole, gap=gap, seconds=left, enough=enough)
    x = every[: program.n_pairs]
    proven = solver.getModelStatus() == HighsModelStatus.kOptimal
    bound = -info.mip_dual_bound if whole else (-info.objective_function_value if proven else np.inf)
    price = np.empty(0) if whole else -np.array(solution.row_dual)
    return Answer(x > 0.5 if found else None, float(bound), x, price)


def _pass(solver: Any, program: Program, cost: Floats, kinds: Any) -> None:
    matrix = program.matrix
    solver.passModel(
        cost.size,
        matrix.shape[0],
        matrix.nnz,
        2,  # row by row
        1,  # minimise
        0.0,
        cost,
        np.zeros(cost.size),
        np.ones(cost.size),
        program.low,
        program.high,
        matrix.indptr.astype(np.int32),
        matrix.indices.astype(np.int32),
        matrix.data.astype(np.float64),
        kinds,
    )


def _begin(solver: Any, program: Program, start: Bools) -> None:
    """The pairs to begin with; the solver finds the levels of load to them."""
    held = np.arange(program.n_pairs, dtype=np.int32)
    solver.setSolution(held.size, held, start.astype(np.float64))


def _tasks(question: Question, pairs: Pairs, all_filled: bool) -> Entries:
    seats = question.seats.astype(np.float64)
    column = np.arange(pairs.size)
    low = seats if all_filled else np.zeros(seats.size)
    return Entries(pairs.task, column, np.ones(pairs.size), low, seats)


def _hours(question: Question, pairs: Pairs, people: Ints, person: Ints) -> Entries:
    hours = question.hours_of(pairs.task, pairs.person)
    room = question.capacity[people] + HOURS_TOLERANCE / 2
    return Entries(person, np.arange(pairs.size), hours, np.full(people.size, -np.inf), room)


def _counts(question: Question, pairs: Pairs, people: Ints, person: Ints) -> Entries:
    most = question.most[people].astype(np.float64)
    return Entries(person, np.arange(pairs.size), np.ones(pairs.size), np.zeros(people.size), most)


def _levels(question: Question, people: Ints, person: Ints) -> tuple[Ints, Floats]:
    """Whose each level of load is, and what it costs; a person has as many as they may take tasks."""
    if not question.load.any():
        return np.empty(0, np.int64), np.empty(0)
    size = np.minimum(question.most[people], np.bincount(person))
    level_of = np.repeat(np.arange(people.size), size)
    nth = np.arange(level_of.size) - np.repeat(np.cumsum(size) - size, size)
    return level_of, question.cost(people[level_of], nth)


def _load(pairs: Pairs, person: Ints, level_of: Ints, n_people: int) -> Entries:
    """As many levels of load as tasks held."""
    return Entries(
        np.concatenate([person, level_of]),
        np.arange(pairs.size + level_of.size),
        np.concatenate([np.ones(pairs.size), -np.ones(level_of.size)]),
        np.zeros(n_people),
        np.zeros(n_people),
    )


def _filled(pairs: Pairs, filled: int) -> Entries:
    every = np.zeros(pairs.size, np.int64)
    limit = np.full(1, float(filled))
    return Entries(every, np.arange(pairs.size), np.ones(pairs.size), limit, limit)
