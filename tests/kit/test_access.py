"""The door to an organisation's pages: who is let in today, and when they no longer are."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import Http404
from django.test import Client
from django.utils import timezone

from cast import DAY, LONG_AGO, Cast
from colead.apps.organisations import services
from colead.apps.organisations.models import Membership
from colead.apps.organisations.tenancy import member_of
from colead.kit.access import read_day
from colead.kit.errors import DomainError
from colead.kit.roles import Member, Role

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TOKENS = "/o/clinic/tokens/"
IMPORT = "/o/clinic/staff-list/"


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def set_term(member: Member, start: date, end: date | None) -> None:
    Membership.objects.filter(user=member.user).update(valid_from=start, valid_until=end)


@pytest.mark.parametrize(
    ("start", "end", "is_in"),
    [
        (DAY, None, True),
        (DAY, DAY + timedelta(days=1), True),
        (LONG_AGO, DAY, False),  # half-open: the last day is the day before
        (DAY + timedelta(days=1), None, False),
        (DAY, DAY, False),
    ],
)
def test_membership_counts_from_its_first_day_until_before_its_end(
    cast: Cast, start: date, end: date | None, is_in: bool
) -> None:
    set_term(cast.alma, start, end)
    if is_in:
        assert member_of(cast.alma.user, "clinic", now=NOW).role == Role.MEMBER
    else:
        with pytest.raises(Http404):
            member_of(cast.alma.user, "clinic", now=NOW)


def test_day_is_the_day_where_the_organisation_is(cast: Cast) -> None:
    late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)  # 2 March in Copenhagen
    assert cast.clinic.today(late) == DAY
    set_term(cast.alma, DAY, None)
    assert member_of(cast.alma.user, "clinic", now=late)
    cast.clinic.time_zone = "America/New_York"
    cast.clinic.save()
    with pytest.raises(Http404):
        member_of(cast.alma.user, "clinic", now=late)


def test_member_of_takes_one_query(cast: Cast, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        member_of(cast.alma.user, "clinic", now=NOW)


def test_foreign_and_unknown_organisations_look_the_same(cast: Cast) -> None:
    client = signed_in(cast.ida)
    foreign, unknown = client.get("/o/clinic/tokens/"), client.get("/o/nowhere/tokens/")
    assert foreign.status_code == unknown.status_code == 404
    own = re.compile(r"\b\w{64}\b|\b[0-9a-f]{16}\b|clinic|nowhere")  # CSRF token, id of the request, address
    said = [own.sub("", page.content.decode()) for page in (foreign, unknown)]
    assert said[0] == said[1]


def test_ended_membership_is_outside_at_the_next_request(cast: Cast) -> None:
    client = signed_in(cast.uma)
    assert client.get(TOKENS).status_code == 200
    membership = Membership.objects.get(user=cast.uma.user)
    services.end_membership(by=cast.olga, membership_id=membership.pk, now=timezone.now())
    assert client.get(TOKENS).status_code == 404
    assert client.get("/profile/").status_code == 200  # the account goes on: it may belong elsewhere


def test_changed_role_counts_from_the_next_request(cast: Cast) -> None:
    client = signed_in(cast.carla)
    assert client.get(IMPORT).status_code == 200
    membership = Membership.objects.get(user=cast.carla.user)
    services.change_role(by=cast.olga, membership_id=membership.pk, role=Role.MEMBER, now=timezone.now())
    assert client.get(IMPORT).status_code == 403


def test_consultant_is_out_when_the_engagement_ends_by_itself(cast: Cast) -> None:
    client = signed_in(cast.dan)
    assert client.get(TOKENS).status_code == 200
    set_term(cast.dan, LONG_AGO, cast.clinic.today(timezone.now()))
    assert client.get(TOKENS).status_code == 404


def test_closed_account_is_signed_out(cast: Cast) -> None:
    client = signed_in(cast.uma)
    cast.uma.user.is_active = False
    cast.uma.user.save()
    assert client.get(TOKENS).status_code == 302


def test_read_day_takes_only_dates() -> None:
    assert read_day("2026-03-31", default=DAY) == date(2026, 3, 31)
    assert read_day("", default=DAY) == read_day(None, default=DAY) == DAY
    for text in ("31-03-2026", "2026-02-30", "yesterday", "2026-03-31'; --", "9" * 5000):
        with pytest.raises(DomainError) as caught:
            read_day(text, default=DAY)
        assert caught.value.field == "as_of"
        assert len(str(caught.value)) < 200  # the answer does not grow with the question


def test_bad_day_is_a_page_that_says_what_to_do(cast: Cast) -> None:
    response = signed_in(cast.alma).get(TOKENS, {"as_of": "soon"})
    assert response.status_code == 422
    assert "2026-03-31" in response.content.decode()


def test_no_copy_of_an_organisations_page_is_kept(cast: Cast) -> None:
    response = signed_in(cast.alma).get(TOKENS)
    assert set(response.headers["Cache-Control"].split(", ")) == {"private", "no-store"}
