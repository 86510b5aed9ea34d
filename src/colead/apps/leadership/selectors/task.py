"""The page of a task on a day: what it is, what it asks, what its holder may decide, what happened to it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.models import Accountability, Assignment, Kind, LeadershipTask, NeededCompetency
from colead.apps.leadership.recipes import shipped_recipes
from colead.apps.leadership.selectors.mandates import MandateRow, mandate_rows
from colead.apps.leadership.stewards import home, stewards_unit
from colead.apps.people.bridge import structure_on
from colead.apps.people.models import LEVEL_NAMES, Dated
from colead.apps.people.selectors.links import PersonLink, UnitLink
from colead.engine.periods import Period
from colead.kit.languages import reading_language
from colead.kit.roles import Member
from colead.kit.shapes import shape


@dataclass(frozen=True)
class Event:
    """Something that happened, or is to happen, on a day. `person` is the one whom it concerns."""

    day: date
    text: str
    person: PersonLink | None = None


@dataclass(frozen=True)
class NeedRow:
    """A competency that the task asks for: level and its word, weight 1 to 5."""

    competency: str
    name: str
    level: int
    level_word: str
    weight: int
    is_critical: bool


@dataclass(frozen=True)
class TaskPage:
    """A task on `day`. `exists`: it is there then. `mandate`: the one in force; `mandates`: all others.

    `may_change`: the reader looks after it and it is not over, so that its forms are open to them.
    """

    id: int
    day: date
    title: str
    purpose: str
    unit: UnitLink
    exists: bool
    valid_from: date
    valid_until: date | None
    hours_per_week: Decimal
    seats: int
    wants_deputy: bool
    term_months: int | None
    most_terms: int | None
    recipe: str
    accountabilities: tuple[str, ...]
    needs: tuple[NeedRow, ...]
    mandate: MandateRow | None
    mandates: tuple[MandateRow, ...]
    history: tuple[Event, ...]
    is_steward: bool
    may_change: bool


@dataclass(frozen=True)
class PrintedHolder:
    """Somebody whose mandate is printed. `kind` is said of deputies and covers."""

    name: str
    kind: str
    share: Decimal
    since: date
    until: date | None


@dataclass(frozen=True)
class PrintedMandate:
    """One page of paper: who holds what and may decide what on the day."""

    task: str
    purpose: str
    unit: str
    day: date
    holders: tuple[PrintedHolder, ...]
    mandate: MandateRow | None
    accountabilities: tuple[str, ...]


def task_page(task: LeadershipTask, day: date, *, member: Member, today: date) -> TaskPage:
    """The task, whose unit is loaded. Six queries, for a lead one more and those of the structure."""
    language = reading_language()
    accountabilities = list(Accountability.objects.filter(task=task))
    needs = list(NeededCompetency.objects.filter(task=task).select_related("competency"))
    mandates = mandate_rows(task, language)
    assignments = list(Assignment.objects.filter(task=task).select_related("person"))
    in_force = _on(mandates, day)
    is_steward = stewards_unit(member, task.unit, today=today)
    recipe = shipped_recipes().get(task.recipe)
    return shape(
        TaskPage,
        task,
        day=day,
        unit=home(task.unit, structure_on(day)),
        exists=task.is_valid_on(day),
        recipe=recipe.title.say(language) if recipe else "",
        accountabilities=tuple(row.text for row in accountabilities if row.is_valid_on(day)),
        needs=_needs(needs, day, language),
        mandate=in_force,
        mandates=tuple(row for row in mandates if row is not in_force),
        history=_history(task, accountabilities, needs, mandates, assignments),
        is_steward=is_steward,
        may_change=is_steward and task.lasts_beyond(today),
    )


def printed_mandate(task: LeadershipTask, day: date, language: str) -> PrintedMandate:
    """The mandate of a task, whose unit is loaded, for paper. Five queries."""
    people = Assignment.objects.on(day).filter(task=task).select_related("person")
    holders_first = F("beside").asc(nulls_first=True)
    accountabilities = Accountability.objects.on(day).filter(task=task)
    return PrintedMandate(
        task=task.title,
        purpose=task.purpose,
        unit=home(task.unit, structure_on(day)).name,
        day=day,
        holders=tuple(
            PrintedHolder(
                row.person.name,
                "" if row.kind == Kind.HOLDER else row.get_kind_display(),
                *(row.share, row.valid_from, row.valid_until),
            )
            for row in people.order_by(holders_first, "valid_from", "pk")
        ),
        mandate=mandate_on(task, day, language),
        accountabilities=tuple(accountabilities.values_list("text", flat=True)),
    )


def mandate_on(task: LeadershipTask, day: date, language: str) -> MandateRow | None:
    """The mandate of a task, whose unit is loaded, in force on the day. Two queries."""
    return _on(mandate_rows(task, language), day)


def _on(rows: Sequence[MandateRow], day: date) -> MandateRow | None:
    in_force = (row for row in rows if Period(row.valid_from, row.valid_until).has(day))
    return next(in_force, None)


def _needs(rows: Iterable[NeededCompetency], day: date, language: str) -> tuple[NeedRow, ...]:
    """The needs in force on the day, the critical and weighty ones first. Their competencies are loaded."""
    in_force = [row for row in rows if row.is_valid_on(day)]
    return tuple(
        shape(
            NeedRow,
            row,
            competency=row.competency.key,
            name=row.competency.name(language),
            level_word=str(LEVEL_NAMES[row.level]),
        )
        for row in sorted(in_force, key=lambda row: (not row.is_critical, -row.weight, row.competency.key))
    )


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


def _history(
    task: LeadershipTask,
    accountabilities: Iterable[Accountability],
    needs: Iterable[NeededCompetency],
    mandates: Iterable[MandateRow],
    assignments: Iterable[Assignment],
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


def _changes(task: LeadershipTask, rows: Iterable[Dated | MandateRow], text: Promise) -> Iterator[Event]:
    """One event for each day on which rows begin or end, apart from the task's own first and last day."""
    days = {day for row in rows for day in (row.valid_from, row.valid_until) if day is not None}
    yield from (Event(day, str(text)) for day in days - {task.valid_from, task.valid_until})


def _people(assignments: Iterable[Assignment]) -> Iterator[Event]:
    for row in assignments:
        person, kind = PersonLink(row.person.key, row.person.name), Kind(row.kind)
        yield Event(row.valid_from, str(BEGINS[kind]), person)
        if row.valid_until is not None:
            yield Event(row.valid_until, str(ENDS[kind]), person)
