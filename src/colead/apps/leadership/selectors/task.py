"""The page of a task on a day: what it is, what it asks, what its holder may decide, what happened to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Prefetch

from colead.apps.leadership.mandate_sentence import MandateFields, mandate_sentence
from colead.apps.leadership.models import (
    Accountability,
    Assignment,
    LeadershipTask,
    Mandate,
    MandateUnit,
    NeededCompetency,
)
from colead.apps.leadership.models.assignments import Kind
from colead.apps.leadership.recipes import shipped_recipes
from colead.apps.leadership.selectors.task_history import Event, task_history
from colead.apps.leadership.stewards import stewards_unit
from colead.apps.people.models import LEVEL_NAMES
from colead.apps.people.selectors.links import UnitLink
from colead.engine.periods import Period
from colead.kit.languages import reading_language
from colead.kit.roles import Member


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
class MandateRow:
    """What the holder may decide in a period, as a sentence and as fields. `units` are where it holds."""

    id: int
    sentence: str
    may_decide: str
    domain: str
    limit_amount: Decimal | None
    limit_currency: str
    confer_with: str
    units: tuple[UnitLink, ...]
    valid_from: date
    valid_until: date | None


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
    """Somebody whose mandate is printed."""

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
    """The task, whose unit is loaded. Five queries, for a lead one more and those of the structure."""
    language = reading_language()
    accountabilities = list(Accountability.objects.filter(task=task))
    needs = list(NeededCompetency.objects.filter(task=task).select_related("competency"))
    mandates = mandate_rows(task, language)
    assignments = list(Assignment.objects.filter(task=task).select_related("person"))
    in_force = _on(mandates, day)
    is_steward = stewards_unit(member, task.unit, today=today)
    recipe = shipped_recipes().get(task.recipe)
    return TaskPage(
        id=task.pk,
        day=day,
        title=task.title,
        purpose=task.purpose,
        unit=UnitLink(task.unit.key, task.unit.name),
        exists=task.is_valid_on(day),
        valid_from=task.valid_from,
        valid_until=task.valid_until,
        hours_per_week=task.hours_per_week,
        seats=task.seats,
        wants_deputy=task.wants_deputy,
        term_months=task.term_months,
        most_terms=task.most_terms,
        recipe=recipe.title.say(language) if recipe else "",
        accountabilities=tuple(row.text for row in accountabilities if row.is_valid_on(day)),
        needs=need_rows(needs, day, language),
        mandate=in_force,
        mandates=tuple(row for row in mandates if row is not in_force),
        history=task_history(task, accountabilities, needs, mandates, assignments),
        is_steward=is_steward,
        may_change=is_steward and task.lasts_beyond(today),
    )


def printed_mandate(task: LeadershipTask, day: date, language: str) -> PrintedMandate:
    """The mandate of a task, whose unit is loaded, for paper. Four queries."""
    people = Assignment.objects.on(day).filter(task=task).select_related("person")
    holders_first = F("beside").asc(nulls_first=True)
    accountabilities = Accountability.objects.on(day).filter(task=task)
    return PrintedMandate(
        task=task.title,
        purpose=task.purpose,
        unit=task.unit.name,
        day=day,
        holders=tuple(_printed(row) for row in people.order_by(holders_first, "valid_from", "pk")),
        mandate=mandate_on(task, day, language),
        accountabilities=tuple(accountabilities.values_list("text", flat=True)),
    )


def mandate_on(task: LeadershipTask, day: date, language: str) -> MandateRow | None:
    """The mandate of a task, whose unit is loaded, in force on the day. Two queries."""
    return _on(mandate_rows(task, language), day)


def mandate_rows(task: LeadershipTask, language: str) -> list[MandateRow]:
    """All mandates of a task, whose unit is loaded, the newest first. Two queries."""
    units = Prefetch("units", MandateUnit.objects.select_related("unit"))
    rows = Mandate.objects.filter(task=task).prefetch_related(units).order_by("-valid_from", "-pk")
    return [_mandate(row, task, language) for row in rows]


def need_rows(rows: Iterable[NeededCompetency], day: date, language: str) -> tuple[NeedRow, ...]:
    """The needs in force on the day, the critical and weighty ones first. Their competencies are loaded."""
    in_force = [row for row in rows if row.is_valid_on(day)]
    return tuple(
        NeedRow(
            competency=row.competency.key,
            name=row.competency.name(language),
            level=row.level,
            level_word=str(LEVEL_NAMES[row.level]),
            weight=row.weight,
            is_critical=row.is_critical,
        )
        for row in sorted(in_force, key=lambda row: (not row.is_critical, -row.weight, row.pk))
    )


def _mandate(row: Mandate, task: LeadershipTask, language: str) -> MandateRow:
    """A mandate with its units; without any it holds in the task's unit."""
    units = sorted((place.unit for place in row.units.all()), key=lambda unit: unit.name_plain)
    fields = MandateFields(
        task=task.title,
        may_decide=row.may_decide,
        units=[unit.name for unit in units or [task.unit]],
        domain=row.domain,
        limit_amount=row.limit_amount,
        limit_currency=row.limit_currency,
        confer_with=row.confer_with,
    )
    return MandateRow(
        id=row.pk,
        sentence=mandate_sentence(fields, language),
        may_decide=row.may_decide,
        domain=row.domain,
        limit_amount=row.limit_amount,
        limit_currency=row.limit_currency,
        confer_with=row.confer_with,
        units=tuple(UnitLink(unit.key, unit.name) for unit in units),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def _on(rows: Sequence[MandateRow], day: date) -> MandateRow | None:
    in_force = (row for row in rows if Period(row.valid_from, row.valid_until).has(day))
    return next(in_force, None)


def _printed(row: Assignment) -> PrintedHolder:
    kind = "" if row.kind == Kind.HOLDER else row.get_kind_display()
    return PrintedHolder(row.person.name, str(kind), row.share, row.valid_from, row.valid_until)
