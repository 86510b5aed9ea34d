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
from colead.apps.jobs.run import Interrupted, Run
from colead.apps.jobs.services import enqueue, retry_job
from colead.kit.errors import DomainError
from colead.kit.roles import Member
from house.machines import Machine

NOW = timezone.now()
LEASE = timedelta(seconds=60)


class Jobs(Machine):
    """A job of Alma's, and workers that take it, end it or die with it."""

    name, model = "job", Job
    table = """
        action  before     after   asker  team  owner  consultant
        retry   queued     -       role   late  late   role
        retry   running    -       role   late  late   role
        retry   done       -       role   late  late   role
        retry   failed     queued  role   yes   yes    role
        retry   set_aside  queued  role   yes   yes    role
    """
    effects = """
        action  by    entry  told
        retry   team  -      -
    """
    follows = """
        step     cause                    before     after
        enqueue  an_app_asks              new        queued
        start    a_worker_takes_it        queued     running
        start    a_worker_takes_it        running    running
        start    a_worker_takes_it        done       done
        start    a_worker_takes_it        failed     failed
        start    a_worker_takes_it        set_aside  set_aside
        finish   it_works                 queued     done
        finish   it_works                 done       done
        finish   it_works                 failed     failed
        finish   it_works                 set_aside  set_aside
        refuse   a_rule_says_no           queued     failed
        go_back  it_breaks                queued     queued
        go_back  it_is_interrupted        queued     queued
        give_up  it_breaks_a_fifth_time   queued     set_aside
        give_up  its_fifth_worker_dies    running    set_aside
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
        finished_at = NOW if state in {"done", "failed", "set_aside"} else None
        leased_until = NOW - LEASE if state == "running" else None
        rows = Job.objects.filter(pk=job.pk)
        rows.update(state=state, finished_at=finished_at, leased_until=leased_until, attempts=1)
        return rows.get()

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

    def it_breaks_a_fifth_time(self, row: Job) -> None:
        Job.objects.filter(pk=row.pk).update(attempts=4)
        self.it_breaks(row)

    def its_fifth_worker_dies(self, row: Job) -> None:
        Job.objects.filter(pk=row.pk).update(attempts=5)
        self.a_worker_takes_it(row)


def _raising(error: Exception) -> Callable[[Run], None]:
    def work(_run: Run) -> None:
        raise error

    return work


MACHINES = (Jobs,)
