"""Whoever only reads never waits for somebody who writes: the matrix visits every read inside organisations
(`actors.ask`), these are the pages around them, and the check itself."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from cast import Cast
from colead.apps.organisations.models import ApiToken
from colead.apps.organisations.services import create_token
from house.actors import noting_locks
from house.routes import all_routes

WRITES_BY_ITSELF: dict[str, str] = {}  # a read that must write, and why
OUTSIDE = [route for route in all_routes() if not route.parameters]


def locks(read: Callable[[], object]) -> list[str]:
    noted: list[str] = []
    with connection.execute_wrapper(noting_locks(noted)):
        read()
    return noted


def test_pages_outside_organisations_write_nothing(cast: Cast) -> None:
    signed_in, nobody = Client(), Client()
    signed_in.force_login(cast.olga.user)
    found = {
        route.path: locks(lambda client=client, route=route: client.get(f"/{route.path}"))
        for client in (signed_in, nobody)
        for route in OUTSIDE
    }
    assert {path: noted for path, noted in found.items() if noted and path not in WRITES_BY_ITSELF} == {}


def test_a_token_that_is_used_for_the_first_time_today_writes_nothing(cast: Cast) -> None:
    now = timezone.now()
    _token, secret = create_token(
        by=cast.olga, name="test", scope="read", now=now, lifetime=timedelta(days=1)
    )
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    assert locks(lambda: client.get("/api/v1/organisations/clinic")) == []


def in_a_transaction() -> None:
    with transaction.atomic():
        ApiToken.objects.first()


FAULTS: dict[str, Callable[[], object]] = {
    "a row": lambda: Session.objects.filter(pk="none").update(session_data=""),
    "the cache": lambda: cache.set("seen", 1),
    "a transaction that only reads": in_a_transaction,
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_the_check_sees(cast: Cast, fault: Callable[[], object]) -> None:
    assert locks(fault) != []
