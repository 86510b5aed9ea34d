"""Who looks to whom for leadership in the sample, three times asked, with the maps of it."""

from datetime import UTC, datetime, time

from colead.apps.ledger.services import append_entry
from colead.apps.network.models import NameConsent, Nomination, NominationSet, Respondent
from colead.apps.network.services import compute_map
from colead.engine.disclosure import rounded, rounded_within
from colead.sample import characters, records
from colead.sample.loading import Loading
from colead.sample.rows import CONSENT_AGE, insert


def add_maps(loading: Loading) -> None:
    """Consent to be named, nomination sets, and a map of each."""
    keys, given_at = loading.keys, loading.now - CONSENT_AGE
    consents = (
        keys.row(NameConsent, person_id=keys.people[person], given_at=given_at)
        for person in loading.municipality.consents
    )
    insert(NameConsent, consents)
    for found in loading.municipality.nomination_sets:
        stored = _store(found, loading)
        compute_map(by=loading.by, nomination_set=stored.pk, now=loading.now)


def _store(found: records.NominationSet, loading: Loading) -> NominationSet:
    """One nomination set with its respondents and nominations, and the entry in the ledger."""
    keys = loading.keys
    stored = NominationSet.objects.create(
        organisation=keys.organisation,
        name=keys.say(found.name),
        question=keys.say(found.question),
        held_on=found.held_on,
        created_at=datetime.combine(found.held_on, time(12), UTC),
        created_by=loading.accounts[characters.PEOPLE_TEAM],
    )
    insert(Respondent, (_respondent(person, stored, loading) for person in found.respondents))
    insert(Nomination, (_nomination(row, stored, loading) for row in found.nominations))
    append_entry(
        by=loading.by,
        action="network.set_imported",
        subject=f"nomination_set:{stored.pk}",
        details={
            "nominations": rounded(len(found.nominations)),
            "respondents": rounded_within(len(found.respondents), len(found.respondents)),
        },
        now=loading.now,
    )
    return stored


def _respondent(person: str, stored: NominationSet, loading: Loading) -> Respondent:
    return loading.keys.row(Respondent, nomination_set=stored, person_id=loading.keys.people[person])


def _nomination(row: records.Nomination, stored: NominationSet, loading: Loading) -> Nomination:
    people = loading.keys.people
    ends = {"source_id": people[row.source], "target_id": people[row.target]}
    return loading.keys.row(Nomination, nomination_set=stored, weight=row.weight, **ends)
