"""How leadership is spread: figures of a day and of a unit, and how long seats wait."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Annotated

from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.bridge.assignments_over_time import (
    AssignmentsOverTime,
    AssignmentSpan,
    TaskSpan,
    shares_by_person,
)
from colead.apps.leadership.queries import SOON
from colead.engine.disclosure import FEWEST_CASES
from colead.engine.leadership.spread import Hold, TaskSpread, task_spread, waits
from colead.kit.columns import Column, Kind

FILLED_WITHIN = timedelta(days=182)  # fillings that count for the typical wait on a day
MANY_TASKS = 3
MANY_HOURS = 8.0
"""From so many tasks, or from more hours a week than these, a person carries much."""


ends_soon = lazy(lambda: gettext("Terms that end within %(soon)s days") % {"soon": SOON.days}, str)


@dataclass(frozen=True)
class Figures:
    """How leadership is spread on a day.

    seats, open_seats : of the tasks of that day; half a seat that nobody holds counts 0.5.
    without_position : share in [0, 1] of what people hold to whom nobody reports; None = nothing is held.
    gini, effective_holders : see engine.leadership.spread. None = nothing is held, or not shown.
    ending : assignments that end within SOON, with nobody going on.
    overloaded : people with MANY_TASKS or more, or more than MANY_HOURS a week.
    """

    tasks: Annotated[int, Column(_("Tasks"))]
    seats: Annotated[int, Column(_("Seats"))]
    open_seats: Annotated[float, Column(_("Open seats"), about="half a seat that nobody holds counts 0.5")]
    holders: Annotated[int, Column(_("Who hold something"), header=_("Holders"))]
    without_position: Annotated[
        float | None,
        Column(
            _("Without formal position"),
            Kind.SHARE,
            header=_("Share without formal position"),
            about="of what is held, by people to whom nobody reports",
            cell="leadership/_gauge_cell.html",
        ),
    ]
    gini: Annotated[float | None, Column(_("Gini"), about="0 is equal, 1 all with one", digits=2)]
    effective_holders: Annotated[
        float | None,
        Column(
            _("Effective number"),
            header=_("Effective holders"),
            about="as if so many people held equally much",
        ),
    ]
    ending: Annotated[int, Column(_("End soon"), header=ends_soon())]
    overloaded: Annotated[int, Column(_("Carry much"), header=_("People who carry much"))]


@dataclass(frozen=True)
class Filling:
    """How long free seats typically waited for somebody to say yes.

    days : median; None = fewer than FEWEST_CASES seats were filled.
    """

    filled: Annotated[int, Column(_("Seats filled"), header=_("Seats filled in half a year"))]
    days: Annotated[float | None, Column(_("Days to fill"), header=_("Days to fill, median"))]


def figures_on(
    day: date, holding: AssignmentsOverTime, people: int, units: frozenset[int] | None = None
) -> Figures:
    """The figures of all tasks, or of those in some units, by primary key.

    people : everybody who could hold something, for the Gini; at least as many as hold something.
    """
    tasks = [task for task in holding.tasks_on(day) if units is None or task.unit in units]
    here = {task.pk for task in tasks}
    held = [one for one in holding.held_on(day) if one.task in here]
    spread = task_spread(shares_by_person(held), max(people, len({one.person for one in held})))
    return Figures(
        tasks=len(tasks),
        seats=sum(task.seats for task in tasks),
        open_seats=_open_seats(tasks, held),
        holders=spread.holders,
        without_position=_without_position(day, held, holding),
        gini=spread.gini,
        effective_holders=_effective(spread),
        ending=_ending(day, held, holding),
        overloaded=_overloaded(held, holding),
    )


def fillings(holding: AssignmentsOverTime, units: frozenset[int] | None = None) -> list[tuple[date, int]]:
    """When each seat was filled, and how many days it had waited; in order of the day."""
    by_task: dict[int, list[AssignmentSpan]] = defaultdict(list)
    for one in holding.held:
        by_task[one.task].append(one)
    found = [
        (date.fromordinal(wait.filled), wait.days)
        for task in holding.tasks
        if units is None or task.unit in units
        for wait in waits(task.start.toordinal(), task.seats, _holds(by_task[task.pk]))
    ]
    return sorted(found)


def typical_wait(filled: Iterable[tuple[date, int]], day: date) -> Filling:
    """The median wait of the seats filled in the half year up to the day."""
    days = [wait for on, wait in filled if day - FILLED_WITHIN < on <= day]
    return Filling(len(days), float(median(days)) if len(days) >= FEWEST_CASES else None)


def _holds(rows: list[AssignmentSpan]) -> list[Hold]:
    ends = {(row.person, row.end) for row in rows}
    return [
        Hold(
            accepted=row.accepted.toordinal(),
            start=row.start.toordinal(),
            end=None if row.end is None else row.end.toordinal(),
            goes_on=(row.person, row.start) in ends,
        )
        for row in rows
    ]


def _open_seats(tasks: list[TaskSpan], held: list[AssignmentSpan]) -> float:
    taken: dict[int, float] = defaultdict(float)
    for one in held:
        taken[one.task] += one.share
    return round(sum(max(task.seats - taken[task.pk], 0.0) for task in tasks), 2)


def _without_position(day: date, held: list[AssignmentSpan], holding: AssignmentsOverTime) -> float | None:
    total = sum(one.share for one in held)
    formal = sum(one.share for one in held if holding.is_formal_leader(one.person, day))
    return 1 - formal / total if total else None


def _effective(spread: TaskSpread) -> float | None:
    return None if spread.effective_holders is None else round(spread.effective_holders, 9)


def _ending(day: date, held: list[AssignmentSpan], holding: AssignmentsOverTime) -> int:
    starts = {(one.task, one.person, one.start) for one in holding.held}
    return sum(
        one.end is not None and one.end <= day + SOON and (one.task, one.person, one.end) not in starts
        for one in held
    )


def _overloaded(held: list[AssignmentSpan], holding: AssignmentsOverTime) -> int:
    tasks: dict[int, int] = defaultdict(int)
    hours: dict[int, float] = defaultdict(float)
    for one in held:
        tasks[one.person] += 1
        hours[one.person] += one.share * holding.by_pk[one.task].hours
    return sum(tasks[person] >= MANY_TASKS or hours[person] > MANY_HOURS for person in tasks)
