"""What the work has in its hands while it runs: who asked, how far it is, and effects that happen once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event
from typing import Any, NoReturn

from django.db import transaction

from colead.apps.jobs.clock import database_now
from colead.apps.jobs.models import Job, JobStep
from colead.apps.organisations.models import Organisation
from colead.kit.roles import Member

LEASE = timedelta(seconds=60)


class LeaseLost(Exception):
    """Another worker owns the job now; what this one still does must not be written."""


class Interrupted(Exception):
    """The worker is asked to stop: the job goes back to the queue, and the attempt does not count."""


class Overrun(Exception):
    """The work has taken longer than a job may."""


class Postponed(Exception):
    """The work asks to run again later; that is no failure."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


class Run:
    """One attempt at a job. Made by the worker, handed to the work function."""

    def __init__(
        self, job: Job, member: Member, *, lease: timedelta = LEASE, stop: Event | None = None
    ) -> None:
        self.job = job
        self.member = member
        self.lease = lease
        self.stop = stop or Event()
        self.lost = Event()  # set by the heartbeat when the fence has moved on
        self.overrun = Event()  # set by the heartbeat when the time is up
        self.has_heartbeat = False
        self.done, self.total = job.progress_done, job.progress_total

    @property
    def organisation(self) -> Organisation:
        """The organisation that the job works for; every query in the work is limited to it."""
        return self.member.organisation

    def progress(self, done: int, total: int) -> None:
        """Say how far the work is, as often as you like: with a heartbeat it is written once a second.

        Raises as `check` when the work should not go on.
        """
        self.done, self.total = min(done, total), total
        self.check()
        if not self.has_heartbeat:
            self.renew()

    def check(self) -> None:
        """Raise LeaseLost, Overrun or Interrupted when the work should not go on. Costs no query."""
        if self.overrun.is_set():
            raise Overrun(str(self.job))
        if self.lost.is_set():
            raise LeaseLost(str(self.job))
        if self.stop.is_set():
            raise Interrupted(str(self.job))

    def is_ours(self) -> bool:
        """False when it was cancelled, or another worker owns it. One query."""
        return Job.objects.held(self.job.pk, self.job.fence).exists()

    def renew(self) -> None:
        """Write the progress and a new lease; LeaseLost when another worker owns the job. One query."""
        held = Job.objects.held(self.job.pk, self.job.fence)
        if not held.update(
            leased_until=database_now() + self.lease, progress_done=self.done, progress_total=self.total
        ):
            self.lost.set()
            raise LeaseLost(str(self.job))

    @contextmanager
    def step(self, name: str) -> Iterator[bool]:
        """An effect that happens exactly once, however often the job runs.

        with run.step("apply") as is_new:
            if is_new:
                services.apply_import(...)

        The block is one transaction with the mark that it happened. It is rolled back when it raises,
        and when another worker has taken the job meanwhile.
        """
        with transaction.atomic():
            _mark, is_new = JobStep.objects.get_or_create(
                organisation=self.organisation, job=self.job, step=name
            )
            yield is_new
            self.renew()

    def has_made(self, name: str) -> bool:
        """Whether a step was made, by this run or an earlier one. One query."""
        return JobStep.objects.filter(job=self.job, step=name).exists()

    def report(self, *, url: str = "", **values: Any) -> None:
        """What the job found (counts and ids), and the page that shows it. Written when the job ends."""
        self.job.result = {**self.job.result, **values}
        self.job.result_url = url or self.job.result_url

    def postpone(self, until: datetime) -> NoReturn:
        """Leave the work and run it again at `until`, as if for the first time."""
        raise Postponed(until)
