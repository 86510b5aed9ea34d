"""A person lets Colead use their strengths for allocating tasks, or takes that back. It counts at once."""

from datetime import datetime

from django.db import IntegrityError, transaction

from colead.apps.ledger.services import append_entry
from colead.apps.organisations.roles import Member
from colead.apps.people import permissions
from colead.apps.people.models import StrengthConsent
from colead.apps.people.own_person import own_person


@transaction.atomic
def agree_to_allocation(*, by: Member, now: datetime) -> StrengthConsent:
    """Let one's strengths be used. Saying so twice changes nothing; nobody can say it for others."""
    by.require(permissions.DESCRIBE_STRENGTHS)
    person = own_person(by)
    if given := StrengthConsent.objects.open().filter(person=person).first():
        return given
    try:
        with transaction.atomic():
            consent = StrengthConsent.objects.create(
                organisation=by.organisation, person=person, given_at=now
            )
    except IntegrityError:  # a double click: the other request was faster
        return StrengthConsent.objects.open().get(person=person)
    append_entry(by=by, action="people.allocation_agreed", subject=f"strength_consent:{consent.pk}", now=now)
    return consent


@transaction.atomic
def withdraw_from_allocation(*, by: Member, now: datetime) -> None:
    """Take the consent back. Whoever allocates asks for open consents each time."""
    by.require(permissions.DESCRIBE_STRENGTHS)
    consents = StrengthConsent.objects.open().select_for_update()
    consent = consents.filter(person=own_person(by)).first()
    if consent is None:
        return
    consent.withdrawn_at = now
    consent.save(update_fields=["withdrawn_at"])
    append_entry(
        by=by, action="people.allocation_withdrawn", subject=f"strength_consent:{consent.pk}", now=now
    )
