"""How leadership is spread: who held what on any day, figures of it, how long seats wait."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Annotated, Any

import numpy as np
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.models import Assignment, LeadershipTask
from colead.apps.leadership.queries import SOON
from colead.apps.organisations.queries import lasting_beyond
from colead.apps.people.bridge.head_counts import people_on
from colead.apps.people.models import ReportingLine
from colead.engine.disclosure import FEWEST_CASES
from colead.engine.leadership.problem import Bools, Floats, Ints
from colead.engine.leadership.spread import Hold, task_spread, waits
from colead.kit.columns import Column, Kind

FILLED_WITHIN = timedelta(days=182)  # fillings that count for the typical wait on a day
MANY_TASKS = 3
MANY_HOURS = 8.0
"""From so many tasks, or from more hours a week than these, a person carries much."""
FOREVER = date.max.toordinal()


@dataclass(frozen=True, eq=False)
class Spans:
    """(n,) half-open periods: the first day, and the one after the last, as of `date.toordinal`."""

    start: Ints
    end: Ints

    def on(self, day: date) -> Bools:
        """(n,) which of them have the day."""
        return (self.start <= day.toordinal()) & (day.toordinal() < self.end)


@dataclass(frozen=True, eq=False)
class Tasks(Spans):
    """(T,) leadership tasks while they exist, by ascending primary key. unit : primary key."""

    pk: Ints
    unit: Ints
    seats: Ints
    hours: Floats


@dataclass(frozen=True, eq=False)
class Held(Spans):
    """(H,) somebody holds a share of a seat. task, person : by index. accepted : the day."""

    task: Ints
    person: Ints
    share: Floats
    accepted: Ints

    @property
    def goes_on(self) -> Bools:
        """(H,) whether the same person holds the same task from the day on which this ends."""
        begun = set(zip(self.task.tolist(), self.person.tolist(), self.start.tolist(), strict=True))
        ends = zip(self.task.tolist(), self.person.tolist(), self.end.tolist(), strict=True)
        return np.array([end in begun for end in ends], np.bool_)


@dataclass(frozen=True, eq=False)
class AssignmentsOverTime:
    """Tasks and holders that touch a stretch of time, and when holders were formal leaders.

    n_people : how many people hold something at some time.    goes_on : see Held.
    led : (L,) when somebody reported to one of them.    leads : (L,) to whom, by index.
    people : by day asked for, how many worked here.
    """

    tasks: Tasks
    held: Held
    goes_on: Bools
    n_people: int
    led: Spans
    leads: Ints
    people: dict[date, int]


def assignments_over_time(first: date, last: date, days: list[date]) -> AssignmentsOverTime:
    """What was there from `first` to `last`, and how many people on each of `days`. Three queries, and those
    of `people_on`.

    Tasks that were closed before `first` are left out; a formal leader is somebody to whom others report.
    """
    touching = lasting_beyond(first)
    rows = LeadershipTask.objects.filter(touching, valid_from__lte=last).order_by("pk")
    start, end, pks, unit, seats, hours = _columns(rows, "pk", "unit_id", "seats", "hours_per_week")
    tasks = Tasks(start, end, _ints(pks), _ints(unit), _ints(seats), _floats(hours))
    holders = Assignment.objects.holders().filter(task__in=rows).order_by("pk")
    start, end, task, who, share, accepted = _columns(holders, "task_id", "person_id", "share", "accepted_at")
    people, person = np.unique(_ints(who), return_inverse=True)
    said_yes = _ints(one.date().toordinal() for one in accepted)
    held = Held(start, end, np.searchsorted(tasks.pk, _ints(task)), person, _floats(share), said_yes)
    lines = ReportingLine.objects.solid().filter(touching, manager__in=holders.values("person"))
    start, end, manager = _columns(lines.distinct(), "manager_id")
    leads = np.searchsorted(people, _ints(manager))
    return AssignmentsOverTime(
        tasks, held, held.goes_on, len(people), Spans(start, end), leads, people_on(days)
    )


def _columns(rows: Any, *fields: str) -> tuple[Any, ...]:
    """Period and fields of dated rows, each as a column. One query."""
    found = list(zip(*rows.values_list("valid_from", "valid_until", *fields), strict=True))
    start, end, *others = found or [()] * (2 + len(fields))
    ends = (FOREVER if day is None else day.toordinal() for day in end)
    return _ints(day.toordinal() for day in start), _ints(ends), *others


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, np.int64)


def _floats(values: Iterable[Any]) -> Floats:
    return np.fromiter(values, np.float64)


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


def figures_on(day: date, holding: AssignmentsOverTime, people: int, chosen: Bools | None = None) -> Figures:
    """The figures of all tasks, or of the chosen ones.

    people : everybody who could hold something, for the Gini; at least as many as hold something.
    chosen : (T,)
    """
    tasks, held = holding.tasks, holding.held
    here = tasks.on(day) if chosen is None else tasks.on(day) & chosen
    now = held.on(day) & here[held.task]
    shares: Floats = np.bincount(held.person[now], held.share[now], holding.n_people).astype(np.float64)
    who = shares > 0
    spread = task_spread(shares[who], max(people, int(who.sum())))
    effective, total = spread.effective_holders, float(shares.sum())
    return Figures(
        tasks=int(here.sum()),
        seats=int(tasks.seats[here].sum()),
        open_seats=_open_seats(tasks, held, here, now),
        holders=spread.holders,
        without_position=1 - float(shares[_formal_leaders(day, holding)].sum()) / total if total else None,
        gini=spread.gini,
        effective_holders=None if effective is None else round(effective, 9),
        ending=int((now & (held.end <= (day + SOON).toordinal()) & ~holding.goes_on).sum()),
        overloaded=_overloaded(tasks, held, now),
    )


def _formal_leaders(day: date, holding: AssignmentsOverTime) -> Bools:
    """Of those who hold something at some time, by index."""
    leads = np.zeros(holding.n_people, np.bool_)
    leads[holding.leads[holding.led.on(day)]] = True
    return leads


def _open_seats(tasks: Tasks, held: Held, here: Bools, now: Bools) -> float:
    taken = np.bincount(held.task[now], held.share[now], len(tasks.seats))
    return round(float(np.maximum(tasks.seats - taken, 0.0)[here].sum()), 2)


def _overloaded(tasks: Tasks, held: Held, now: Bools) -> int:
    who = held.person[now]
    hours = np.bincount(who, held.share[now] * tasks.hours[held.task[now]])
    return int(((np.bincount(who) >= MANY_TASKS) | (hours > MANY_HOURS)).sum())


@dataclass(frozen=True, eq=False)
class Fillings:
    """(F,) when seats were filled, in order, and how many days each had waited."""

    filled: Ints
    days: Ints

    def typical_wait(self, day: date) -> Filling:
        """The median wait of the seats filled in the half year up to the day."""
        within = (day - FILLED_WITHIN).toordinal(), day.toordinal()
        first, last = np.searchsorted(self.filled, within, side="right")
        days = self.days[first:last]
        return Filling(len(days), float(np.median(days)) if len(days) >= FEWEST_CASES else None)


def fillings(holding: AssignmentsOverTime) -> Fillings:
    """When each seat was filled, and how many days it had waited."""
    tasks, found = holding.tasks, []
    opened, seats = tasks.start.tolist(), tasks.seats.tolist()
    for task, rows in groupby(_holds(holding.held), key=lambda row: row[0]):
        found += waits(opened[task], seats[task], [hold for _task, hold in rows])
    in_order = np.array(sorted(found), np.int64).reshape(-1, 2)
    return Fillings(in_order[:, 0], in_order[:, 1])


def _holds(held: Held) -> list[tuple[int, Hold]]:
    """Every hold with the index of its task, task by task."""
    columns = (held.task, held.person, held.accepted, held.start, held.end)
    rows = list(zip(*(column.tolist() for column in columns), strict=True))
    ends = {(task, person, end) for task, person, _accepted, _start, end in rows}
    found = [
        (task, Hold(accepted, start, None if end == FOREVER else end, (task, person, start) in ends))
        for task, person, accepted, start, end in rows
    ]
    return sorted(found, key=lambda row: row[0])
