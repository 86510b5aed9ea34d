"""What may be done with a job, and how it ends: the tables of the tests."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cast import Cast
from colead.apps.jobs import registry
from colead.apps.jobs.claim import claim
from colead.apps.jobs.execution import execute
from colead.apps.jobs.models import Job
from colead.apps.jobs.run import Interrupted, Overrun, Run
from colead.apps.jobs.services import cancel_job, enqueue, retry_job
from colead.kit.errors import DomainError
from colead.kit.roles import Member
from house.machines import Machine

NOW = timezone.now()
LEASE = timedelta(seconds=60)


class Jobs(Machine):
    """A job of Alma's, and workers that take it, end it or die with it."""

    name, model = "job", Job
    table = """
        action  before     after      asker  team  owner  consultant
        cancel  queued     cancelled  yes    yes   yes    .
        cancel  running    cancelled  yes    yes   yes    .
        cancel  done       -          late   late  late   .
        cancel  failed     -          late   late  late   .
        cancel  set_aside  -          late   late  late   .
        cancel  cancelled  cancelled  same   same  same   .
        retry   queued     -          late   late  late   .
        retry   running    -          late   late  late   .
        retry   done       -          late   late  late   .
        retry   failed     queued     yes    yes   yes    .
        retry   set_aside  queued     yes    yes   yes    .
        retry   cancelled  queued     yes    yes   yes    .
    """
    effects = """
        action  by     entry  told
        cancel  asker  -      -
        cancel  team   -      asker:notices.work_stopped
        retry   team   -      -
    """
    follows = """
        step     cause                    before     after
        enqueue  an_app_asks              new        queued
        start    a_worker_takes_it        queued     running
        start    a_worker_takes_it        running    running
        start    a_worker_takes_it        done       done
        start    a_worker_takes_it        failed     failed
        start    a_worker_takes_it        set_aside  set_aside
        start    a_worker_takes_it        cancelled  cancelled
        finish   it_works                 queued     done
        finish   it_works                 done       done
        finish   it_works                 failed     failed
        finish   it_works                 set_aside  set_aside
        finish   it_is_cancelled          queued     cancelled
        refuse   a_rule_says_no           queued     failed
        go_back  it_breaks                queued     queued
        go_back  it_is_interrupted        queued     queued
        overrun  it_takes_too_long        queued     failed
        overrun  it_takes_too_much        queued     failed
        overrun  it_takes_too_long        cancelled  cancelled
        give_up  it_breaks_a_fifth_time   queued     set_aside
        go_back  its_second_worker_dies   running    queued
        give_up  its_last_worker_dies     running    set_aside
    """

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.does(lambda _run: None)

    def parties(self) -> dict[str, Member]:
        cast = self.cast
        return {"asker": cast.alma, "team": cast.carla, "owner": cast.olga, "consultant": cast.dan}

    def does(self, function: Callable[[Run], None]) -> None:
        """What the work of the stage is."""
        registry.WORK.pop("test.machine", None)
        registry.work("test.machine", label="A test")(function)

    def make(self, state: str) -> Job:
        job = self.an_app_asks(None)
        finished_at = NOW if state in {"done", "failed", "set_aside", "cancelled"} else None
        leased_until = NOW - LEASE if state == "running" else None
        rows = Job.objects.filter(pk=job.pk)
        rows.update(state=state, finished_at=finished_at, leased_until=leased_until, attempts=1)
        return rows.get()

    def cancel(self, by: Member, row: Job) -> Any:
        return cancel_job(by=by, job_id=row.pk, now=NOW)

    def retry(self, by: Member, row: Job) -> Any:
        return retry_job(by=by, job_id=row.pk, now=NOW)

    def an_app_asks(self, _row: None) -> Job:
        return enqueue(by=self.cast.alma, work="test.machine", now=NOW)

    def a_worker_takes_it(self, _row: Job) -> Job | None:
        return claim(worker="w1", now=timezone.now(), lease=LEASE)

    def it_works(self, row: Job) -> None:
        if taken := self.a_worker_takes_it(row):
            execute(taken, with_heartbeat=False)

    def a_rule_says_no(self, row: Job) -> None:
        self.does(_raising(DomainError("no", "No.")))
        self.it_works(row)

    def it_breaks(self, row: Job) -> None:
        self.does(_raising(ValueError()))
        self.it_works(row)

    def it_is_interrupted(self, row: Job) -> None:
        self.does(_raising(Interrupted()))
        self.it_works(row)

    def it_is_cancelled(self, row: Job) -> None:
        """While it runs: what it would have ended with is not written."""
        self.does(lambda run: self.cancel(self.cast.alma, run.job))
        self.it_works(row)

    def it_takes_too_long(self, row: Job) -> None:
        self.does(_raising(Overrun()))
        self.it_works(row)

    def it_takes_too_much(self, row: Job) -> None:
        self.does(_raising(MemoryError()))
        self.it_works(row)

    def it_breaks_a_fifth_time(self, row: Job) -> None:
        Job.objects.filter(pk=row.pk).update(attempts=4)
        self.it_breaks(row)

    def its_second_worker_dies(self, row: Job) -> None:
        Job.objects.filter(pk=row.pk).update(deaths=1)
        self.a_worker_takes_it(row)

    def its_last_worker_dies(self, row: Job) -> None:
        Job.objects.filter(pk=row.pk).update(deaths=19)
        self.a_worker_takes_it(row)


def _raising(error: Exception) -> Callable[[Run], None]:
    def work(_run: Run) -> None:
        raise error

    return work


MACHINES = (Jobs,)
