"""Who looks to whom for leadership in the sample, three times asked, with the maps of it."""

from colead.apps.ledger.services import append_entry
from colead.apps.network.models import NominationSet
from colead.apps.network.services import compute_map
from colead.sample import characters, records
from colead.sample.loading import Loading
from colead.sample.network_rows import store_consents, store_nominations


def add_maps(loading: Loading) -> None:
    """Consent to be named, nomination sets, and a map of each."""
    store_consents(loading.municipality, loading.keys, loading.now)
    for found in loading.municipality.nomination_sets:
        stored = store_nominations(found, loading.keys, by=loading.accounts[characters.PEOPLE_TEAM])
        _record(loading, stored, found)
        compute_map(by=loading.by, nomination_set=stored.pk, day=stored.held_on, now=loading.now)


def _record(loading: Loading, stored: NominationSet, found: records.NominationSet) -> None:
    append_entry(
        by=loading.by,
        action="network.set_imported",
        subject=f"nomination_set:{stored.pk}",
        details={"nominations": len(found.nominations), "respondents": len(found.respondents)},
        now=loading.now,
    )
