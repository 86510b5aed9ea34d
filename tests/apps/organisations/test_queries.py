"""Reads and pages cost the same number of queries for three members as for forty."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import cast as casting
from cast import DAY, Cast
from colead.apps.organisations import selectors, services
from colead.apps.organisations.models import Membership
from colead.apps.organisations.queries import DatedManager, valid_on

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
PAGES = ["/o/clinic/members/", "/o/clinic/tokens/", "/o/clinic/settings/", "/profile/"]


def grow(cast: Cast) -> None:
    """Forty more members, twenty more organisations and tokens of the owner."""
    for number in range(40):
        casting.member(cast.clinic, f"more{number}")
    for number in range(20):
        services.create_organisation(by=cast.olga.user, name=f"More {number}", now=NOW)
        services.create_token(
            by=cast.olga, name=f"more {number}", scope="read", now=NOW, lifetime=timedelta(days=365)
        )


@pytest.mark.parametrize("is_large", [False, True])
def test_selectors_take_one_query_each(cast: Cast, is_large: bool, django_assert_num_queries) -> None:
    if is_large:
        grow(cast)
    with django_assert_num_queries(1):
        members = selectors.members(cast.olga, DAY)
    with django_assert_num_queries(1):
        organisations = selectors.organisations_of(cast.olga.user, now=NOW)
    with django_assert_num_queries(1):
        tokens = selectors.tokens(cast.olga, now=NOW)
    with django_assert_num_queries(1):
        assert selectors.may_create_organisation(cast.olga.user, now=NOW)
    sizes = len(members), len(organisations), len(tokens)
    assert sizes == ((46, 21, 20) if is_large else (6, 1, 0))


@pytest.mark.parametrize("url", PAGES)
def test_pages_take_as_many_queries_for_many_as_for_few(cast: Cast, url: str) -> None:
    client = Client()
    client.force_login(cast.olga.user)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        assert client.get(url).status_code == 200
    grow(cast)
    with CaptureQueriesContext(connection) as many:
        assert client.get(url).status_code == 200
    assert len(many) == len(few) <= 8


def test_dated_managers_agree_with_the_condition(cast: Cast) -> None:
    assert isinstance(Membership.objects, DatedManager)
    on = set(Membership.objects.on(DAY).values_list("pk", flat=True))
    assert on == set(Membership.objects.filter(valid_on(DAY)).values_list("pk", flat=True))
    assert len(on) == 7
