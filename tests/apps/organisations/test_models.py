from datetime import UTC, date, datetime, timedelta

import pytest

import cast as casting
from cast import DAY
from colead.apps.organisations.models import (
    ApiToken,
    Membership,
    Organisation,
    SignInLink,
    User,
    hash_secret,
    new_secret,
)
from colead.kit.roles import Role

pytestmark = pytest.mark.database("both")

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_session_hash_changes_with_the_session_version() -> None:
    user = User(email="alma@example.org", password="x")
    before = user.get_session_auth_hash()
    user.session_version += 1
    assert user.get_session_auth_hash() != before


def test_user_is_shown_by_name_or_else_by_address() -> None:
    assert str(User(email="alma@example.org", name="Alma")) == "Alma"
    assert str(User(email="alma@example.org")) == "alma@example.org"


@pytest.mark.django_db
def test_user_is_found_whatever_the_case_of_the_address() -> None:
    alma = casting.user("alma")
    assert User.objects.get_by_natural_key("ALMA@Example.ORG") == alma


@pytest.mark.parametrize(
    ("day", "is_valid"),
    [(DAY - timedelta(days=1), False), (DAY, True), (date(2026, 3, 8), True), (date(2026, 3, 9), False)],
)
def test_membership_is_half_open(day: date, is_valid: bool) -> None:
    membership = Membership(role=Role.MEMBER, valid_from=DAY, valid_until=date(2026, 3, 9))
    assert membership.is_valid_on(day) is is_valid


def test_today_is_the_organisations_own() -> None:
    late = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    assert Organisation(time_zone="Europe/Copenhagen").today(late) == date(2026, 7, 1)
    assert Organisation(time_zone="America/New_York").today(late) == date(2026, 6, 30)


def test_secrets_are_long_and_never_alike() -> None:
    made = {new_secret() for _ in range(100)}
    assert len(made) == 100
    assert min(map(len, made)) >= 43  # 256 bits
    assert len({hash_secret(secret) for secret in made}) == 100


@pytest.mark.parametrize(
    ("fields", "is_usable"),
    [
        ({}, True),
        ({"expires_at": NOW}, False),
        ({"used_at": NOW}, False),
        ({"used_at": NOW, "reusable": True}, True),
        ({"expires_at": NOW, "reusable": True}, False),
    ],
)
def test_link_works_until_it_is_used_or_expires(fields: dict[str, object], is_usable: bool) -> None:
    link = SignInLink(**{"expires_at": NOW + timedelta(minutes=1), **fields})
    assert link.is_usable(NOW) is is_usable


@pytest.mark.parametrize(
    ("fields", "is_usable"), [({}, True), ({"expires_at": NOW}, False), ({"revoked_at": NOW}, False)]
)
def test_token_works_until_it_is_revoked_or_expires(fields: dict[str, object], is_usable: bool) -> None:
    token = ApiToken(**{"user": User(), "expires_at": NOW + timedelta(minutes=1), **fields})
    assert token.is_usable(NOW) is is_usable
