"""What is held and offered, and whose turn is over: it counts before anything is proposed."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from colead.apps.leadership.models import Assignment, Kind, LeadershipTask, Offer
from colead.apps.leadership.seats import held_at_most
from colead.apps.organisations.queries import lasting_beyond
from colead.apps.people.models import Leave, Person
from colead.engine.dates import add_months
from colead.engine.leadership.program import DEPUTY_SHARE
from colead.engine.leadership.rotation import Held, Rotation, turn_ends
from colead.engine.periods import Period, earliest, stretch_end


def hours_of(hours_per_week: Decimal, share: Decimal, kind: str) -> Decimal:
    """Hours a week of a place in a task; a deputy's takes a quarter of what a seat takes."""
    part = Decimal(str(DEPUTY_SHARE)) if kind == Kind.DEPUTY else Decimal(1)
    return hours_per_week * share * part


@dataclass(frozen=True)
class Commitment:
    """A person holds a task on a day or later, or has been offered it and not answered."""

    task: int
    person: int
    kind: str
    share: Decimal
    hours: Decimal  # a week, of a whole seat of the task
    valid_from: date
    valid_until: date | None
    is_held: bool

    @property
    def is_seat(self) -> bool:
        """It is a seat, or a part of one."""
        return self.kind == Kind.HOLDER


@dataclass(frozen=True)
class Commitments:
    """Those that stay as they are, whatever is proposed, and the seats whose holders are asked about anew."""

    day: date
    staying: list[Commitment]
    reopened: list[Commitment]

    def open_seats(self, tasks: Iterable[LeadershipTask]) -> dict[int, int]:
        """Whole seats of each task that nobody holds on the day or later, and nobody has been offered."""
        parts: dict[int, list[Commitment]] = defaultdict(list)
        for one in self.staying:
            if one.is_seat:
                parts[one.task].append(one)
        period = Period(self.day)
        return {task.pk: max(0, int(task.seats - held_at_most(parts[task.pk], period))) for task in tasks}

    def deputies(self) -> Counter[int]:
        """Deputies of each task."""
        return Counter(one.task for one in self.staying if one.kind == Kind.DEPUTY)

    def hours_taken(self) -> dict[int, float]:
        """Hours a week of each person; a deputy's place takes a part of a seat's."""
        taken: dict[int, float] = defaultdict(float)
        for one in self.staying:
            taken[one.person] += float(hours_of(one.hours, one.share, one.kind))
        return taken

    def seats_held(self) -> Counter[int]:
        """Seats of each person."""
        return Counter(one.person for one in self.staying if one.is_seat)

    def pairs(self) -> set[tuple[int, int]]:
        """Task and person of what stays: nobody is proposed for what they have."""
        return {(one.task, one.person) for one in self.staying}


def commitments(day: date, *, reopen: bool, tasks: Collection[int], people: Collection[int]) -> Commitments:
    """Everything held on `day` or later, or offered. Two queries.

    With `reopen`, seats of these tasks that these people hold are up for allocation again.
    """
    found = Commitments(day, [], [])
    shared = ("task_id", "person_id", "kind", "share", "task__hours_per_week")
    held = Assignment.objects.filter(lasting_beyond(day)).values_list(*shared, "valid_from", "valid_until")
    offered = Offer.objects.open().values_list(*shared, "starts_on", "ends_on")
    rows: list[tuple[Any, ...]] = [*((*row, True) for row in held), *((*row, False) for row in offered)]
    for one in (Commitment(*row) for row in rows):
        is_open = reopen and one.is_held and one.is_seat and one.task in tasks and one.person in people
        (found.reopened if is_open else found.staying).append(one)
    return found


def latest_end(task: LeadershipTask, person: Person, start: date) -> date | None:
    """Until when the person may hold it when they begin on `start`; None where nobody has to change.

    One query where the task rotates.
    """
    rotation = _rotation(task)
    if rotation is None:
        return None
    held = Assignment.objects.holders().filter(task=task, person=person, valid_from__lt=start)
    return turn_ends(held.values_list("valid_from", "valid_until"), start, rotation)


def turns_end(places: Iterable[tuple[LeadershipTask, int, date]]) -> dict[tuple[int, int], date]:
    """By task and person, until when they may hold it who begin on a day; of tasks that rotate. One query."""
    asked = {
        (task.pk, person): (rotation, day) for task, person, day in places if (rotation := _rotation(task))
    }
    rows = Assignment.objects.holders().filter(task__in={task for task, _person in asked}) if asked else ()
    held: dict[tuple[int, int], list[Held]] = defaultdict(list)
    for row in rows:
        held[row.task_id, row.person_id].append((row.valid_from, row.valid_until))
    return {
        pair: turn_ends([one for one in held[pair] if one[0] < day], day, rotation)
        for pair, (rotation, day) in asked.items()
    }


def turns_over(tasks: Sequence[LeadershipTask], day: date) -> set[tuple[int, int]]:
    """Pairs of task and person who must let somebody else on `day`. One query; none without rotation."""
    rotations = {task.pk: rotation for task in tasks if (rotation := _rotation(task))}
    if not rotations:
        return set()
    rows = Assignment.objects.holders().filter(valid_from__lt=day, task__in=rotations)
    held: dict[tuple[int, int], list[Held]] = defaultdict(list)
    for task, person, start, end in rows.values_list("task_id", "person_id", "valid_from", "valid_until"):
        held[task, person].append((start, end))
    return {pair for pair, periods in held.items() if turn_ends(periods, day, rotations[pair[0]]) <= day}


def away_all_term(tasks: Sequence[LeadershipTask], day: date) -> set[tuple[int, int]]:
    """Pairs of task and person who are on leave for the whole term that begins on `day`. One query.

    A task without a term is nothing for whom no day of return is known.
    """
    away: defaultdict[int, list[Period]] = defaultdict(list)
    for person, start, end in Leave.objects.filter(lasting_beyond(day)).values_list(*LEAVE):
        away[person].append(Period(start, end))
    back = {person: stretch_end(periods, day) for person, periods in away.items()}
    found = set()
    for task in tasks:
        term = add_months(day, task.term_months) if task.term_months else None
        last = earliest(term, task.valid_until)
        found |= {(task.pk, who) for who, until in back.items() if until is None or (last and last <= until)}
    return found


LEAVE = ("person_id", "valid_from", "valid_until")


def _rotation(task: LeadershipTask) -> Rotation | None:
    if task.rotation == LeadershipTask.Rotation.NONE or not task.term_months or not task.most_terms:
        return None
    return Rotation(task.term_months, task.most_terms)
