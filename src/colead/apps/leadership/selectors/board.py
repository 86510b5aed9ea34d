"""Every leadership task of a day by how far it is from being held, as cards with the next step."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from django.core.paginator import Page, Paginator
from django.db.models import (
    Count,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextChoices,
    Value,
)
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership import permissions
from colead.apps.leadership.models import (
    Application,
    Assignment,
    Handover,
    Kind,
    LeadershipTask,
    NeededCompetency,
    Offer,
)
from colead.apps.leadership.queries import SOON
from colead.apps.leadership.seats import SMALLEST_SHARE
from colead.apps.leadership.stewards import home, stewards_unit
from colead.apps.organisations.models import Organisation
from colead.apps.people.bridge import structure_on
from colead.apps.people.models import Person, Unit
from colead.apps.people.own_person import find_own_person
from colead.apps.people.plain import plain
from colead.apps.people.selectors.leads import units_led
from colead.apps.people.selectors.links import PersonLink, UnitLink
from colead.apps.people.selectors.tree import units_below
from colead.kit.columns import Column, ListOf
from colead.kit.languages import reading_language
from colead.kit.paging import Listing
from colead.kit.roles import Member
from colead.kit.shapes import shape

PER_PAGE = 24
MOST_OF_A_UNIT = 20
BY_TITLE = ("title_plain", "pk")
ENOUGH = float(SMALLEST_SHARE) - 0.005  # shares have two decimals, and databases add them up as they like
FREE = Q(seats_free__gt=ENOUGH)
ASKED = Q(seats_free__lt=F("seats_offered") + ENOUGH)


class Stage(TextChoices):
    """How far a task is. Each is at one of the first three; those that end are at one of them, too."""

    OPEN = "open", _("Open seats")
    OFFERED = "offered", _("Offered")
    HELD = "held", _("Held")
    ENDING = "ending", _("Ending")


EXPLANATIONS = {
    Stage.OPEN: _("A seat is free, and nobody has been asked to take it."),
    Stage.OFFERED: _("Somebody has been asked for every free seat; their answer is awaited."),
    Stage.HELD: _("Every seat is taken."),
    Stage.ENDING: _("Somebody's time ends within %(soon)s days: who is next?"),
}
CONDITIONS = {
    Stage.OPEN: FREE & ~ASKED,
    Stage.OFFERED: FREE & ASKED,
    Stage.HELD: ~FREE,
    Stage.ENDING: Q(ends_on__isnull=False),
}


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


def cards(tasks: Sequence[LeadershipTask], day: date, *, member: Member, today: date) -> list[Card]:
    """Tasks, whose units are loaded, as cards, in order. At most eight queries, and the structure's."""
    if not tasks:
        return []
    keys = [task.pk for task in tasks]
    holders, asks = _holders(keys, day), _asks(keys, day)
    held = {pk: sum((row.share for row in holders[pk]), Decimal(0)) for pk in keys}
    free = {task.pk for task in tasks if task.seats - held[task.pk] >= SMALLEST_SHARE}
    step_of, structure = _steps(member, keys, day, today, free), structure_on(day)
    return [
        shape(
            Card,
            task,
            unit=home(task.unit, structure),
            held=held[task.pk],
            holders=tuple(
                Holder(PersonLink(row.person.key, row.person.name), row.share, row.valid_until)
                for row in holders[task.pk]
            ),
            asks=tuple(asks[task.pk]),
            ends_on=min((row.valid_until for row in holders[task.pk] if row.valid_until), default=None),
            step=step_of(task),
        )
        for task in tasks
    ]


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
    for row in rows.order_by("-is_critical", "-weight", "competency__key"):
        found[row.task_id].append(row.competency.name(language))
    return found


