"""The generated sample as rows of the database, in few large inserts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

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
from colead.sample.records import Bilingual, Municipality

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

    def row(self, model: type[Row], **values: Any) -> Row:
        """A row of the organisation that is not saved yet."""
        return model(organisation=self.organisation, **values)

    def say(self, words: Bilingual) -> str:
        """The words in the language of the sample."""
        return words.spoken(self.language)


def insert(model: type[Row], rows: Iterable[Row]) -> list[Row]:
    """Store rows in few large inserts, and give them back with their ids."""
    return list(model.objects.bulk_create(rows, batch_size=_BATCH))


def store_structure(sample: Municipality, keys: Keys) -> None:
    """Units, people, and everything dated about them; from then on `keys` knows their ids."""
    units = (keys.row(Unit, key=key, name=keys.say(name)) for key, name in sample.units.items())
    keys.units.update({unit.key: unit.pk for unit in insert(Unit, units)})
    people = (keys.row(Person, **vars(row)) for row in sample.people)
    keys.people.update({person.key: person.pk for person in insert(Person, people)})
    insert(UnitPlacement, (_placement(row, keys) for row in sample.placements))
    insert(Position, (_position(row, keys) for row in sample.positions))
    insert(ReportingLine, (_line(row, keys) for row in sample.lines))
    insert(Leave, (keys.row(Leave, person_id=keys.people[row.person], **row.days) for row in sample.leaves))


def store_strengths(sample: Municipality, keys: Keys, now: datetime) -> None:
    """The catalogue of competencies, what people say of themselves, and what colleagues answered."""
    shipped = (competency_row(entry, keys.organisation) for entry in shipped_competencies())
    ids = {competency.key: competency.pk for competency in insert(Competency, shipped)}
    requests = _store_view_requests(sample, keys, ids, now - CONSENT_AGE)
    insert(Strength, (_strength(row, keys, ids[row.competency], requests) for row in sample.strengths))
    consents = (
        keys.row(
            StrengthConsent,
            person_id=keys.people[person],
            hours_per_week=hours,
            given_at=now - CONSENT_AGE,
        )
        for person, hours in sample.strength_consents.items()
    )
    insert(StrengthConsent, consents)


def _store_view_requests(
    sample: Municipality, keys: Keys, competencies: dict[str, int], now: datetime
) -> dict[tuple[str, str], int]:
    """One answered request for each person and the colleague they asked; its id by both."""
    answers = [row for row in sample.strengths if row.seen_by]
    pairs = sorted({(row.person, row.seen_by) for row in answers})
    stored = insert(ViewRequest, (_view_request(pair, keys, now) for pair in pairs))
    requests = {pair: request.pk for pair, request in zip(pairs, stored, strict=True)}
    asked = (
        keys.row(
            RequestedCompetency,
            request_id=requests[row.person, row.seen_by],
            competency_id=competencies[row.competency],
        )
        for row in answers
    )
    insert(RequestedCompetency, asked)
    return requests


def _placement(row: records.Placement, keys: Keys) -> UnitPlacement:
    parent = keys.units[row.parent] if row.parent else None
    return keys.row(UnitPlacement, unit_id=keys.units[row.unit], parent_id=parent, **row.days)


def _position(row: records.Position, keys: Keys) -> Position:
    return keys.row(
        Position,
        person_id=keys.people[row.person],
        unit_id=keys.units[row.unit],
        title=keys.say(row.title),
        leads_unit=row.leads,
        is_primary=row.is_primary,
        **row.days,
    )


def _line(row: records.Line, keys: Keys) -> ReportingLine:
    kind = ReportingLine.Kind.SOLID if row.is_solid else ReportingLine.Kind.DOTTED
    person, manager = keys.people[row.person], keys.people[row.manager]
    return keys.row(ReportingLine, person_id=person, manager_id=manager, kind=kind, **row.days)


def _view_request(pair: tuple[str, str], keys: Keys, now: datetime) -> ViewRequest:
    person, colleague = pair
    return keys.row(
        ViewRequest,
        person_id=keys.people[person],
        colleague_id=keys.people[colleague],
        state=ViewRequest.State.ANSWERED,
        asked_at=now,
        answered_at=now,
    )


def _strength(
    row: records.Strength, keys: Keys, competency: int, requests: dict[tuple[str, str], int]
) -> Strength:
    return keys.row(
        Strength,
        person_id=keys.people[row.person],
        competency_id=competency,
        level=row.level,
        wish=row.wish,
        source=row.source,
        visible_to=row.visible_to,
        request_id=requests.get((row.person, row.seen_by)),
    )
