"""The generated sample as rows of the database, in few large inserts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from colead.apps.organisations.models import Organisation, OrganisationOwned
from colead.apps.people.models import (
    Competency,
    Leave,
    Person,
    Position,
    ReportingLine,
    RequestedCompetency,
    Strength,
    StrengthConsent,
    Unit,
    UnitPlacement,
    ViewRequest,
)
from colead.apps.people.services.ensure_competencies import competency_row, shipped_competencies
from colead.sample import records
from colead.sample.records import Municipality

Row = TypeVar("Row", bound=OrganisationOwned)
_BATCH = 2_000
CONSENT_AGE = timedelta(days=20)


@dataclass(frozen=True)
class Keys:
    """Where rows belong, and their ids in the database by the keys of the sample."""

    organisation: Organisation
    language: str
    units: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)


def store_structure(sample: Municipality, keys: Keys) -> None:
    """Units, people, and everything dated about them; from then on `keys` knows their ids."""
    keys.units.update(_store_units(sample, keys.organisation, keys.language))
    keys.people.update(_store_people(sample, keys.organisation))
    insert(UnitPlacement, (_placement(row, keys) for row in sample.placements))
    insert(Position, (_position(row, keys) for row in sample.positions))
    insert(ReportingLine, (_line(row, keys) for row in sample.lines))
    insert(Leave, (_leave(row, keys) for row in sample.leaves))


def store_strengths(sample: Municipality, keys: Keys, now: datetime) -> None:
    """The catalogue of competencies, what people say of themselves, and what colleagues answered."""
    competencies = insert(
        Competency, (competency_row(entry, keys.organisation) for entry in shipped_competencies())
    )
    ids = {competency.key: competency.pk for competency in competencies}
    requests = _store_view_requests(sample, keys, ids, now - CONSENT_AGE)
    insert(Strength, (_strength(row, keys, ids[row.competency], requests) for row in sample.strengths))
    consents = (
        _strength_consent(person, hours, keys, now - CONSENT_AGE)
        for person, hours in sample.strength_consents.items()
    )
    insert(StrengthConsent, consents)


def insert(model: type[Row], rows: Iterable[Row]) -> list[Row]:
    """Store rows in few large inserts, and give them back with their ids."""
    return list(model.objects.bulk_create(rows, batch_size=_BATCH))


def _store_view_requests(
    sample: Municipality, keys: Keys, competencies: dict[str, int], now: datetime
) -> dict[tuple[str, str], int]:
    """One answered request for each person and the colleague they asked; its id by both."""
    answers = [row for row in sample.strengths if row.seen_by]
    pairs = sorted({(row.person, row.seen_by) for row in answers})
    stored = insert(ViewRequest, (_view_request(pair, keys, now) for pair in pairs))
    requests = {pair: request.pk for pair, request in zip(pairs, stored, strict=True)}
    insert(
        RequestedCompetency,
        (
            RequestedCompetency(
                organisation=keys.organisation,
                request_id=requests[row.person, row.seen_by],
                competency_id=competencies[row.competency],
            )
            for row in answers
        ),
    )
    return requests


def _store_units(sample: Municipality, organisation: Organisation, language: str) -> dict[str, int]:
    units = (
        Unit(organisation=organisation, key=key, name=name.spoken(language))
        for key, name in sample.units.items()
    )
    return {unit.key: unit.pk for unit in insert(Unit, units)}


def _store_people(sample: Municipality, organisation: Organisation) -> dict[str, int]:
    people = (
        Person(organisation=organisation, key=row.key, name=row.name, email=row.email)
        for row in sample.people
    )
    return {person.key: person.pk for person in insert(Person, people)}


def _placement(row: records.Placement, keys: Keys) -> UnitPlacement:
    return UnitPlacement(
        organisation=keys.organisation,
        unit_id=keys.units[row.unit],
        parent_id=keys.units[row.parent] if row.parent else None,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def _position(row: records.Position, keys: Keys) -> Position:
    return Position(
        organisation=keys.organisation,
        person_id=keys.people[row.person],
        unit_id=keys.units[row.unit],
        title=row.title.spoken(keys.language),
        leads_unit=row.leads,
        is_primary=row.is_primary,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def _line(row: records.Line, keys: Keys) -> ReportingLine:
    return ReportingLine(
        organisation=keys.organisation,
        person_id=keys.people[row.person],
        manager_id=keys.people[row.manager],
        kind=ReportingLine.Kind.SOLID if row.is_solid else ReportingLine.Kind.DOTTED,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def _leave(row: records.Leave, keys: Keys) -> Leave:
    return Leave(
        organisation=keys.organisation,
        person_id=keys.people[row.person],
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def _view_request(pair: tuple[str, str], keys: Keys, now: datetime) -> ViewRequest:
    person, colleague = pair
    return ViewRequest(
        organisation=keys.organisation,
        person_id=keys.people[person],
        colleague_id=keys.people[colleague],
        state=ViewRequest.State.ANSWERED,
        asked_at=now,
        answered_at=now,
    )


def _strength(
    row: records.Strength, keys: Keys, competency: int, requests: dict[tuple[str, str], int]
) -> Strength:
    return Strength(
        organisation=keys.organisation,
        person_id=keys.people[row.person],
        competency_id=competency,
        level=row.level,
        wish=row.wish,
        source=row.source,
        visible_to=row.visible_to,
        request_id=requests.get((row.person, row.seen_by)),
    )


def _strength_consent(person: str, hours: Decimal | None, keys: Keys, given_at: datetime) -> StrengthConsent:
    return StrengthConsent(
        organisation=keys.organisation,
        person_id=keys.people[person],
        hours_per_week=hours,
        given_at=given_at,
    )
