import pytest
from django.test import Client
from django.utils import timezone

from api.caller import CLINIC, ROOT, caller
from cast import Cast, today
from colead.apps.organisations import services, token_uses
from colead.apps.organisations.models import ApiToken


def test_list_holds_own_organisations_only(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.ida.user)
    services.create_organisation(by=cast.ida.user, name="Zoo", now=timezone.now())
    found = client.get(f"{ROOT}/organisations").json()
    assert [row["slug"] for row in found["items"]] == ["elsewhere", "zoo"]
    assert found["next"] is None


def test_token_lists_the_one_it_was_made_for(cast: Cast) -> None:
    services.create_organisation(by=cast.ida.user, name="Zoo", now=timezone.now())
    assert [row["slug"] for row in caller(cast.ida).get(f"{ROOT}/organisations").json()["items"]] == [
        "elsewhere"
    ]


def test_detail_tells_role_and_day(cast: Cast) -> None:
    found = caller(cast.dan).get(CLINIC).json()
    assert found == {
        "slug": "clinic",
        "name": "Clinic",
        "language": "en",
        "time_zone": "Europe/Copenhagen",
        "role": "consultant",
        "today": cast.clinic.today(timezone.now()).isoformat(),
    }


def test_use_of_a_token_is_noted(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries
) -> None:
    monkeypatch.setattr(token_uses, "_noted", {})
    by = caller(cast.alma)
    with django_assert_num_queries(2):  # token, membership
        by.get(CLINIC)
    token_uses.write_uses()
    assert ApiToken.objects.get().last_used_on == today()
