"""Markers planted wherever a person can write, and then looked for in everything that was logged."""

import json
import logging
import logging.config
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone

from cast import Cast
from colead.apps.organisations import services
from colead.apps.organisations.models import User

MARK = "marker7c1f"


@pytest.fixture
def lines(monkeypatch) -> Iterator[list[str]]:
    """What the handler of the product writes for everything that is logged from here on."""
    logging.config.dictConfig(settings.LOGGING)
    written: list[str] = []
    handler = logging.getLogger().handlers[-1]
    monkeypatch.setattr(handler, "stream", SimpleNamespace(write=written.append, flush=lambda: None))
    yield written
    logging.getLogger().removeHandler(handler)


def test_one_json_line_a_request_with_ids_only(cast: Cast, lines: list[str]) -> None:
    client = Client()
    client.force_login(cast.alma.user)
    client.get("/profile/?q=anything")
    (line,) = [json.loads(line) for line in lines if '"request"' in line]
    assert line.keys() == {
        "event", "level", "timestamp", "method", "route", "status", "user", "milliseconds"
    }  # fmt: skip
    assert (line["method"], line["route"], line["status"]) == ("GET", "profile/", 200)
    assert line["user"] == cast.alma.user.pk


def test_nothing_that_people_write_reaches_a_log(cast: Cast, lines: list[str]) -> None:
    User.objects.filter(pk=cast.alma.user.pk).update(name=MARK, email=f"{MARK}@example.org")
    client = Client(raise_request_exception=False)
    client.force_login(cast.olga.user)
    client.get(f"/profile/?q={MARK}", headers={"Referer": f"https://x/{MARK}", "User-Agent": MARK})
    client.post("/o/clinic/members/", {"email": f"{MARK}@new.example", "role": MARK, "name": MARK})
    client.post("/profile/", {"name": MARK, "language": MARK})
    client.post("/sign-in/link/", {"email": f"{MARK}@example.org"})
    client.post("/account/login/", {"login": f"{MARK}@example.org", "password": MARK})
    client.get(f"/{MARK}/")
    client.get("/o/clinic/tokens/", {"as_of": MARK})
    client.post(f"/sign-in/link/{MARK}/")
    Client(enforce_csrf_checks=True).post(f"/sign-in/link/{MARK}/")
    client.get(f"/api/v1/organisations/{MARK}", headers={"Authorization": f"Bearer {MARK}"})
    client.post("/api/v1/organisations/clinic", data={"x": MARK}, content_type="application/json")
    client.get(f"/api/v1/{MARK}")
    assert len(lines) >= 12
    assert [line for line in lines if MARK in line] == []


def test_live_sign_in_link_is_not_logged(cast: Cast, lines: list[str]) -> None:
    Client().post("/sign-in/link/", {"email": "alma@example.org"})
    secret = next(word for word in mail.outbox[-1].body.split() if "/sign-in/link/" in word).split("/")[-2]
    Client(enforce_csrf_checks=True).post(f"/sign-in/link/{secret}/")  # refused, and still alive
    Client().get(f"/sign-in/link/{secret}/")
    assert any("sign-in/link/<str:secret>/" in line for line in lines)
    assert [line for line in lines if secret in line] == []


def test_token_is_not_logged(cast: Cast, lines: list[str]) -> None:
    _token, secret = services.create_token(
        by=cast.alma, name=MARK, scope="read", now=timezone.now(), lifetime=timedelta(days=1)
    )
    Client().get("/api/v1/organisations", headers={"Authorization": f"Bearer {secret}"})
    Client().get(f"/api/v1/{secret}", headers={"Authorization": f"Bearer {secret}x"})
    assert lines
    assert [line for line in lines if secret in line or MARK in line] == []


def test_failure_is_logged_with_its_kind_and_place_but_without_its_words(
    cast: Cast, lines: list[str], monkeypatch
) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise ValueError(f"duplicate key (email)=({MARK}@example.org)")

    monkeypatch.setattr("colead.web.views.organisations_of", fail)
    client = Client(raise_request_exception=False)
    client.force_login(cast.alma.user)
    assert client.get("/").status_code == 500
    failed = [json.loads(line) for line in lines if "ValueError" in line]
    assert failed[0]["exception"] == "ValueError"
    assert failed[0]["at"][-1].endswith(" fail")
    assert [line for line in lines if MARK in line] == []