def _steps(
    member: Member, tasks: list[int], day: date, today: date, free: Collection[int]
) -> Callable[[LeadershipTask], Step]:
    """What the reader can do next about each task; `free` have a seat, or a share of one, that nobody has.

    Five queries at most, and those of the structure for somebody who leads a unit.
    """
    own = find_own_person(member) if member.may(permissions.TAKE_PART) else None
    stewards_all = member.may(permissions.STEWARD)
    led = set() if stewards_all else units_led(member, today=today)
    has: dict[int, Step] = {}
    if own is not None:
        volunteered, held = Application.objects.open(), Assignment.objects.on(day)
        rows = ((volunteered, Step.VOLUNTEERED), (held, Step.HOLDING), (Offer.objects.open(), Step.ANSWER))
        for found, step in rows:  # what is said last goes first
            mine = found.filter(task__in=tasks, person=own)
            has |= dict.fromkeys(mine.values_list("task", flat=True), step)

    def step_of(task: LeadershipTask) -> Step:
        if task.pk in has or task.pk not in free:
            return has.get(task.pk, Step.NONE)
        if stewards_all or task.unit_id in led:
            return Step.OFFER
        return Step.VOLUNTEER if own is not None else Step.NONE

    return step_of


@dataclass(frozen=True)
class Filters:
    """What the board is narrowed to: a stage; words of title, purpose, unit, holder; a unit and all below."""

    stage: Stage = Stage.OPEN
    q: str = ""
    unit: str = ""

    @property
    def are_set(self) -> bool:
        """Something but the stage is narrowed down."""
        return bool(self.q or self.unit)


@dataclass(frozen=True)
class Tab:
    """A stage, with how many tasks are at it under the same words and unit."""

    stage: Stage
    count: int
    is_current: bool

    @property
    def explanation(self) -> str:
        """What the stage means."""
        return str(EXPLANATIONS[self.stage]) % {"soon": SOON.days}


@dataclass(frozen=True)
class Board:
    """A page of cards at one stage, and the stages to choose from."""

    tabs: tuple[Tab, ...]
    page: Page[Card]

    @property
    def total(self) -> int:
        """All tasks that the words and the unit leave."""
        return sum(tab.count for tab in self.tabs if tab.stage is not Stage.ENDING)

    @property
    def current(self) -> Tab:
        """The stage that is shown."""
        return next(tab for tab in self.tabs if tab.is_current)


def board(day: date, filters: Filters, *, member: Member, today: date, page: int | str = 1) -> Board:
    """A page of the board. Ten queries; for a lead one more, and as for a unit those of the structure."""
    rows = narrowed(day, filters, member.organisation)
    counts = rows.aggregate(**{stage.value: Count("pk", filter=CONDITIONS[stage]) for stage in Stage})
    shown = rows.filter(CONDITIONS[filters.stage]).select_related("unit")
    order = ("ends_on", *BY_TITLE) if filters.stage is Stage.ENDING else BY_TITLE  # what ends first
    paginator: Paginator[LeadershipTask] = Paginator(shown.order_by(*order), PER_PAGE)
    paginator.count = counts[filters.stage.value]
    found = paginator.get_page(page)
    made = cards(list(found), day, member=member, today=today)
    return Board(
        tabs=tuple(Tab(stage, counts[stage.value], stage is filters.stage) for stage in Stage),
        page=Page(made, found.number, paginator),  # type: ignore[arg-type]
    )


def tasks_by_title(
    day: date, filters: Filters, *, at: str, member: Member, today: date
) -> Listing[LeadershipTask, Card]:
    """The tasks that words and unit leave, at one stage or any, by title. Nine queries a page."""
    rows = narrowed(day, filters, member.organisation).select_related("unit")
    if at:
        rows = rows.filter(CONDITIONS[Stage(at)])
    return Listing(rows, BY_TITLE, lambda found: cards(found, day, member=member, today=today))


def tasks_of_unit(unit: Unit, day: date, *, member: Member, today: date) -> list[Card]:
    """The first twenty tasks of a unit itself, by title. Eight queries at most."""
    structure = structure_on(day)
    place = structure.index_of_unit(unit.pk)
    units = structure.pks_at(place) if place >= 0 else {unit.pk}
    rows = LeadershipTask.objects.on(day).filter(unit__in=units).select_related("unit")
    return cards(list(rows.order_by(*BY_TITLE)[:MOST_OF_A_UNIT]), day, member=member, today=today)


