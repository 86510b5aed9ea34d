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
from colead.apps.jobs import registry
from colead.apps.jobs import services as jobs
from colead.apps.jobs.run import Run
from colead.apps.jobs.worker import work_once
from colead.apps.organisations import services
from colead.apps.organisations.models import User
from colead.kit.request_id import current_request_id, is_well_formed
from queue_of_jobs import run_pending

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
        "event", "level", "timestamp", "method", "route", "status", "user", "milliseconds", "request_id"
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
    client.get(f"/blåbærgrød-{MARK}/")
    client.get(f"/o/clinic/units/ø {MARK}/")
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
    run_pending()
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


def of(event: str, lines: list[str]) -> list[dict[str, object]]:
    return [found for found in map(json.loads, lines) if found["event"] == event]


def test_every_line_of_a_request_and_of_its_jobs_carries_its_id(
    cast: Cast, lines: list[str], monkeypatch
) -> None:
    @registry.work("tests.say")
    def say(run: Run) -> None:
        logging.getLogger("colead.said").warning("said")
        jobs.enqueue(by=run.member, work="tests.say_more", now=timezone.now())

    registry.work("tests.say_more")(lambda _run: None)
    monkeypatch.setattr("colead.web.views.organisations_of", lambda _user, **_now: enqueue_first(cast))
    client = Client(raise_request_exception=False)
    client.force_login(cast.alma.user)
    try:
        answered = client.get("/").headers["X-Request-ID"]
        while work_once(worker="w", with_heartbeat=False):
            pass
    finally:
        del registry.WORK["tests.say"], registry.WORK["tests.say_more"]
    found = [*of("request", lines), *of("said", lines), *of("job", lines)]
    assert [one["request_id"] for one in found] == [answered] * 4
    assert current_request_id() == ""


def enqueue_first(cast: Cast) -> list[object]:
    jobs.enqueue(by=cast.olga, work="tests.say", now=timezone.now())
    return []


def test_lines_that_django_writes_after_the_answer_carry_it_too(db: None, lines: list[str]) -> None:
    answered = Client().get("/nowhere/")
    (line,) = [line for line in map(json.loads, lines) if "Not Found" in str(line["event"])]
    assert line["request_id"] == answered.headers["X-Request-ID"]


@pytest.mark.parametrize(
    ("proxies", "sent", "is_taken"),
    [
        (1, "0f1e2d3c4b5a69788796a5b4c3d2e1f0", True),
        (0, "0f1e2d3c4b5a69788796a5b4c3d2e1f0", False),
        (1, "short", False),
        (1, 'a quoted "word" with blanks', False),
        (1, "x" * 65, False),
        (1, "alma@example.org", False),
    ],
)
def test_the_id_of_a_trusted_proxy_is_taken_over_where_it_is_well_formed(
    db: None, settings, proxies: int, sent: str, is_taken: bool
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    answered = Client().get("/account/login/", headers={"X-Request-ID": sent}).headers["X-Request-ID"]
    assert (answered == sent) is is_taken
    assert is_well_formed(answered)


def test_an_error_page_names_the_id(db: None) -> None:
    answered = Client().get("/nowhere/")
    assert answered.headers["X-Request-ID"] in answered.content.decode()


def test_letters_of_danish_stand_in_the_log_as_they_are(lines: list[str]) -> None:
    logging.getLogger("colead.said").warning("%s", "blåbærgrød")
    assert "blåbærgrød" in lines[-1]
