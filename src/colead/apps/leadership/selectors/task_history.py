"""What happened to a task, day by day: everything here anybody in the organisation may know."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.models import Accountability, Assignment, LeadershipTask, NeededCompetency
from colead.apps.leadership.models.assignments import Kind
from colead.apps.people.selectors.links import PersonLink


class Period(Protocol):
    """A row with a first day, and a day on which it is over."""

    @property
    def valid_from(self) -> date: ...
    @property
    def valid_until(self) -> date | None: ...


@dataclass(frozen=True)
class Event:
    """Something that happened, or is to happen, on a day. `person` is the one whom it concerns."""

    day: date
    text: str
    person: PersonLink | None = None


BEGINS = {
    Kind.HOLDER: _("takes the task"),
    Kind.DEPUTY: _("stands ready as deputy"),
    Kind.COVER: _("covers during an absence"),
}
ENDS = {
    Kind.HOLDER: _("passes the task on"),
    Kind.DEPUTY: _("is deputy no longer"),
    Kind.COVER: _("gives the task back after covering"),
}


def task_history(
    task: LeadershipTask,
    accountabilities: Iterable[Accountability],
    needs: Iterable[NeededCompetency],
    mandates: Iterable[Period],
    assignments: Sequence[Assignment],
) -> tuple[Event, ...]:
    """The events of a task, the newest first. Why an assignment ended is not among them. No query."""
    events = [
        Event(task.valid_from, str(_("The task opens"))),
        *_changes(task, accountabilities, _("Its accountabilities change")),
        *_changes(task, needs, _("What it asks for changes")),
        *_changes(task, mandates, _("Its mandate changes")),
        *_people(assignments),
    ]
    if task.valid_until is not None:
        events.append(Event(task.valid_until, str(_("The task closes"))))
    return tuple(sorted(events, key=lambda event: event.day, reverse=True))


def _changes(task: LeadershipTask, rows: Iterable[Period], text: Promise) -> Iterator[Event]:
    """One event for each day on which rows begin or end, apart from the task's own first and last day."""
    periods = [(row.valid_from, row.valid_until) for row in rows]
    days = {day for period in periods for day in period if day is not None}
    yield from (Event(day, str(text)) for day in days - {task.valid_from, task.valid_until})


def _people(assignments: Sequence[Assignment]) -> Iterator[Event]:
    for row in assignments:
        person = PersonLink(row.person.key, row.person.name)
        kind = Kind(row.kind)
        yield Event(row.valid_from, str(BEGINS[kind]), person)
        if row.valid_until is not None:
            yield Event(row.valid_until, str(ENDS[kind]), person)
