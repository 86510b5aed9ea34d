"""Which set a page is about, and with the structure of which day."""

from datetime import date

from django.shortcuts import get_object_or_404

from colead.apps.network.models import NominationSet
from colead.kit.access import OrganisationRequest


def set_and_day(request: OrganisationRequest, nomination_set: int) -> tuple[NominationSet, date]:
    """The set, and the day asked for by as_of: without it the day on which people answered."""
    found = get_object_or_404(NominationSet, pk=nomination_set)
    return found, request.as_of if request.GET.get("as_of") else found.held_on
