"""A person lets Colead use their strengths for allocating tasks, and says for how many hours at most."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from colead.apps.ledger.services import append_entry
from colead.apps.people.models import StrengthConsent
from colead.apps.people.services.consents import give_consent
from colead.kit.errors import DomainError
from colead.kit.roles import Member

MOST_HOURS = Decimal(40)


@transaction.atomic
def agree_to_allocation(*, by: Member, now: datetime, hours: Decimal | None = None) -> StrengthConsent:
    """Let one's strengths be used, for `hours` a week at most; None: as many as whoever allocates counts on.

    Saying so again changes no more than the hours; nobody can say it for others.
    """
    _check_hours(hours)
    consent = give_consent(StrengthConsent, by=by, now=now, hours_per_week=hours)
    return _with_hours(consent, hours, by=by, now=now)


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
