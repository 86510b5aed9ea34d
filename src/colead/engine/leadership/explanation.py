"""Everything that is said about an allocation: who was next, what keeps places open, what rules cost."""

from __future__ import annotations

from collections.abc import Callable

from colead.engine.leadership.fit import Fit
from colead.engine.leadership.prices import prices
from colead.engine.leadership.problem import Price, Rules
from colead.engine.leadership.reasons import open_because, runners_up
from colead.engine.leadership.seating import Reasons
from colead.engine.leadership.steps import Ordered
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
