"""What holders may decide on a day, as sentences: the rights that come with a task and end with it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from colead.apps.leadership.mandate_sentence import MandateFields, mandate_sentence
from colead.apps.leadership.models import Assignment, Mandate, MandateUnit
from colead.apps.leadership.models.assignments import Kind
from colead.apps.organisations.queries import valid_on
from colead.apps.people.models import Leave, Person, Unit
from colead.kit.languages import reading_language


@dataclass(frozen=True)
class MandateHeld:
    """What a person may decide on a day, and as what they hold it. `unit_pks`: there and in all below."""

    mandate: int
    task: int
    kind: str
    may_decide: str
    domain: str
    limit_amount: Decimal | None
    limit_currency: str
    confer_with: str
    unit_pks: list[int]
    sentence: str


def mandates_held(person: Person, day: date) -> list[MandateHeld]:
    """What the person may decide on `day`, because of the tasks they hold then. Three queries.

    A holder's mandate rests with whoever covers for them, and with the deputy while the holder is on leave
    and nobody covers. It ends with the assignment.
    """
    kinds = dict(_in_charge(person, day).values_list("task_id", "kind"))
    found = mandates_of(kinds.keys(), day)
    return [_held(mandate, kinds[mandate.task_id]) for mandate in found.values()]


def assignments_in_charge(person: Person, day: date) -> set[int]:
    """The person's assignments whose mandate is theirs on the day, as in `mandates_held`. One query."""
    return set(_in_charge(person, day).values_list("pk", flat=True))


def mandates_of(tasks: Collection[int], day: date) -> dict[int, Mandate]:
    """The mandates in force on `day` by the primary key of their task. Two queries; none for no task."""
    if not tasks:
        return {}
    rows = Mandate.objects.on(day).filter(task_id__in=list(tasks)).select_related("task__unit")
    units = Prefetch("units", MandateUnit.objects.select_related("unit"))
    return {row.task_id: row for row in rows.prefetch_related(units).order_by("task__title", "pk")}


def sentence_of(mandate: Mandate) -> str:
    """The mandate as one sentence in the reader's language; task and units must be loaded."""
    fields = MandateFields(
        task=mandate.task.title,
        may_decide=mandate.may_decide,
        units=[unit.name for unit in _units(mandate)],
        domain=mandate.domain,
        limit_amount=mandate.limit_amount,
        limit_currency=mandate.limit_currency,
        confer_with=mandate.confer_with,
    )
    return mandate_sentence(fields, reading_language())


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


def _held(mandate: Mandate, kind: str) -> MandateHeld:
    return MandateHeld(
        mandate=mandate.pk,
        task=mandate.task_id,
        kind=kind,
        may_decide=mandate.may_decide,
        domain=mandate.domain,
        limit_amount=mandate.limit_amount,
        limit_currency=mandate.limit_currency,
        confer_with=mandate.confer_with,
        unit_pks=[unit.pk for unit in _units(mandate)],
        sentence=sentence_of(mandate),
    )


def _units(mandate: Mandate) -> list[Unit]:
    """Where it holds: the units it names, else the task's own."""
    return [one.unit for one in mandate.units.all()] or [mandate.task.unit]
