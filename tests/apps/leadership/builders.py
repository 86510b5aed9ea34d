"""A clinic with leadership tasks. Plain functions; each takes what a test wants different.

    clinic           asta leads it, and everybody below
      ward           bo leads it; alma and eva work there
        night        finn and gerd work there; nobody leads it
      office         hans leads it; uma and carla work there

Alma, Bo, Carla and Uma sign in (tests/cast.py); the others are on the staff list only.
Dan and Olga sign in, but are not on the staff list. Everything is so since LONG_AGO.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from cast import LONG_AGO, Cast
from colead.apps.leadership.models import (
    Accountability,
    Application,
    Assignment,
    LeadershipTask,
    Mandate,
    MandateUnit,
    NeededCompetency,
    Offer,
)
from colead.apps.leadership.workflow import OFFER
from colead.apps.organisations.models import Organisation
from colead.apps.people.models import Competency, Person, Position, ReportingLine, Unit, UnitPlacement

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
OPENED = date(2026, 1, 1)  # when tasks begin, unless a test says otherwise

# unit: the unit above
UNITS: dict[str, str | None] = {"clinic": None, "ward": "clinic", "night": "ward", "office": "clinic"}
# person: unit, manager, leads the unit
PEOPLE: dict[str, tuple[str, str | None, bool]] = {
    "asta": ("clinic", None, True),
    "bo": ("ward", "asta", True),
    "alma": ("ward", "bo", False),
    "eva": ("ward", "bo", False),
    "finn": ("night", "bo", False),
    "gerd": ("night", "bo", False),
    "hans": ("office", "asta", True),
    "uma": ("office", "hans", False),
    "carla": ("office", "hans", False),
}
COMPETENCIES = {
    "plan-work": ("Planning work", "Planlægge arbejdet"),
    "listen": ("Listening and asking", "Lytte og spørge"),
    "resolve-conflict": ("Resolving conflicts", "Løse konflikter"),
}


@dataclass(frozen=True)
class House:
    """The clinic's units, people and competencies by key; `cast` are those who sign in."""

    cast: Cast
    organisation: Organisation
    units: dict[str, Unit]
    people: dict[str, Person]
    competencies: dict[str, Competency]


def build_house(cast: Cast) -> House:
    """Everything of the table above. Call it in the scope of the clinic."""
    organisation = cast.clinic
    house = House(
        cast=cast,
        organisation=organisation,
        units={key: unit(organisation, key) for key in UNITS},
        people={key: person(organisation, key, member=getattr(cast, key, None)) for key in PEOPLE},
        competencies={key: competency(organisation, key, *names) for key, names in COMPETENCIES.items()},
    )
    for key, above in UNITS.items():
        place_unit(house.units[key], house.units.get(above or ""))
    for key, (where, manager, leads) in PEOPLE.items():
        place_person(house.people[key], house.units[where], house.people.get(manager or ""), leads=leads)
    return house


def unit(organisation: Organisation, key: str) -> Unit:
    """A unit, not yet in the tree."""
    return Unit.objects.create(organisation=organisation, key=key, name=key.title())


def person(organisation: Organisation, key: str, *, member: Any = None) -> Person:
    """A person on the staff list; the one who signs in when `member` is given."""
    return Person.objects.create(
        organisation=organisation,
        key=key,
        name=f"{key.title()} Holm",
        email=f"{key}@example.org",
        user=member.user if member else None,
    )


def competency(organisation: Organisation, key: str, english: str, danish: str) -> Competency:
    """A competency of the organisation's catalogue."""
    return Competency.objects.create(organisation=organisation, key=key, name_en=english, name_da=danish)


def place_unit(of: Unit, parent: Unit | None) -> UnitPlacement:
    """The unit exists since LONG_AGO, below its parent."""
    return UnitPlacement.objects.create(
        organisation=of.organisation, unit=of, parent=parent, valid_from=LONG_AGO
    )


def place_person(of: Person, where: Unit, manager: Person | None = None, *, leads: bool = False) -> Position:
    """The person works in the unit since LONG_AGO, below the manager."""
    if manager is not None:
        ReportingLine.objects.create(
            organisation=of.organisation, person=of, manager=manager, valid_from=LONG_AGO
        )
    return Position.objects.create(
        organisation=of.organisation,
        person=of,
        unit=where,
        title="Lead" if leads else "Nurse",
        leads_unit=leads,
        valid_from=LONG_AGO,
    )


