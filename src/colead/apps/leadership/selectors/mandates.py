"""What holders may decide on a day, as sentences: the rights that come with a task and end with it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from colead.apps.leadership.models import Assignment, Kind, LeadershipTask, Mandate, MandateUnit
from colead.apps.organisations.queries import valid_on
from colead.apps.people.models import Leave, Person, Unit
from colead.apps.people.selectors.links import UnitLink
from colead.kit.languages import reading_language
from colead.kit.shapes import shape


@dataclass(frozen=True)
class MandateFields:
    """What a mandate says. `limit_amount` None = no limit on money; `units` are the names where it holds."""

    task: str
    may_decide: str
    units: Sequence[str]
    domain: str = ""
    limit_amount: Decimal | None = None
    limit_currency: str = "DKK"
    confer_with: str = ""


# The wording is part of the mandate, so it stands here and not among the translations of the pages.
PARTS = {
    "en": {
        "start": "Holds “{task}”: may decide {may_decide}",
        "domain": "concerning {domain}",
        "limit": "up to {amount}",
        "no_money": "without spending money",
        "units": "in {units}",
        "confer_with": "after conferring with {confer_with}",
        "and": "and",
    },
    "da": {
        "start": "Har opgaven “{task}”: må beslutte {may_decide}",
        "domain": "når det gælder {domain}",
        "limit": "op til {amount}",
        "no_money": "uden at bruge penge",
        "units": "i {units}",
        "confer_with": "efter at have rådført sig med {confer_with}",
        "and": "og",
    },
}


def mandate_sentence(mandate: MandateFields, language: str) -> str:
    """The mandate in one sentence; English for any language but Danish.

    >>> roster = MandateFields("Duty roster", "who works when", ["Ward", "Night"], "planning",
    ...                        Decimal(25000), "DKK", "the safety representative")
    >>> mandate_sentence(roster, "en")
    'Holds “Duty roster”: may decide who works when, concerning planning, up to 25,000 DKK, in Ward and
    Night, after conferring with the safety representative.'
    >>> print(mandate_sentence(MandateFields("Vagtplan", "hvem der arbejder hvornår.", ["Afsnit A"]), "da"))
    Har opgaven “Vagtplan”: må beslutte hvem der arbejder hvornår, i Afsnit A.
    """
    parts = PARTS["da" if language == "da" else "en"]
    pieces = [parts["start"].format(task=_bare(mandate.task), may_decide=_bare(mandate.may_decide))]
    if domain := _bare(mandate.domain):
        pieces.append(parts["domain"].format(domain=domain))
    if mandate.limit_amount is not None:
        amount = money(mandate.limit_amount, mandate.limit_currency, language)
        pieces.append(parts["limit"].format(amount=amount) if mandate.limit_amount else parts["no_money"])
    if mandate.units:
        *first, last = mandate.units
        listed = f"{', '.join(first)} {parts['and']} {last}" if first else last
        pieces.append(parts["units"].format(units=listed))
    if confer_with := _bare(mandate.confer_with):
        pieces.append(parts["confer_with"].format(confer_with=confer_with))
    return ", ".join(pieces) + "."


def money(amount: Decimal, currency: str, language: str) -> str:
    """An amount as people write it; øre and cents only when there are some.

    >>> money(Decimal("25000.00"), "DKK", "en"), money(Decimal("1234.5"), "DKK", "da")
    ('25,000 DKK', '1.234,50 kr.')
    """
    text = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    if language != "da":
        return f"{text} {currency}"
    danish = text.translate(str.maketrans(",.", ".,"))
    return f"{danish} {'kr.' if currency == 'DKK' else currency}"


def _bare(text: str) -> str:
    """Without blanks around it and the full stop at its end: it stands inside a sentence."""
    return " ".join(text.split()).rstrip(".;, ")


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
