"""Which set a page is about, and with the structure of which day."""

from datetime import date

from colead.apps.network.models import NominationSet
from colead.apps.network.selectors import existing_set
from colead.kit.access import OrganisationRequest


def set_and_day(request: OrganisationRequest, nomination_set: int) -> tuple[NominationSet, date]:
    """The set, and the day asked for by as_of: without it the day on which people answered."""
    found = existing_set(nomination_set)
    return found, request.as_of if request.GET.get("as_of") else found.held_on
