"""`/health/live` and `/health/ready`: what a load balancer asks every few seconds."""

from collections import namedtuple
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from cast import Cast
from colead.apps.jobs.models import Job
from colead.apps.jobs.services import note_worker
from colead.apps.jobs.workflow import State
from colead.kit import schema, scope

pytestmark = pytest.mark.database("both")


def ready(**more: str) -> tuple[int, dict[str, str]]:
    response = Client(headers=more).get("/health/ready")
    return response.status_code, response.json()


def test_live_asks_nothing_of_the_database(django_assert_num_queries, db: None) -> None:
    with django_assert_num_queries(0):
        response = Client().get("/health/live")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_ready_needs_no_account_and_tells_no_more_than_needed(
    django_assert_max_num_queries, db: None
) -> None:
    ready()  # what is expected of the tables is read once in the life of a process
    with django_assert_max_num_queries(5):
        status, found = ready()
    assert status == 200
    assert found == {"status": "ok", "database": "ok", "tables": "ok", "disk": "ok", "worker": "not seen"}


def test_it_makes_no_session_and_answers_whatever_host_is_named(db: None) -> None:
    response = Client(headers={"host": "10.0.0.7"}).get("/health/ready")
    assert response.status_code == 200
    assert response.cookies == {}
    assert response.headers["Cache-Control"] == "no-store"


def test_it_answers_over_http_where_pages_are_redirected(db: None, settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert ready()[0] == 200
    assert Client().get("/").status_code == 301


def test_a_missing_migration_is_told(db: None, monkeypatch) -> None:
    expected = schema._expected() | {("people", "9999_next")}
    monkeypatch.setattr(schema, "_expected", lambda: expected)
    status, found = ready()
    assert (status, found["tables"]) == (503, "migrations missing")


def test_tables_to_which_a_newer_program_has_added_are_ready(db: None, monkeypatch) -> None:
    """As during a rolling update: those that are not updated yet go on."""
    fewer = set(schema._expected()) - {("jobs", "0001_initial")}
    monkeypatch.setattr(schema, "_expected", lambda: fewer)
    assert ready()[0] == 200


def test_what_is_expected_is_what_migrate_would_make(db: None) -> None:
    assert schema.waiting() == 0
    assert schema.is_migrated()


def test_without_a_database_nothing_of_it_is_told(db: None, monkeypatch) -> None:
    def refuse() -> None:
        raise OperationalError("no route to db.internal as user colead")

    monkeypatch.setattr(schema, "is_migrated", refuse)
    status, found = ready()
    assert status == 503
    assert found == {"status": "down", "database": "unreachable", "disk": "ok"}


def test_a_full_disk_is_told(db: None, monkeypatch) -> None:
    usage = namedtuple("usage", "free")
    monkeypatch.setattr("colead.web.health.shutil.disk_usage", lambda _home: usage(1000))
    status, found = ready()
    assert (status, found["disk"]) == (503, "full")


def test_a_worker_is_seen_for_two_minutes(db: None, settings) -> None:
    settings.READY_NEEDS_WORKER = True
    assert ready()[0] == 503
    note_worker(now=timezone.now())
    status, found = ready()
    assert (status, found["worker"]) == (200, "ok")
    note_worker(now=timezone.now() - timedelta(minutes=3))
    assert ready()[0] == 503


def test_a_worker_that_is_busy_for_long_is_seen_by_the_job_that_it_holds(cast: Cast, settings) -> None:
    settings.READY_NEEDS_WORKER = True
    now = timezone.now()
    with scope.organisation(cast.clinic):
        Job.objects.create(
            organisation=cast.clinic, work="x", key="x", state=State.RUNNING, started_at=now,
            leased_by="w:1", leased_until=now + timedelta(seconds=30),
        )  # fmt: skip
    assert ready()[0] == 200