def task(house: House, title: str = "Duty roster", *, unit: str = "ward", **fields: Any) -> LeadershipTask:
    """A leadership task since OPENED: one seat, three hours a week, no term, no deputy."""
    wanted: dict[str, Any] = {
        "purpose": f"{title} that everybody can live with.",
        "hours_per_week": 3,
        "valid_from": OPENED,
        "opened_at": NOW,
    }
    return LeadershipTask.objects.create(
        organisation=house.organisation, unit=house.units[unit], title=title, **wanted | fields
    )


def accountability(of: LeadershipTask, text: str, **fields: Any) -> Accountability:
    """One thing that the holder sees to, since the task began."""
    wanted: dict[str, Any] = {"valid_from": of.valid_from}
    return Accountability.objects.create(organisation=of.organisation, task=of, text=text, **wanted | fields)


def need(house: House, of: LeadershipTask, key: str = "plan-work", **fields: Any) -> NeededCompetency:
    """A competency at level 2 that the task asks for, since it began."""
    wanted: dict[str, Any] = {"level": 2, "valid_from": of.valid_from}
    return NeededCompetency.objects.create(
        organisation=of.organisation, task=of, competency=house.competencies[key], **wanted | fields
    )


def mandate(of: LeadershipTask, units: Iterable[Unit] = (), **fields: Any) -> Mandate:
    """What the holder may decide, since the task began; in the task's unit unless units are given."""
    wanted: dict[str, Any] = {"may_decide": "who works when", "valid_from": of.valid_from}
    made = Mandate.objects.create(organisation=of.organisation, task=of, **wanted | fields)
    for one in units:
        MandateUnit.objects.create(organisation=of.organisation, mandate=made, unit=one)
    return made


def assignment(of: LeadershipTask, who: Person, **fields: Any) -> Assignment:
    """The person holds a whole seat since the task began; with kind= and beside= as deputy or cover."""
    wanted: dict[str, Any] = {"valid_from": of.valid_from, "accepted_at": NOW}
    return Assignment.objects.create(organisation=of.organisation, task=of, person=who, **wanted | fields)


def offer(of: LeadershipTask, who: Person, **fields: Any) -> Offer:
    """An open offer of a whole seat from DAY on; in a state that is an answer it was answered now."""
    answered = NOW if fields.get("state") in OFFER.stamps["answered_at"] else None
    wanted: dict[str, Any] = {"starts_on": NOW.date(), "offered_at": NOW, "answered_at": answered}
    return Offer.objects.create(organisation=of.organisation, task=of, person=who, **wanted | fields)


def application(of: LeadershipTask, who: Person, **fields: Any) -> Application:
    """The person volunteers; with state="suggested" and suggested_by= a colleague suggests them."""
    wanted: dict[str, Any] = {"created_at": NOW}
    return Application.objects.create(organisation=of.organisation, task=of, person=who, **wanted | fields)


def many_tasks(house: House, number: int, *, unit: str = "ward") -> list[LeadershipTask]:
    """So many tasks at once, each with an accountability, a need, a mandate and a holder."""
    rows = [
        LeadershipTask(
            organisation=house.organisation,
            unit=house.units[unit],
            title=f"Task {count:04}",
            purpose="Something worth leading.",
            hours_per_week=2,
            valid_from=OPENED,
            opened_at=NOW,
        )
        for count in range(number)
    ]
    made = LeadershipTask.objects.bulk_create(rows)
    shared = {"organisation": house.organisation, "valid_from": OPENED}
    holders = list(house.people.values())
    Accountability.objects.bulk_create(Accountability(task=one, text="See to it", **shared) for one in made)
    NeededCompetency.objects.bulk_create(
        NeededCompetency(task=one, competency=house.competencies["listen"], level=2, **shared) for one in made
    )
    Mandate.objects.bulk_create(Mandate(task=one, may_decide="what comes first", **shared) for one in made)
    Assignment.objects.bulk_create(
        Assignment(task=one, person=holders[place % len(holders)], accepted_at=NOW, **shared)
        for place, one in enumerate(made)
    )
    return made
