"""How many seats are open, and what waits: for the reader, and in the units whose tasks they look after."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from colead.apps.leadership import permissions
from colead.apps.leadership.models import Application, Assignment, LeadershipTask, Offer
from colead.apps.leadership.selectors.board import BY_TITLE, ENOUGH, FREE, Filters, narrowed
from colead.apps.people.own_person import find_own_person
from colead.apps.people.selectors.leads import units_led
from colead.kit.roles import Member

MOST_SHOWN = 6


@dataclass(frozen=True)
class LeadershipTile:
    """open_seats : of all tasks, in seats.    offers, suggestions : that wait for the reader's own answer."""

    tasks: int
    open_seats: float
    offers: int
    suggestions: int

    @property
    def waiting(self) -> int:
        """How many answers are waited for."""
        return self.offers + self.suggestions


def leadership_tile(member: Member, day: date) -> LeadershipTile:
    """The tile on the overview. Three queries, and one or two for who the member is."""
    shares = Assignment.objects.holders().on(day).filter(task=OuterRef("pk")).order_by().values("task")
    taken = shares.annotate(taken=Sum("share")).values("taken")
    held = Coalesce(Subquery(taken), Decimal(0))
    rows = LeadershipTask.objects.on(day).annotate(held=held).values_list("seats", "held")
    free = [max(seats - held, Decimal(0)) for seats, held in rows]
    own = find_own_person(member)
    return LeadershipTile(
        tasks=len(free),
        open_seats=float(sum(free)),
        offers=Offer.objects.open().filter(person=own).count() if own else 0,
        suggestions=Application.objects.filter(person=own, state="suggested").count() if own else 0,
    )


@dataclass(frozen=True)
class WaitingTask:
    """A task with something to do about it.

    volunteers : how many would like it, or a part of it, while a seat is free.
    ends_on : the first day on which a holder's time is over, within SOON.
    """

    task: int
    title: str
    unit: str
    volunteers: int
    is_open: bool
    is_asked: bool
    ends_on: date | None


@dataclass(frozen=True)
class LookedAfter:
    """The tasks that wait, volunteers first, then free seats, then what ends. `more` are not in the list."""

    rows: list[WaitingTask]
    more: int


def looked_after(member: Member, today: date) -> LookedAfter | None:
    """What waits for the member as a steward; None for somebody who looks after no unit.

    Two queries, and for a lead two more and those of the structure.
    """
    applied = Application.objects.open().filter(task=OuterRef("pk")).order_by().values("task")
    volunteers = Subquery(applied.annotate(number=Count("pk")).values("number"))
    rows = narrowed(today, Filters(), member.organisation).annotate(volunteers=Coalesce(volunteers, 0))
    if not member.may(permissions.STEWARD):
        led = units_led(member, today=today)
        if not led:
            return None
        rows = rows.filter(unit__in=led)
    waiting = rows.filter(FREE | Q(ends_on__isnull=False))
    most, soonest = (F("volunteers").desc(), F("seats_free").desc()), F("ends_on").asc(nulls_last=True)
    shown = waiting.select_related("unit").order_by(*most, soonest, *BY_TITLE)[:MOST_SHOWN]
    return LookedAfter([_row(task) for task in shown], max(0, waiting.count() - MOST_SHOWN))


def _row(task: Any) -> WaitingTask:
    """`task` carries the numbers that the query adds."""
    free, asked = task.seats_free > ENOUGH, task.seats_free < task.seats_offered + ENOUGH
    return WaitingTask(
        task=task.pk,
        title=task.title,
        unit=task.unit.name,
        volunteers=task.volunteers if free else 0,
        is_open=free and not asked,
        is_asked=free and asked,
        ends_on=task.ends_on,
    )
