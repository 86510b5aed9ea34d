"""Days are the organisation's: another time zone locks nobody out, and lets nobody in again."""

from datetime import UTC, date, datetime

import pytest
from django.http import Http404

from cast import user
from colead.apps.organisations.models import Membership
from colead.apps.organisations.services import (
    create_organisation,
    end_membership,
    invite_member,
    save_settings,
)
from colead.apps.organisations.tenancy import member_of
from colead.cli.first_owner import make_owner
from colead.cli.language import Speaker
from colead.kit.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.database("both")]

# In Copenhagen the second of March has begun, in Honolulu it is still the first.
NIGHT = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


def test_whoever_came_today_is_in_and_whoever_went_is_out_in_any_zone() -> None:
    olga, alma = user("olga"), user("alma")
    clinic = create_organisation(by=olga, name="Clinic", now=NIGHT)
    owner = member_of(olga, clinic.slug, now=NIGHT)
    left = invite_member(by=owner, email=alma.email, role=Role.MEMBER, today=clinic.today(NIGHT))
    end_membership(by=owner, membership_id=left.pk, now=NIGHT)
    for zone in ("Pacific/Honolulu", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Copenhagen"):
        clinic.time_zone = zone
        save_settings(by=owner, organisation=clinic, now=NIGHT)
        assert member_of(olga, clinic.slug, now=NIGHT).role == Role.OWNER
        with pytest.raises(Http404):
            member_of(alma, clinic.slug, now=NIGHT)
    assert left.valid_from == date(2026, 3, 2)


def test_setting_up_twice_is_once_also_in_another_zone() -> None:
    def set_up() -> None:
        make_owner(email="olga@example.org", name="Clinic", now=NIGHT, speak=Speaker("en"))

    set_up()
    clinic = Membership.objects.get().organisation
    clinic.time_zone = "Pacific/Honolulu"
    save_settings(by=Membership.objects.get().as_member(), organisation=clinic, now=NIGHT)
    set_up()
    assert Membership.objects.count() == 1
