"""Who looks to whom as rows of the database, in few large inserts."""

from datetime import UTC, datetime, time

from colead.apps.network.models import NameConsent, Nomination, NominationSet, Respondent
from colead.apps.organisations.models import User
from colead.sample import records
from colead.sample.records import Municipality
from colead.sample.rows import CONSENT_AGE, Keys, insert


def store_nominations(found: records.NominationSet, keys: Keys, by: User | None) -> NominationSet:
    """One nomination set with its respondents and nominations."""
    stored = NominationSet.objects.create(
        organisation=keys.organisation,
        name=found.name.spoken(keys.language),
        question=found.question.spoken(keys.language),
        held_on=found.held_on,
        created_at=datetime.combine(found.held_on, time(12), UTC),
        created_by=by,
    )
    insert(Respondent, (_respondent(person, stored, keys) for person in found.respondents))
    insert(Nomination, (_nomination(row, stored, keys) for row in found.nominations))
    return stored


def store_consents(sample: Municipality, keys: Keys, now: datetime) -> None:
    """Those who let colleagues see their name on maps."""
    insert(NameConsent, (_consent(person, keys, now - CONSENT_AGE) for person in sample.consents))


def _respondent(person: str, stored: NominationSet, keys: Keys) -> Respondent:
    return Respondent(organisation=keys.organisation, nomination_set=stored, person_id=keys.people[person])


def _nomination(row: records.Nomination, stored: NominationSet, keys: Keys) -> Nomination:
    return Nomination(
        organisation=keys.organisation,
        nomination_set=stored,
        source_id=keys.people[row.source],
        target_id=keys.people[row.target],
        weight=row.weight,
    )


def _consent(person: str, keys: Keys, given_at: datetime) -> NameConsent:
    return NameConsent(organisation=keys.organisation, person_id=keys.people[person], given_at=given_at)
