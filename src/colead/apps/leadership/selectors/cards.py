"""Tasks as cards: what each is, who holds it, what it asks for, and the reader's next step."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from colead.apps.leadership import permissions
from colead.apps.leadership.models import Application, Assignment, LeadershipTask, NeededCompetency, Offer
from colead.apps.leadership.models.assignments import Kind
from colead.apps.leadership.seats import SMALLEST_SHARE
from colead.apps.people.own_person import find_own_person
from colead.apps.people.selectors.leads import units_led
from colead.apps.people.selectors.links import PersonLink, UnitLink
from colead.kit.columns import Column, ListOf
from colead.kit.languages import reading_language
from colead.kit.roles import Member


class Step(StrEnum):
    """What the reader can do next about a task; all of it is done on the page of the task."""

    ANSWER = "answer"  # an offer waits for their answer
    HOLDING = "holding"  # they hold it
    VOLUNTEERED = "volunteered"  # they have said that they would like to
    OFFER = "offer"  # they look after it, and a seat is free
    VOLUNTEER = "volunteer"  # a seat is free
    NONE = ""


@dataclass(frozen=True)
class Holder:
    """Somebody who holds a share (0 to 1] of a seat on the day."""

    person: PersonLink
    share: Decimal
    until: date | None


@dataclass(frozen=True)
class Card:
    """A task in a list. `held` is in seats; `ends_on` is the first day on which a holder's time is over."""

    id: int
    title: Annotated[str, Column("Task")]
    purpose: Annotated[str, Column("What it is for")]
    unit: Annotated[UnitLink, Column("Unit")]
    hours_per_week: Annotated[Decimal, Column("Hours a week")]
    seats: Annotated[int, Column("Seats")]
    held: Annotated[Decimal, Column("Held", about="in seats")]
    holders: Annotated[tuple[Holder, ...], Column("Who hold it")]
    asks: Annotated[tuple[str, ...], Column("Competencies it asks for")]
    wants_deputy: Annotated[bool, Column("Wants a deputy")]
    ends_on: Annotated[date | None, Column("When a holder's time is over first")]
    step: Annotated[Step, Column("What the caller can do next")]

    @property
    def is_free(self) -> bool:
        """A seat, or a share of one, has nobody."""
        return self.seats - self.held >= SMALLEST_SHARE


TASKS = ListOf("Leadership tasks", Card, api="/leadership/tasks")


@dataclass(frozen=True)
class Reader:
    """Who reads a list of tasks, as far as their next steps need it. Sets hold primary keys."""

    may_take_part: bool
    stewards_all: bool
    led: Collection[int]
    holds: Collection[int]
    offered: Collection[int]
    volunteered: Collection[int]

    def step(self, task: LeadershipTask, *, is_free: bool) -> Step:
        """What this reader can do next about the task."""
        if task.pk in self.offered:
            return Step.ANSWER
        if task.pk in self.holds:
            return Step.HOLDING
        if task.pk in self.volunteered:
            return Step.VOLUNTEERED
        if not is_free:
            return Step.NONE
        if self.stewards_all or task.unit_id in self.led:
            return Step.OFFER
        return Step.VOLUNTEER if self.may_take_part else Step.NONE


def cards(tasks: Sequence[LeadershipTask], day: date, *, member: Member, today: date) -> list[Card]:
    """Tasks, whose units are loaded, as cards in the same order. Seven queries at most, however many."""
    if not tasks:
        return []
    keys = [task.pk for task in tasks]
    holders, asks, reader = _holders(keys, day), _asks(keys, day), _reader(member, keys, day, today)
    return [_card(task, holders[task.pk], tuple(asks[task.pk]), reader) for task in tasks]


def _card(task: LeadershipTask, rows: Sequence[Assignment], asks: tuple[str, ...], reader: Reader) -> Card:
    held = sum((row.share for row in rows), Decimal(0))
    is_free = task.seats - held >= SMALLEST_SHARE
    return Card(
        id=task.pk,
        title=task.title,
        purpose=task.purpose,
        unit=UnitLink(task.unit.key, task.unit.name),
        hours_per_week=task.hours_per_week,
        seats=task.seats,
        held=held,
        holders=tuple(
            Holder(PersonLink(row.person.key, row.person.name), row.share, row.valid_until) for row in rows
        ),
        asks=asks,
        wants_deputy=task.wants_deputy,
        ends_on=min((row.valid_until for row in rows if row.valid_until), default=None),
        step=reader.step(task, is_free=is_free),
    )


def _holders(tasks: list[int], day: date) -> dict[int, list[Assignment]]:
    rows = Assignment.objects.on(day).filter(task__in=tasks, kind=Kind.HOLDER).select_related("person")
    found: dict[int, list[Assignment]] = defaultdict(list)
    for row in rows.order_by("person__name_plain", "pk"):
        found[row.task_id].append(row)
    return found


def _asks(tasks: list[int], day: date) -> dict[int, list[str]]:
    """Names of the competencies that each task needs, the critical and weighty ones first."""
    rows = NeededCompetency.objects.on(day).filter(task__in=tasks).select_related("competency")
    language, found = reading_language(), defaultdict(list)
    for row in rows.order_by("-is_critical", "-weight", "pk"):
        found[row.task_id].append(row.competency.name(language))
    return found


def _reader(member: Member, tasks: list[int], day: date, today: date) -> Reader:
    """Five queries at most, and those of the structure for somebody who leads a unit."""
    stewards_all = member.may(permissions.STEWARD)
    own = find_own_person(member) if member.may(permissions.TAKE_PART) else None
    led = set() if stewards_all else units_led(member, today=today)
    if own is None:
        return Reader(False, stewards_all, led, (), (), ())
    mine = {"task__in": tasks, "person": own}
    return Reader(
        may_take_part=True,
        stewards_all=stewards_all,
        led=led,
        holds=set(Assignment.objects.on(day).filter(**mine).values_list("task", flat=True)),
        offered=set(Offer.objects.open().filter(**mine).values_list("task", flat=True)),
        volunteered=set(Application.objects.open().filter(**mine).values_list("task", flat=True)),
    )
