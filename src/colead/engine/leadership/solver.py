"""Linear and mixed-integer programs over arrays, solved by HiGHS: one thread, the same answer every time."""

from __future__ import annotations

from dataclasses import dataclass
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
    apart: float = TOLERANCE,
    start: Floats | None = None,
) -> Found | None:
    """Solve max objective @ x; `whole` (n,) marks the x that are whole numbers, None = none.

    None where nothing satisfies the rows. Values closer than `apart` are the same;
    `start` (n,) satisfies the rows: the search begins there, and what is found is never worse.
    Raises OutOfTime where nothing was found within `seconds`.
    """
    from highspy import ObjSense, SolutionStatus
    from highspy._core import _Highs

    solver = _Highs()  # not Highs, which prints a banner before it can be told to be silent
    for name, value in (OPTIONS | {"mip_abs_gap": apart / 2, "time_limit": float(seconds)}).items():
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
    if solver.getModelStatus() in (HighsModelStatus.kTimeLimit, HighsModelStatus.kUnknown):
        raise OutOfTime(
            _("No allocation was found in time."),
            code="out_of_time",
            hint=_("Ask for fewer tasks or people, or allow more seconds."),
        )
    return None
