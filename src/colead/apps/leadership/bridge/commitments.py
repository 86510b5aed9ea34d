"""What is held and what is offered: it takes seats and hours before anything is proposed."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from colead.apps.leadership.models import Assignment, Kind, LeadershipTask, Offer
from colead.apps.leadership.seats import held_at_most
from colead.apps.organisations.queries import lasting_beyond
from colead.engine.leadership.program import DEPUTY_SHARE
from colead.engine.periods import Period


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
    def hours_taken(self) -> float:
        """Hours a week; a deputy's place takes a part of a seat's."""
        return float(hours_of(self.hours, self.share, self.kind))

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
        """Hours a week of each person."""
        taken: dict[int, float] = defaultdict(float)
        for one in self.staying:
            taken[one.person] += one.hours_taken
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
    for one in (*_held(day), *_offered()):
        is_open = reopen and one.is_held and one.is_seat and one.task in tasks and one.person in people
        (found.reopened if is_open else found.staying).append(one)
    return found


SHARED = ("task_id", "person_id", "kind", "share", "task__hours_per_week")


def _held(day: date) -> Iterator[Commitment]:
    rows = Assignment.objects.filter(lasting_beyond(day))
    yield from _read(rows.values_list(*SHARED, "valid_from", "valid_until"), is_held=True)


def _offered() -> Iterator[Commitment]:
    yield from _read(Offer.objects.open().values_list(*SHARED, "starts_on", "ends_on"), is_held=False)


def _read(rows: Iterable[Any], *, is_held: bool) -> Iterator[Commitment]:
    for task, person, kind, share, hours, start, end in rows:
        yield Commitment(task, person, kind, share, hours, start, end, is_held)
