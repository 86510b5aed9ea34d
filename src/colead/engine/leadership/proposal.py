"""Who could lead what: an allocation of leadership tasks to strengths that explains itself.

The engine proposes; only people's own acceptance assigns.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from colead.engine.leadership.conflict import find_conflict
from colead.engine.leadership.fit import Fit, fit_of
from colead.engine.leadership.prices import prices
from colead.engine.leadership.problem import AllocationProblem, Bools, Demand, Ids, Price, Proposal, Rules
from colead.engine.leadership.program import program_of
from colead.engine.leadership.reasons import open_because, runners_up
from colead.engine.leadership.seating import Reasons, loads_of, seats_of
from colead.engine.leadership.solver import TOLERANCE
from colead.engine.leadership.steps import Ordered, in_order
from colead.engine.leadership.tie_break import draws
from colead.engine.leadership.validity import by_name, check
from colead.engine.leadership.why import Why

Progress = Callable[[int, int], None]


def explain(
    fit: Fit, rules: Rules, found: Ordered, progress: Progress | None
) -> tuple[Reasons, tuple[Price, ...]]:
    """Reasons for every task, and prices where the rules ask for them. `progress` (tasks done, tasks)."""
    if found.best is None:
        return Reasons({}, {}), ()
    why, problem = Why(fit, rules, found, found.best), fit.problem
    reasons, tasks = Reasons({}, {}), len(problem.task_ids)
    for task in range(tasks):
        for kind, wanted in (("holder", problem.seats[task]), ("deputy", problem.deputies[task])):
            if not wanted:
                continue
            deputy = kind == "deputy"
            reasons.runners_up[task, kind] = runners_up(why, task, deputy)
            if why.holding(task, deputy).size < wanted:
                reasons.open_because[task, kind] = open_because(why, task, deputy)
        if progress is not None:
            progress(task + 1, tasks + rules.prices)
    found_prices = prices(why) if rules.prices else ()
    if progress is not None:
        progress(tasks + rules.prices, tasks + rules.prices)
    return reasons, found_prices


ALL_PAIRS = 60_000
"""Up to so many pairs of task and person, all are looked at; beyond, the best `Rules.candidates` a task."""

DEFAULT = Rules()
PROVEN = 10 * TOLERANCE
"""A bound as close as this leaves no better allocation."""

Named = TypeVar("Named")


def propose(problem: AllocationProblem, rules: Rules = DEFAULT, progress: Progress | None = None) -> Proposal:
    """Propose who could lead what, with reasons.

    In this order, each step keeping what the steps before it reached:

    1. *coverage*: as many seats filled as possible, then as many deputies' places;
    2. *fairness* (`rules.fairness`): the person who gives the largest share of the hours they offered gives
       as small a share as possible, so that nobody carries more than it takes; `least` is the share that
       this person keeps free, 0 to 1;
    3. *fit*: the largest sum of fit, wishes included; a deputy counts a quarter (`DEPUTY_SHARE`), a holder
       who stays counts `rules.continuity` more;
    4. *stretch*: as many people as possible who grow beside a mentor;
    5. *continuity*: as many holders of today as possible;
    6. what `rules.seed` draws.

    What must hold: hours and tasks a person takes at most (a deputy's place takes a quarter of the hours;
    as many deputies' places as seats at most), deputies who are not holders of the same task, the share of
    formal leaders among the seats filled, pairs never on the same task, who is locked in or out, tasks that
    must be filled, stretch only once a person and beside a mentor (`fit_of`).

    `problem` : tasks T, people P, competencies K, as arrays; the order of rows decides nothing.
    `progress` : called with (steps done, steps in all).

    Returns a Proposal. Where demands contradict each other nothing is proposed: `conflict` holds a smallest
    set of them (none can be left out) and what would mend it. Up to 60,000 pairs all are looked at; beyond,
    `proof` says "candidates" and all that is claimed holds among the best `rules.candidates` people a task.

    Raises ProblemError where a value makes no sense. Cost: some mixed-integer programs, seconds for 40 tasks
    by 600 people. Source: generalised assignment in lexicographic order (Ogryczak 1997 for max-min fairness).
    """
    check(problem, rules)
    fit = fit_of(by_name(problem), rules)
    among = candidates(fit, rules)
    found = in_order(program_of(fit, rules, among), rules)
    if found is None:
        return _nothing(problem, find_conflict(fit.problem, rules, among), among is None)
    reasons, found_prices = explain(fit, rules, found, progress)
    steps = found.steps()
    bound = _bound(found)
    return Proposal(
        seats=_sorted(seats_of(fit, found, reasons), problem.task_ids, lambda seat: seat.task),
        loads=_sorted(loads_of(found), problem.person_ids, lambda load: load.person),
        filled=round(steps["filled"]),
        wanted=int(problem.seats.sum()),
        least=steps["least"],
        fit=steps["fit"],
        bound=bound,
        gap=(bound - steps["fit"]) / max(abs(bound), TOLERANCE),
        proof=_proof(found),
        prices=found_prices,
        steps=steps,
    )


def _nothing(problem: AllocationProblem, conflict: tuple[Demand, ...], complete: bool) -> Proposal:
    return Proposal(
        seats=(),
        loads=(),
        filled=0,
        wanted=int(problem.seats.sum()),
        least=None,
        fit=0.0,
        bound=0.0,
        gap=0.0,
        proof="optimal" if complete else "candidates",
        conflict=conflict,
    )


def candidates(fit: Fit, rules: Rules) -> Bools | None:
    """(T, P) the pairs looked at; None = all: the best of each task, who holds it today, who is locked in."""
    problem = fit.problem
    tasks, people = fit.fit.shape
    if tasks * people <= ALL_PAIRS:
        return None
    among = problem.locked | problem.current
    everybody = np.arange(people)
    for task in range(tasks):
        drawn = draws(problem.task_ids, problem.person_ids, np.full(people, task), everybody, rules.seed)
        worst_first = np.where(np.isnan(fit.fit[task]), -np.inf, fit.fit[task])
        among[task, np.lexsort((drawn, worst_first))[-rules.candidates :]] = True
    return among


def _proof(found: Ordered) -> str:
    if not found.program.complete:
        return "candidates"
    return "optimal" if found.proven and _bound(found) - found.reached("fit") <= PROVEN else "gap"


def _bound(found: Ordered) -> float:
    fit = found.reached("fit")
    return fit if found.best is None else max(found.best.bound, fit)


def _sorted(found: Sequence[Named], ids: Ids, name: Callable[[Named], str]) -> tuple[Named, ...]:
    """In the order in which tasks or people were given."""
    place = {str(each): place for place, each in enumerate(ids)}
    return tuple(sorted(found, key=lambda one: place[name(one)]))
