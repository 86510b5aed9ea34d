"""A person agrees to be named on leadership maps, or takes that back. It counts from the same moment."""

from datetime import datetime

from django.db import IntegrityError, transaction

from colead.apps.ledger.services import append_entry
from colead.apps.network import permissions
from colead.apps.network.models import NameConsent
from colead.apps.people.own_person import own_person
from colead.kit.roles import Member


@transaction.atomic
def agree_to_be_named(*, by: Member, now: datetime) -> NameConsent:
    """Let colleagues see one's own name. Saying so twice changes nothing; nobody can say it for others."""
    by.require(permissions.CONSENT)
    person = own_person(by)
    if given := NameConsent.objects.open().filter(person=person).first():
        return given
    try:
        with transaction.atomic():
            consent = NameConsent.objects.create(organisation=by.organisation, person=person, given_at=now)
    except IntegrityError:  # a double click: the other request was faster
        return NameConsent.objects.open().get(person=person)
    append_entry(by=by, action="network.name_agreed", subject=f"consent:{consent.pk}", now=now)
    return consent


@transaction.atomic
def withdraw_name(*, by: Member, now: datetime) -> None:
    """Take the consent back. Maps, payloads and exports ask for open consents each time they are made."""
    by.require(permissions.CONSENT)
    consent = NameConsent.objects.open().select_for_update().filter(person=own_person(by)).first()
    if consent is None:
        return
    consent.withdrawn_at = now
    consent.save(update_fields=["withdrawn_at"])
    append_entry(by=by, action="network.name_withdrawn", subject=f"consent:{consent.pk}", now=now)
