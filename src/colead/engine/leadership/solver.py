"""Linear and mixed-integer programs over arrays, solved by HiGHS: one thread, the same answer every time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from colead.engine.errors import EngineError
from colead.engine.errors import gettext_noop as _
from colead.engine.leadership.problem import Floats

if TYPE_CHECKING:
    from highspy._core import _Highs

TOLERANCE = 1e-6
"""Two values of an objective closer than this are the same."""

OPTIONS = {"output_flag": False, "threads": 1, "random_seed": 0, "mip_rel_gap": 0.0}
MOST = 2**31 - 1
ROW_WISE = 2  # highspy.MatrixFormat.kRowwise


class OutOfTime(EngineError):
    """Nothing was found within the seconds allowed, and nothing was proven."""


@dataclass(frozen=True, eq=False)
class Linear:
    """What is asked: low <= matrix @ x <= high, lower <= x <= upper."""

    matrix: sparse.csr_array  # (m, n)
    low: Floats  # (m,)
    high: Floats  # (m,)
    lower: Floats  # (n,)
    upper: Floats  # (n,)


@dataclass(frozen=True, eq=False)
class Found:
    """The best x, its value, and a proven bound on every value; without whole numbers prices of rows too."""

    x: Floats  # (n,)
    value: float
    bound: float
    row_dual: Floats  # (m,) what one unit more of a row's limit would add; empty of a mixed-integer program


def maximise(
    linear: Linear,
    objective: Floats,
    *,
    whole: NDArray[np.bool_] | None,
    seconds: float = np.inf,
    granularity: float = TOLERANCE,
    start: Floats | None = None,
    nodes: int | None = None,
) -> Found | None:
    """Solve max objective @ x; `whole` (n,) marks the x that are whole numbers, None = none.

    None where nothing satisfies the rows. Values closer than `granularity` are the same; `start` (n,)
    satisfies the rows: the search begins there, and what is found is never worse. Columns that must be 0 cost
    nothing. `nodes` ends the search after so many branches, the same on every machine; the bound still holds.
    Raises OutOfTime where nothing was found within `seconds`.
    """
    columns = np.flatnonzero((linear.upper > 0) | (linear.lower > 0))
    if not columns.size:
        return _all_zero(linear)
    taken, rows = _take(linear, columns)
    found = _run(
        taken,
        objective[columns],
        None if whole is None else whole[columns],
        {
            "mip_abs_gap": granularity / 2,
            "time_limit": float(seconds),
            "mip_max_nodes": MOST if nodes is None else nodes,
        },
        None if start is None else start[columns],
    )
    if found is None:
        return None
    x, dual = np.zeros(objective.size), np.zeros(linear.low.size)
    x[columns] = found.x
    if whole is None:
        dual[rows] = found.row_dual
    return Found(x, found.value, found.bound, dual)


def _all_zero(linear: Linear) -> Found | None:
    """The only x there is where every column must be 0, which HiGHS calls an empty model and leaves."""
    if (linear.low > 0).any() or (linear.high < 0).any():
        return None
    return Found(np.zeros(linear.upper.size), 0.0, 0.0, np.zeros(linear.low.size))


def proven_bound(linear: Linear, objective: Floats, row_dual: Floats) -> tuple[float, Floats]:
    """What prices of the rows prove of every x: a bound, and (n,) what each column adds at these prices.

    Any prices prove a bound; those of the linear program prove the best. An x that takes a column which
    adds d < 0, or leaves out one that adds d > 0, is worth at most bound - |d|. Source: Lagrange duality.
    """
    price = np.where(np.isfinite(np.where(row_dual > 0, linear.high, linear.low)), row_dual, 0.0)
    limit = np.where(price > 0, linear.high, np.where(price < 0, linear.low, 0.0))
    added: Floats = objective - linear.matrix.T @ price
    bound = float(price @ limit) + float(np.maximum(added * linear.lower, added * linear.upper).sum())
    return bound, added


def narrowed(linear: Linear, added: Floats, spare: float) -> Linear:
    """Only the x that may still be worth bound - spare or more (see `proven_bound`)."""
    slack = spare + TOLERANCE
    upper = np.where(added < -slack, linear.lower, linear.upper)
    lower = np.where(added > slack, linear.upper, linear.lower)
    return replace(linear, lower=lower, upper=upper)


def _take(linear: Linear, columns: NDArray[np.int64]) -> tuple[Linear, NDArray[np.int64]]:
    """Some columns, and the rows that still say something."""
    matrix = linear.matrix[:, columns]
    says = (np.diff(matrix.indptr) > 0) & (np.isfinite(linear.low) | np.isfinite(linear.high))
    rows = np.flatnonzero(says | (linear.low > 0) | (linear.high < 0))
    lower, upper = linear.lower[columns], linear.upper[columns]
    return Linear(matrix[rows], linear.low[rows], linear.high[rows], lower, upper), rows


def _run(
    linear: Linear,
    objective: Floats,
    whole: NDArray[np.bool_] | None,
    options: dict[str, float],
    start: Floats | None,
) -> Found | None:
    from highspy import ObjSense, SolutionStatus
    from highspy._core import _Highs

    solver = _Highs()  # not Highs, which prints a banner before it can be told to be silent
    for name, value in (OPTIONS | options).items():
        solver.setOptionValue(name, value)
    matrix, mixed = linear.matrix, whole is not None
    solver.passModel(
        matrix.shape[1],
        matrix.shape[0],
        matrix.nnz,
        ROW_WISE,
        ObjSense.kMaximize.value,
        0.0,
        objective.astype(np.float64),
        linear.lower,
        linear.upper,
        linear.low,
        linear.high,
        matrix.indptr.astype(np.int32),
        matrix.indices.astype(np.int32),
        matrix.data,
        np.zeros(objective.size, np.int32) if whole is None else whole.astype(np.int32),
    )
    if start is not None:
        _begin_at(solver, start)
    solver.run()
    info, solution = solver.getInfo(), solver.getSolution()
    if info.primal_solution_status != SolutionStatus.kSolutionStatusFeasible.value:
        return _nothing(solver, objective, start)
    x = np.array(solution.col_value)
    value = float(objective @ x)
    if start is not None and abs(value - info.objective_function_value) > TOLERANCE * max(1.0, abs(value)):
        # HiGHS can prove the optimum and hand back the start, where presolve alone improved on it
        return _run(linear, objective, whole, options, None)
    bound = float(info.mip_dual_bound) if mixed else value
    return Found(x, value, max(value, bound), np.array(() if mixed else solution.row_dual))


def _begin_at(solver: _Highs, start: Floats) -> None:
    from highspy import HighsSolution

    solution = HighsSolution()
    solution.col_value = start.tolist()
    solver.setSolution(solution)


def _nothing(solver: _Highs, objective: Floats, start: Floats | None) -> Found | None:
    from highspy import HighsModelStatus

    if start is not None:
        return Found(start, float(objective @ start), np.inf, np.empty(0))
    if solver.getModelStatus() in (
        HighsModelStatus.kTimeLimit,
        HighsModelStatus.kUnknown,
        HighsModelStatus.kSolutionLimit,
    ):
        raise OutOfTime(
            _("No allocation was found in time."),
            code="out_of_time",
            hint=_("Ask for fewer tasks or people, or allow more seconds."),
        )
    return None
