"""Chapters of requests against the product in this process; what fails is kept, with what repeats it.

A chapter is thirty requests one after the other, and the jobs that they start; then it is taken back.
"""

import time
import traceback
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from django.core import mail
from django.db import connection, transaction
from django.http import HttpResponse

import colead
from colead.apps.jobs.models import Job
from colead.apps.jobs.worker import work_once
from colead.kit import scope
from fuzz.offers import read_offers
from fuzz.sending import Sender, Sent
from house.actors import Scene
from house.table import all_rows

LENGTH = 30
MOST_SECONDS = 5.0  # of processor time: others may use the machine, too
HOUSEKEEPING = ("django_session", "last_used", "cacheentry", "last_login")
ROOT = str(Path(colead.__file__).parent)


class Writes:
    """The statements that wrote and still stand: what went back to a savepoint is gone."""

    def __init__(self) -> None:
        self.standing: list[str] = []
        self.marks: dict[str, int] = {}

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        done = execute(sql, *rest)
        word = sql.split(maxsplit=1)[0]
        if word == "SAVEPOINT":
            self.marks[sql.split()[-1]] = len(self.standing)
        elif word == "ROLLBACK":
            del self.standing[self.marks[sql.split()[-1]] :]
        elif word == "INSERT" or (word in {"UPDATE", "DELETE"} and rest[-1]["cursor"].rowcount):
            self.standing += [] if any(one in sql for one in HOUSEKEEPING) else [sql]
        return done


@dataclass
class Tally:
    """What was asked and what came of it."""

    requests: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    by_route: Counter[str] = field(default_factory=Counter)
    answered: dict[str, set[int]] = field(default_factory=dict)
    slowest: tuple[float, str] = (0.0, "")
    jobs: Counter[str] = field(default_factory=Counter)
    failures: dict[str, list[str]] = field(default_factory=dict)

    def fail(self, what: str, repeat: str) -> None:
        """Keep a failure, one line for each kind of it and place."""
        self.failures.setdefault(what, []).append(repeat)


class Game:
    """The scene, what can be sent to it, and what came of it so far."""

    def __init__(self, scene: Scene, seed: int, say: Callable[[str], None] | None = None) -> None:
        self.scene, self.seed, self.say = scene, seed, say
        for actor in scene.actors:
            actor.client.raise_request_exception = False
        with transaction.atomic():
            offers = read_offers(scene)
            transaction.set_rollback(True)
        rows = {(row.is_api, row.key): row for row in all_rows()}
        self.sender, self.tally = Sender(scene, offers, rows), Tally()

    def play(self, chapter: int) -> None:
        """One chapter, always the same for a seed."""
        chance = Random(f"{self.seed}.{chapter}")
        cookies = {one.name: deepcopy(one.client.cookies) for one in self.scene.actors}
        with transaction.atomic():
            for place in range(LENGTH):
                self._step(
                    self.sender.draw(chance), f"--seed {self.seed} --only {chapter}  (request {place})"
                )
            self._work(f"--seed {self.seed} --only {chapter}")
            transaction.set_rollback(True)
        for actor in self.scene.actors:
            actor.client.cookies = cookies[actor.name]
        mail.outbox = []

    def _step(self, sent: Sent, repeat: str) -> None:
        started, wrote = time.process_time(), Writes()
        with transaction.atomic(), connection.execute_wrapper(wrote):
            response = self._send(sent)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        self._judge(sent, response, wrote.standing, time.process_time() - started, repeat)

    def _send(self, sent: Sent) -> HttpResponse:
        client = self.scene.actor(sent.actor).client
        response: Any = client.generic(
            sent.method,
            sent.path,
            sent.body,
            sent.content_type,
            headers=sent.headers,
            QUERY_STRING=sent.query,
        )
        if response.streaming:
            b"".join(response.streaming_content)
        return response

    def _judge(
        self, sent: Sent, response: HttpResponse, wrote: list[str], seconds: float, repeat: str
    ) -> None:
        route = f"{sent.method} {sent.route}"
        tally = self.tally
        tally.requests += 1
        tally.statuses[response.status_code] += 1
        tally.by_route[route] += 1
        tally.answered.setdefault(route, set()).add(response.status_code)
        tally.slowest = max(tally.slowest, (seconds, f"{route} {repeat}"))
        failed = getattr(response, "exc_info", None)
        line = f"{repeat}  {sent}"
        if self.say:
            self.say(f"{response.status_code} {seconds:.3f} s {sent}")
            self.say(f"    {sent.content_type} {sent.headers} {sent.body[:2000]!r}")
            if failed:
                self.say("".join(traceback.format_exception(*failed)))
        if response.status_code >= 500 or failed:
            tally.fail(f"{response.status_code} {route}: {_where(failed)}", line)
        elif seconds > MOST_SECONDS:
            tally.fail(f"over {MOST_SECONDS:.0f} s {route}", line)
        elif wrote and response.status_code >= 400:
            tally.fail(f"{response.status_code} yet wrote {route}: {wrote[0][:60]}", line)
        elif wrote and sent.method in {"GET", "HEAD", "OPTIONS"}:
            tally.fail(f"read that wrote {route}: {wrote[0][:60]}", line)

    def _work(self, repeat: str) -> None:
        """The jobs that the chapter has started: each ends done or refused, in good time."""
        with scope.everything("jobs of every organisation"):
            before = set(Job.objects.values_list("pk", flat=True))
            for _job in range(5):
                started = time.process_time()
                if not work_once(worker="fuzz", with_heartbeat=False):
                    break
                seconds = time.process_time() - started
                if seconds > MOST_SECONDS:
                    self.tally.fail(f"over {MOST_SECONDS:.0f} s job", repeat)
            for job in Job.objects.filter(pk__in=before).exclude(attempts=0):
                self.tally.jobs[f"{job.work} {job.state} {job.message}"] += 1
                if job.message in {"retrying", "gave_up"}:
                    self.tally.fail(f"job {job.work}: {job.error}", repeat)


def _where(failed: Any) -> str:
    """Kind of the exception and the last line of ours that it passed."""
    if not failed:
        return "no exception"
    frames = traceback.extract_tb(failed[2])
    ours = [one for one in frames if one.filename.startswith(ROOT)] or frames
    return (
        f"{failed[0].__name__} at {Path(ours[-1].filename).name}:{ours[-1].lineno}: {str(failed[1])[:80]!r}"
    )
