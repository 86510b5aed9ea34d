"""How leadership is spread: who held what on any day, figures of it, how long seats wait."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Annotated, Any

import numpy as np
from django.db.models import Count
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.models import Assignment, LeadershipTask, NeededCompetency
from colead.apps.leadership.queries import SOON
from colead.apps.organisations.queries import lasting_beyond, valid_on
from colead.apps.people.bridge import Structure
from colead.apps.people.bridge.strengths import AllocationStrengths, shown_strengths
from colead.apps.people.models import Position, ReportingLine
from colead.engine import disclosure
from colead.engine.disclosure import FEWEST_CASES
from colead.engine.leadership.problem import Bools
from colead.engine.leadership.spread import Hold, single_holder_tasks, task_spread, waits
from colead.engine.periods import Period
from colead.kit.columns import Column, Kind

FILLED_WITHIN = timedelta(days=182)  # fillings that count for the typical wait on a day
MANY_TASKS = 3
MANY_HOURS = 8.0
"""From so many tasks, or from more hours a week than these, a person carries much."""


@dataclass(frozen=True, kw_only=True)
class TaskSpan(Period):
    """A leadership task while it exists."""

    pk: int
    unit: int
    seats: int
    hours: float


@dataclass(frozen=True, kw_only=True)
class AssignmentSpan(Period):
    """Somebody holds a share of a seat of a task."""

    task: int
    person: int
    share: float
    accepted: date


@dataclass(frozen=True)
class AssignmentsOverTime:
    """Tasks and holders that touch a stretch of time, and when holders were formal leaders.

    lead_spans : by person, when somebody reported to them; only those who hold something are in it.
    people : by day asked for, how many worked here.
    """

    tasks: list[TaskSpan]
    held: list[AssignmentSpan]
    lead_spans: dict[int, list[Period]]
    people: dict[date, int]

    def tasks_on(self, day: date) -> list[TaskSpan]:
        """The tasks that exist on the day."""
        return [task for task in self.tasks if task.has(day)]


def assignments_over_time(first: date, last: date, days: list[date]) -> AssignmentsOverTime:
    """What was there from `first` to `last`, and how many people on each of `days`. Four queries.

    Tasks that were closed before `first` are left out; a formal leader is somebody to whom others report.
    """
    touching = lasting_beyond(first)
    tasks = LeadershipTask.objects.filter(touching, valid_from__lte=last).order_by("pk")
    fields = ("pk", "unit_id", "seats", "hours_per_week")
    held = Assignment.objects.holders().filter(task__in=tasks).order_by("pk")
    rows = held.values_list("valid_from", "valid_until", "task_id", "person_id", "share", "accepted_at")
    lines = ReportingLine.objects.solid().filter(touching, manager__in=held.values("person"))
    lead_spans: dict[int, list[Period]] = defaultdict(list)
    for manager, start, end in lines.values_list("manager_id", "valid_from", "valid_until").distinct():
        lead_spans[manager].append(Period(start, end))
    names = {day: f"on_{day:%Y%m%d}" for day in days}
    counts: dict[str, Any] = {name: Count("pk", filter=valid_on(day)) for day, name in names.items()}
    found = Position.objects.filter(is_primary=True).aggregate(**counts)
    return AssignmentsOverTime(
        tasks=[
            TaskSpan(start, end, pk=pk, unit=unit, seats=seats, hours=float(hours))
            for start, end, pk, unit, seats, hours in tasks.values_list("valid_from", "valid_until", *fields)
        ],
        held=[
            AssignmentSpan(start, end, task=task, person=person, share=float(share), accepted=accepted.date())
            for start, end, task, person, share, accepted in rows
        ],
        lead_spans=dict(lead_spans),
        people={day: found[name] for day, name in names.items()},
    )


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
    held = [one for one in holding.held if one.has(day) and one.task in here]
    shares: dict[int, float] = defaultdict(float)
    for one in held:
        shares[one.person] += one.share
    spread = task_spread(np.array(list(shares.values()), np.float64), max(people, len(shares)))
    effective = spread.effective_holders
    total = sum(one.share for one in held)
    led = holding.lead_spans
    formal = sum(one.share for one in held if any(span.has(day) for span in led.get(one.person, ())))
    return Figures(
        tasks=len(tasks),
        seats=sum(task.seats for task in tasks),
        open_seats=_open_seats(tasks, held),
        holders=spread.holders,
        without_position=1 - formal / total if total else None,
        gini=spread.gini,
        effective_holders=None if effective is None else round(effective, 9),
        ending=_ending(day, held, holding),
        overloaded=_overloaded(held, tasks),
    )


def fillings(holding: AssignmentsOverTime) -> list[tuple[date, int]]:
    """When each seat was filled, and how many days it had waited; in order of the day."""
    by_task: dict[int, list[AssignmentSpan]] = defaultdict(list)
    for one in holding.held:
        by_task[one.task].append(one)
    found = [
        (date.fromordinal(wait.filled), wait.days)
        for task in holding.tasks
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


def _ending(day: date, held: list[AssignmentSpan], holding: AssignmentsOverTime) -> int:
    starts = {(one.task, one.person, one.start) for one in holding.held}
    return sum(
        one.end is not None and one.end <= day + SOON and (one.task, one.person, one.end) not in starts
        for one in held
    )


def _overloaded(held: list[AssignmentSpan], of_tasks: list[TaskSpan]) -> int:
    hours_of = {task.pk: task.hours for task in of_tasks}
    tasks: dict[int, int] = defaultdict(int)
    hours: dict[int, float] = defaultdict(float)
    for one in held:
        tasks[one.person] += 1
        hours[one.person] += one.share * hours_of[one.task]
    return sum(tasks[person] >= MANY_TASKS or hours[person] > MANY_HOURS for person in tasks)


@dataclass(frozen=True)
class SingleHolderRisk:
    """Of `counted` tasks, `tasks` could be held by one person of their unit at most."""

    counted: int
    tasks: int


def single_holder_risk(structure: Structure, tasks: dict[int, int]) -> dict[int, SingleHolderRisk]:
    """Tasks that no more than one person could hold, by index of the unit, -1 = the whole organisation; units
    where too few show anything are left out. Four queries.

    Counted from strengths that people show to everybody: whoever sets the needs of a task chooses the
    question, and with hidden strengths in it the answer would be about one person.
    Never a name. A task counts where a crowd of its unit, with all below it, shows strengths. It is counted
    as things are now, whatever day a page shows: two days side by side would tell what one who came adds.

    tasks : primary key of a task -> index of its unit.
    """
    strengths = shown_strengths(structure.day)
    place = np.array([structure.index_of(int(pk)) for pk in strengths.person_pks], np.int64)
    unit = np.where(place >= 0, structure.engine.unit[place], -1)  # (P,) of each person, -1 = none
    needs = _critical(structure.day, list(tasks))
    alone: dict[int, bool] = {}
    for task, where in tasks.items():
        here = np.isin(unit, structure.engine.unit_tree.branch(where))
        if disclosure.is_crowd(int(here.sum())):
            alone[task] = bool(single_holder_tasks(_can_hold(strengths, here, needs.get(task, []))[None, :]))
    return _summed(structure, alone, tasks)


def _summed(
    structure: Structure, alone: dict[int, bool], tasks: dict[int, int]
) -> dict[int, SingleHolderRisk]:
    """Each task counts in its unit, in every unit above, and in the whole: crowds only grow upwards."""
    counted: dict[int, list[bool]] = {}
    for task, is_alone in alone.items():
        for where in (*structure.engine.unit_tree.line_up(tasks[task]), -1):
            counted.setdefault(where, []).append(is_alone)
    return {where: SingleHolderRisk(len(found), sum(found)) for where, found in counted.items()}


def _critical(day: date, tasks: list[int]) -> dict[int, list[tuple[int, int]]]:
    """By task the competencies that it cannot do without, with the level of each. One query."""
    rows = NeededCompetency.objects.on(day).filter(is_critical=True, task__in=tasks)
    found: dict[int, list[tuple[int, int]]] = {}
    for task, competency, level in rows.values_list("task_id", "competency_id", "level"):
        found.setdefault(task, []).append((competency, level))
    return found


def _can_hold(strengths: AllocationStrengths, here: Bools, needs: list[tuple[int, int]]) -> Bools:
    """(P,) who meets every level; what somebody has not said anything about is not met."""
    met = here.copy()
    for competency, level in needs:
        column = int(np.searchsorted(strengths.competency_pks, competency))
        met &= np.nan_to_num(strengths.level[:, column], nan=-1.0) >= level
    return met
