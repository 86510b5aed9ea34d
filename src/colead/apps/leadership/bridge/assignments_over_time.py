"""Who held what in a stretch of time, read once, and asked for any day of it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from django.db.models import Count

from colead.apps.leadership.models import Assignment, LeadershipTask
from colead.apps.organisations.queries import lasting_beyond, valid_on
from colead.apps.people.models import Position, ReportingLine
from colead.engine.leadership.problem import Floats
from colead.engine.periods import Period


@dataclass(frozen=True)
class Span:
    """From `start` until the day before `end`; None = still."""

    start: date
    end: date | None

    def covers(self, day: date) -> bool:
        """True when `day` lies in it."""
        return Period(self.start, self.end).has(day)


@dataclass(frozen=True)
class TaskSpan(Span):
    """A leadership task while it exists."""

    pk: int
    unit: int
    seats: int
    hours: float


@dataclass(frozen=True)
class AssignmentSpan(Span):
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
    lead_spans: dict[int, list[Span]]
    people: dict[date, int]

    @cached_property
    def by_pk(self) -> dict[int, TaskSpan]:
        """The tasks by primary key."""
        return {task.pk: task for task in self.tasks}

    def tasks_on(self, day: date) -> list[TaskSpan]:
        """The tasks that exist on the day."""
        return [task for task in self.tasks if task.covers(day)]

    def held_on(self, day: date) -> list[AssignmentSpan]:
        """What is held on the day."""
        return [held for held in self.held if held.covers(day)]

    def is_formal_leader(self, person: int, day: date) -> bool:
        """Whether somebody reports to the person on the day."""
        return any(span.covers(day) for span in self.lead_spans.get(person, ()))


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
    lead_spans: dict[int, list[Span]] = defaultdict(list)
    for manager, start, end in lines.values_list("manager_id", "valid_from", "valid_until").distinct():
        lead_spans[manager].append(Span(start, end))
    return AssignmentsOverTime(
        tasks=[
            TaskSpan(start, end, pk, unit, seats, float(hours))
            for start, end, pk, unit, seats, hours in tasks.values_list("valid_from", "valid_until", *fields)
        ],
        held=[
            AssignmentSpan(start, end, task, person, float(share), accepted.date())
            for start, end, task, person, share, accepted in rows
        ],
        lead_spans=dict(lead_spans),
        people=_people(days),
    )


def shares_by_person(held: list[AssignmentSpan]) -> Floats:
    """(h,) how many seats each holder has."""
    sums: dict[int, float] = defaultdict(float)
    for one in held:
        sums[one.person] += one.share
    return np.array(list(sums.values()), np.float64)


def _people(days: list[date]) -> dict[date, int]:
    """How many people have a main position on each day. One query."""
    counts: dict[str, Any] = {f"on_{day:%Y%m%d}": Count("pk", filter=valid_on(day)) for day in days}
    found = Position.objects.filter(is_primary=True).aggregate(**counts)
    return {day: found[f"on_{day:%Y%m%d}"] for day in days}
