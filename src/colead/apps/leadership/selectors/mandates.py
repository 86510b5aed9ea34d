"""What holders may decide on a day, as sentences: the rights that come with a task and end with it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from colead.apps.leadership.mandate_sentence import MandateFields, mandate_sentence
from colead.apps.leadership.models import Assignment, Kind, LeadershipTask, Mandate, MandateUnit
from colead.apps.organisations.queries import valid_on
from colead.apps.people.models import Leave, Person, Unit
from colead.apps.people.selectors.links import UnitLink
from colead.kit.languages import reading_language
from colead.kit.shapes import shape


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


Row = TypeVar("Row", bound=MandateRow)


@dataclass(frozen=True)
class MandateHeld(MandateRow):
    """What a person may decide on a day, and as what they hold it. `unit_pks`: there and in all below."""

    task: int
    kind: str
    unit_pks: list[int]


def mandates_held(person: Person, day: date) -> list[MandateHeld]:
    """What the person may decide on `day`, because of the tasks they hold then. Three queries.

    A holder's mandate rests with whoever covers for them, and with the deputy while the holder is on leave
    and nobody covers. It ends with the assignment.
    """
    kinds, language = dict(_in_charge(person, day).values_list("task_id", "kind")), reading_language()
    return [
        _mandate(
            row, language, MandateHeld, task=pk, kind=kinds[pk], unit_pks=[unit.pk for unit in _places(row)]
        )
        for pk, row in mandates_of(kinds.keys(), day).items()
    ]


def assignments_in_charge(person: Person, day: date) -> set[int]:
    """The person's assignments whose mandate is theirs on the day, as in `mandates_held`. One query."""
    return set(_in_charge(person, day).values_list("pk", flat=True))


def mandates_of(tasks: Collection[int], day: date) -> dict[int, Mandate]:
    """The mandates in force on `day` by the primary key of their task. Two queries; none for no task."""
    if not tasks:
        return {}
    rows = Mandate.objects.on(day).filter(task_id__in=list(tasks)).select_related("task__unit")
    return {row.task_id: row for row in _with_units(rows).order_by("task__title", "pk")}


def mandate_rows(task: LeadershipTask, language: str) -> list[MandateRow]:
    """All mandates of a task, whose unit is loaded, the newest first. Two queries."""
    rows = _with_units(task.mandates.all()).order_by("-valid_from", "-pk")
    return [_mandate(row, language, MandateRow) for row in rows]


def sentence_of(mandate: Mandate | None, language: str = "") -> str:
    """The mandate as one sentence, in the reader's language if none is given; task and units must be loaded.

    Empty without a mandate.
    """
    if mandate is None:
        return ""
    names = [unit.name for unit in _places(mandate)]
    fields = shape(MandateFields, mandate, task=mandate.task.title, units=names)
    return mandate_sentence(fields, language or reading_language())


def _mandate(row: Mandate, language: str, of: type[Row], **more: Any) -> Row:
    units = tuple(UnitLink(unit.key, unit.name) for unit in _units(row))
    return shape(of, row, sentence=sentence_of(row, language), units=units, **more)


def _in_charge(person: Person, day: date) -> QuerySet[Assignment]:
    """The person's assignments that give the mandate on the day."""
    covers = Assignment.objects.on(day).filter(kind=Kind.COVER)
    of_holder = Exists(covers.filter(beside=OuterRef("pk")))
    of_deputy = Exists(covers.filter(beside=OuterRef("beside")))
    is_away = Exists(Leave.objects.on(day).filter(person=OuterRef("beside__person")))
    beside_holds = valid_on(day, prefix="beside__")
    return Assignment.objects.on(day).filter(
        (Q(kind=Kind.HOLDER) & ~of_holder)
        | (Q(kind=Kind.COVER) & beside_holds)
        | (Q(kind=Kind.DEPUTY) & beside_holds & is_away & ~of_deputy),
        person=person,
    )


def _with_units(rows: QuerySet[Mandate]) -> QuerySet[Mandate]:
    return rows.prefetch_related(Prefetch("units", MandateUnit.objects.select_related("unit")))


def _units(mandate: Mandate) -> list[Unit]:
    """The units it names."""
    return sorted((place.unit for place in mandate.units.all()), key=lambda unit: unit.name_plain)


def _places(mandate: Mandate) -> list[Unit]:
    """Where it holds: the units it names, else the task's own."""
    return _units(mandate) or [mandate.task.unit]
