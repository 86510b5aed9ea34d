"""Who should hold which task: the allocation with the most seats filled and then the most fit, with proof."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from colead.engine.errors import Translate, gettext_noop
from colead.engine.errors import gettext_noop as _
from colead.engine.leadership.problem import Ints
from colead_large_allocation.by_tasks import allocate_by_tasks
from colead_large_allocation.demand import Coverage, Demand, Progress, checked
from colead_large_allocation.effort import Effort, Solved
from colead_large_allocation.question import Question, question_of
from colead_large_allocation.refusal import AllocationError
from colead_large_allocation.scores import Fits

__all__ = ["Allocation", "AllocationError", "allocate"]
Proof = Literal["optimal", "gap", "candidates"]
ROUNDING = 1e-9
"""A gap up to this is rounding of numbers."""
_PROVEN = {
    "optimal": _(
        "Proven over all pairs: no allocation fills more seats, and none that fills as many fits better."
    ),
    "gap": _(
        "Proven over all pairs: no allocation fills more seats, and none that fills as many fits better by "
        "more than {percent:.2g} percent."
    ),
    "candidates": _(
        "Not proven that no more than {filled} seats can be filled: at most {filled_bound}. None that fills "
        "as many fits better by more than {percent:.2g} percent."
    ),
}
_PROVEN_FREE = {
    "optimal": _("Proven over all pairs: no allocation fits better."),
    "gap": _("Proven over all pairs: no allocation fits better by more than {percent:.2g} percent."),
}


@dataclass(frozen=True, eq=False)
class Allocation:
    """Who holds what, and how good that is.

    pairs : (n, 2) [row of a task, column of a person], in order, each at most once.
    objective : sum of fit over the pairs, less costs of load.
    filled, wanted : seats held, and seats asked for.
    filled_bound : proven; no allocation fills more seats (where coverage is free: equal to `filled`).
    bound : proven; no allocation that fills as many seats is worth more (coverage "free": none at all).
    gap : (bound - objective) / |bound|; 0 where only rounding of numbers lies between them.
    proof : "optimal": both are proven best, fit but for rounding to a billionth of the largest.
        "gap": as many seats as possible are proven, the fit but for `gap`.
        "candidates": seats are filled best among the people looked at; up to `filled_bound` might be.
        `bound` and `filled_bound` hold over all pairs, also where only some were given to the solver.
    method : how it was found. rounds : how often pairs were added and solved again.
    unfilled : tasks with open seats.
    """

    pairs: Ints
    objective: float
    filled: int
    wanted: int
    filled_bound: int
    bound: float
    gap: float
    proof: Proof
    method: str
    rounds: int
    unfilled: Ints
    coverage: Coverage = "first"

    def statement(self, gettext: Translate = gettext_noop) -> str:
        """What is proven, in a sentence."""
        sentences = _PROVEN if self.coverage == "first" else _PROVEN_FREE
        return gettext(sentences[self.proof]).format(
            percent=100 * self.gap, filled=self.filled, filled_bound=self.filled_bound
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain numbers, texts and lists."""
        plain = vars(self) | {"pairs": self.pairs.tolist(), "unfilled": self.unfilled.tolist()}
        return plain | {"proven": self.statement()}