@dataclass(frozen=True)
class HandoverLink:
    """A handover under way, of a task, by a person; `until`: when they hold it no longer, if known."""

    id: int
    title: str
    name: str
    until: date | None


def handovers_of_unit(unit: Unit, *, member: Member, today: date) -> list[HandoverLink]:
    """What is to be handed over in a unit, for who looks after its tasks; nothing for others.

    One query, those of the structure, and those that tell whether the member leads the unit.
    """
    if not stewards_unit(member, unit, today=today):
        return []
    structure = structure_on(today)
    place = structure.index_of_unit(unit.pk)
    units = structure.pks_at(place) if place >= 0 else {unit.pk}
    rows = Handover.objects.filter(state=Handover.State.OPEN, assignment__task__unit__in=units)
    named = rows.select_related("assignment__task", "assignment__person")
    return [
        HandoverLink(row.pk, row.task.title, row.person.name, row.assignment.valid_until)
        for row in named.order_by("assignment__valid_until", "assignment__task__title_plain", "pk")
    ]


def tasks_held_by(person: Person, day: date, *, member: Member, today: date) -> list[Card]:
    """What a person leads on the day, also as deputy or cover: that is no secret. Seven queries at most."""
    held = Assignment.objects.on(day).filter(person=person).values("task")
    rows = LeadershipTask.objects.on(day).filter(pk__in=held).select_related("unit")
    return cards(list(rows.order_by(*BY_TITLE)), day, member=member, today=today)


def narrowed(day: date, filters: Filters, organisation: Organisation) -> QuerySet[LeadershipTask]:
    """The tasks of the day that words and unit leave, with `seats_free`, `seats_offered`, `ends_on`."""
    rows = LeadershipTask.objects.on(day)
    if filters.unit:
        rows = rows.filter(unit_id__in=units_below(day, filters.unit))
    for word in filters.q.split():
        rows = rows.filter(_holds(word, day))
    holders = Assignment.objects.on(day).filter(task=OuterRef("pk"), kind=Kind.HOLDER)
    midnight = organisation.end_of(day)  # offers that waited for an answer when the day ended
    waiting = Q(answered_at__isnull=True) | Q(answered_at__gte=midnight)
    offers = Offer.objects.filter(waiting, offered_at__lt=midnight, task=OuterRef("pk"), kind=Kind.HOLDER)
    ending = holders.filter(valid_until__lte=day + SOON)
    return rows.annotate(
        seats_free=ExpressionWrapper(F("seats") - _sum_of_shares(holders), output_field=FloatField()),
        seats_offered=_sum_of_shares(offers),
        ends_on=Subquery(ending.order_by().values("task").annotate(end=Min("valid_until")).values("end")),
    )


def _sum_of_shares(rows: QuerySet[Assignment] | QuerySet[Offer]) -> Coalesce:
    sums = rows.order_by().values("task").annotate(sum=Sum(Cast("share", FloatField()))).values("sum")
    return Coalesce(Subquery(sums, output_field=FloatField()), Value(0.0), output_field=FloatField())


def _holds(word: str, day: date) -> Q:
    """Title, purpose, unit or somebody who holds the task has the word; one with digits as written."""
    has_digits = any(letter.isdigit() for letter in word)
    form = word if has_digits else plain(word)
    title, unit, person = (
        ("title__icontains", "unit__name__icontains", "person__name__icontains")
        if has_digits
        else ("title_plain__contains", "unit__name_plain__contains", "person__name_plain__contains")
    )
    held = Assignment.objects.on(day).filter(task=OuterRef("pk"), **{person: form})
    return Q(**{title: form}) | Q(purpose__icontains=word) | Q(**{unit: form}) | Q(Exists(held))
