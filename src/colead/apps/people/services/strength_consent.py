"""A person lets Colead use their strengths for allocating tasks, or takes that back. It counts at once."""

from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from colead.apps.ledger.services import append_entry
from colead.apps.people import permissions
from colead.apps.people.models import StrengthConsent
from colead.apps.people.own_person import own_person
from colead.kit.errors import DomainError
from colead.kit.roles import Member

MOST_HOURS = Decimal(40)


@transaction.atomic
def agree_to_allocation(*, by: Member, now: datetime, hours: Decimal | None = None) -> StrengthConsent:
    """Let one's strengths be used, for `hours` a week at most; None: as many as whoever allocates counts on.

    Saying so again changes no more than the hours; nobody can say it for others.
    """
    by.require(permissions.DESCRIBE_STRENGTHS)
    _check_hours(hours)
    person = own_person(by)
    if given := StrengthConsent.objects.open().filter(person=person).first():
        return _with_hours(given, hours, by=by, now=now)
    try:
        with transaction.atomic():
            consent = StrengthConsent.objects.create(
                organisation=by.organisation, person=person, hours_per_week=hours, given_at=now
            )
    except IntegrityError:  # a double click: the other request was faster
        return StrengthConsent.objects.open().get(person=person)
    append_entry(by=by, action="people.allocation_agreed", subject=f"strength_consent:{consent.pk}", now=now)
    return consent


def _with_hours(
    consent: StrengthConsent, hours: Decimal | None, *, by: Member, now: datetime
) -> StrengthConsent:
    if consent.hours_per_week != hours:
        consent.hours_per_week = hours
        consent.save(update_fields=["hours_per_week"])
        subject = f"strength_consent:{consent.pk}"
        append_entry(by=by, action="people.allocation_hours", subject=subject, now=now)
    return consent


def _check_hours(hours: Decimal | None) -> None:
    if hours is not None and (hours.is_nan() or not 0 < hours <= MOST_HOURS):
        raise DomainError(
            "hours_out_of_range",
            _("%(hours)s hours a week cannot be chosen.") % {"hours": hours},
            _("Write more than 0 and at most %(most)s, or leave it empty.") % {"most": MOST_HOURS},
            field="hours_per_week",
        )


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