def allocate(
    fit: ArrayLike | Fits,
    hours: ArrayLike | None = None,
    capacity: ArrayLike | None = None,
    seats: ArrayLike | None = None,
    *,
    most_tasks: ArrayLike | None = None,
    load_cost: ArrayLike | None = None,
    locked: ArrayLike | None = None,
    coverage: Coverage = "free",
    candidates: int = 60,
    seed: int = 1,
    gap: float = 0.001,
    seconds: float = 60.0,
    progress: Progress | None = None,
) -> Allocation:
    """The pairs of most total fit, no seat filled twice and nobody beyond what they can carry.

    Parameters
    ----------
    fit : (T, P) what a person adds to a task, of any sign and unit; NaN = not allowed. Or a `BlockwiseFit`,
        where that matrix would not fit in memory.
    hours : (T,) or (T, P) hours of a seat, 0 or more; None = people are counted in tasks.
    capacity : (P,) hours a person has, or tasks where `hours` is None; None = no limit.
    seats : (T,) people wanted, none of them twice on a task; None = 1 each.
    most_tasks : (P,) tasks a person takes at most, beside the hours; None = no limit.
    load_cost : (L,) or (P, L) fit that a person's 1st, 2nd, ... task costs, never falling; the last holds for
        all beyond. Rising costs spread the tasks.
    locked : (n, 2) pairs [task, person] that hold, or (T, P) true where they do.
    coverage : "free" = the most fit, seats may stay open; "first" = as many seats as possible, then fit.
    candidates : people looked at first for each task where all pairs are too many.
    seed : decides among equals, and nothing else.
    gap : with hours, the share of the objective that may stay unproven. seconds : the time for it, about.
    progress : called as progress(done, total) now and then.

    Where people are counted in tasks the result is the optimum over all pairs, proven (unless the time is
    over). With hours the problem is NP-hard: the gap is proven over all pairs, and told. Hours that are
    exceeded by a millionth are within.

    Raises AllocationError: which value, what is allowed.
    Cost: tasks O(T P) to look at all pairs, flow O(T K log) on K candidates a task. 1,000 x 10,000 takes
    tenths of a second, 10,000 x 1,000,000 some seconds.
    Sources: Ahuja, Magnanti & Orlin (1993) ch. 9-14; Dantzig & Wolfe (1960); Geoffrion (1974);
    Huangfu & Hall (2018).

    >>> found = allocate([[3.0, 2.0], [2.0, float("nan")]], capacity=[1, 1])
    >>> found.pairs.tolist(), found.objective, found.bound, found.proof
    ([[0, 1], [1, 0]], 4.0, 4.0, 'optimal')
    """
    _check_effort(candidates, gap, seconds)
    demand = checked(fit, hours, capacity, seats, most_tasks, load_cost, locked, coverage)
    question = question_of(demand, seed)
    until = time.perf_counter() + seconds
    effort = Effort(candidates, seed, gap, until, progress or (lambda _done, _total: None))
    if demand.hours is None:
        return _allocation(question, allocate_by_tasks(question, effort))
    from colead_large_allocation.by_hours import allocate_by_hours

    return _allocation(question, allocate_by_hours(question, effort))


def _allocation(question: Question, solved: Solved) -> Allocation:
    demand = question.demand
    found = np.column_stack([question.task[solved.task], question.person[solved.person]])
    pairs = np.concatenate([demand.locked, found])
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    task, person = pairs.T
    objective = float(demand.fits.fit(task, person).sum()) - demand.load_of(person)
    bound = max(objective, solved.bound + _already(demand))
    exact = solved.exact or bound - objective <= ROUNDING * abs(bound)
    gap = 0.0 if exact else (bound - objective) / abs(bound)
    proof: Proof = "optimal" if exact else "gap"
    filled_bound = solved.filled_bound + len(demand.locked)
    holders = np.bincount(task, minlength=demand.seats.size)
    return Allocation(
        pairs=pairs,
        objective=objective,
        filled=len(pairs),
        wanted=int(demand.seats.sum()),
        filled_bound=filled_bound,
        bound=bound,
        gap=gap,
        proof=proof if filled_bound == len(pairs) else "candidates",
        method=solved.method,
        rounds=solved.rounds,
        unfilled=np.flatnonzero(holders < demand.seats),
        coverage=demand.coverage,
    )


def _already(demand: Demand) -> float:
    """The objective of the locked pairs."""
    task, person = demand.locked.T
    return float(demand.fits.fit(task, person).sum()) - demand.load_of(person)


def _check_effort(candidates: int, gap: float, seconds: float) -> None:
    given = {"candidates": (candidates, 1), "gap": (gap, 0), "seconds": (seconds, 0)}
    for name, (value, least) in given.items():
        if not value >= least:
            raise AllocationError(
                _("{name} is {value}."),
                code=f"wrong_{name}",
                hint=_("Write {least} or more."),
                name=name,
                value=value,
                least=least,
            )
