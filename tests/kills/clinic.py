"""The clinic in which operations are killed, and what each of them does. All of it runs in children."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from io import BytesIO
from pathlib import Path
from threading import Event
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from api.caller import CLINIC, Caller, caller
from apps.leadership import builders
from cast import DAY, Cast
from colead.apps.jobs.registry import RECURRING, work
from colead.apps.jobs.run import Run
from colead.apps.jobs.services import enqueue
from colead.apps.jobs.worker import run_worker
from colead.apps.leadership.models import LeadershipTask
from colead.apps.ledger.models import LedgerRecord
from colead.apps.ledger.record import ERASED
from colead.apps.ledger.services import append_entry, erase_record
from colead.apps.organisations.models import Membership, Organisation, User
from colead.apps.people import services as people
from colead.apps.people.models import Person, Unit
from colead.backup.create import make_backup
from colead.backup.errors import BackupError
from colead.backup.restore import restore
from colead.files.columns import guess_columns
from colead.kit import scope
from colead.kit.roles import Member, console
from kills.database import Place

HEADER = "id,name,unit,title"
STEPS = 3
# What is imported when it is first needed, and need not be by every child anew.
LATER = (
    "scipy.stats",
    "scipy.spatial",
    "django.db.models.sql.compiler",
    "django.contrib.sessions.serializers",
)
LISTED = 30  # people on a staff list
TIES = ("bo asta", "alma bo", "eva bo", "finn alma", "gerd alma", "uma hans", "carla hans")  # by key


@work("kills.steps")
def steps(run: Run) -> None:
    """Effects in the database, each exactly once."""
    for number in range(STEPS):
        with run.step(str(number)) as is_new:
            if is_new:
                subject = f"job:{run.job.pk}:{number}"
                append_entry(by=run.member, action="test.effect", subject=subject, now=timezone.now())
        run.progress(number + 1, STEPS)


def load() -> None:
    """What a server has loaded before its first request; touches no database."""
    for name in LATER:
        import_module(name)
    _client().handler.load_middleware()
    resolve("/api/v1/openapi.json")
    logging.disable(logging.CRITICAL)


def furnish() -> dict[str, str]:
    """Units, people and tokens in a database that holds the cast."""
    clinic = Organisation.objects.get(slug="clinic")
    of = {one.user.name.lower(): one.as_member() for one in Membership.objects.filter(organisation=clinic)}
    with transaction.atomic(), scope.organisation(clinic):
        builders.build_house(Cast(clinic=clinic, other=clinic, ida=of["olga"], **of))
    for organisation in ("clinic", "elsewhere"):
        with acting(organisation) as by:
            content = _listed("Nurse")
            people.import_staff_list(
                by=by,
                content=content,
                file_name="staff.csv",
                mapping=guess_columns(HEADER.split(",")),
                is_full=False,
                as_of=DAY,
                now=timezone.now(),
            )
    return {name: caller(of[name]).token for name in ("carla", "alma")}


@contextmanager
def acting(organisation: str = "clinic") -> Iterator[Member]:
    """In the scope of the organisation, as its console."""
    found = Organisation.objects.get(slug=organisation)
    with scope.organisation(found):
        yield console(found)


def task(token: str, key: str) -> dict[str, Any]:
    """Open a leadership task."""
    body = {
        "title": key,
        "purpose": "To be there once.",
        "unit": "ward",
        "hours_per_week": "2",
        "accountabilities": ["See to it", "Tell the others"],
        "mandate": {"may_decide": "who works when"},
    }
    return _said(Caller(token, _client()).post(f"{CLINIC}/leadership/tasks", body, key))


def offer(key: str) -> int:
    """A task with an open offer to Alma; the offer's id."""
    with acting() as by:
        office = User.objects.get(email="carla@example.org")
        opened = LeadershipTask.objects.create(
            organisation=by.organisation,
            unit=Unit.objects.get(key="ward"),
            title=key,
            purpose="To be held.",
            hours_per_week=1,
            valid_from=builders.OPENED,
            opened_at=builders.NOW,
        )
        return builders.offer(opened, Person.objects.get(key="alma"), offered_by=office).pk


def accept(token: str, key: str, offer_id: int) -> dict[str, Any]:
    """Accept an offer."""
    return _said(Caller(token, _client()).post(f"{CLINIC}/leadership/offers/{offer_id}/accept", None, key))


def staff_list(token: str, key: str) -> dict[str, Any]:
    """Give everybody on a list a new title."""
    file = BytesIO(_listed(key))
    file.name = "staff.csv"
    said = Caller(token, _client()).upload(
        f"{CLINIC}/people-imports", key, mode="partial", dry_run="false", file=file
    )
    return _said(said)


def nominations(token: str, key: str) -> dict[str, Any]:
    """Store a set of nominations."""
    ties = [dict(zip(("from", "to"), tie.split(), strict=True)) for tie in TIES]
    body = {"name": key, "held_on": DAY.isoformat(), "ties": ties}
    return _said(Caller(token, _client()).post(f"{CLINIC}/nomination-sets", body, key))


def queue(key: str) -> int:
    """A job with three steps; its id."""
    with acting() as by:
        return enqueue(by=by, work="kills.steps", key=key, now=timezone.now()).pk


def queue_staff_list(key: str) -> int:
    """A checked staff list of another organisation, to be applied by a job; the job's id."""
    with acting("elsewhere") as by:
        content, now = _listed(key), timezone.now()
        started = people.start_import(
            by=by, content=content, file_name="staff.csv", mode="partial", as_of=DAY, now=now
        )
        people.choose_columns(by=by, import_id=started.pk, columns=started.mapping, now=now)
        arguments = {"import_id": started.pk}
        return enqueue(by=by, work="people.apply_import", arguments=arguments, key=key, now=now).pk


def work_off() -> bool:
    """Do what is due, as `colead worker --once` does it."""
    RECURRING.clear()
    run_worker(Event(), once=True)
    return True


def erase_newest() -> int:
    """Erase what the newest entry of the audit log said that is no erasure; its number."""
    with acting() as by:
        rows = LedgerRecord.objects.exclude(text__contains=f'"{ERASED}"').order_by("-leaf__index")
        index: int = rows.values_list("leaf__index", flat=True)[0]
        erase_record(by=by, index=index, now=timezone.now())
        return index


def back_up(folder: str) -> str:
    """The file; nothing while another one is made."""
    try:
        made = make_backup(Path(folder), recipients=[], now=timezone.now(), begin=lambda _step: None)
    except BackupError as error:
        if error.code != "running":
            raise
        return ""
    return str(made.path)


def put_back(file: str, place: Place) -> str:
    """Restore into a place; `done` also where that was done before and not answered."""
    place.settle()
    try:
        restore(
            Path(file),
            place.home,
            identity=None,
            erasures=[],
            now=timezone.now(),
            start=lambda home: replace(place, home=home).settle(),
            begin=lambda _step: None,
        )
    except BackupError as error:
        if error.code != "not_empty":
            raise
    return "done"


def _listed(title: str) -> bytes:
    rows = (f"n{number},Nurse {number},Wing,{title}" for number in range(LISTED))
    return "\n".join([HEADER, *rows]).encode()


def _client() -> Client:
    """A fault becomes the answer 500, as in a server."""
    return Client(raise_request_exception=False)


def _said(response: HttpResponse) -> dict[str, Any]:
    replayed = response.headers.get("Idempotency-Replayed") == "true"
    body = json.loads(response.content) if response.status_code < 300 else response.content.decode()[:300]
    return {"status": response.status_code, "body": body, "replayed": replayed}
