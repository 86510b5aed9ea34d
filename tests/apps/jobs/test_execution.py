"""How a job runs and ends, in one process."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event
from types import SimpleNamespace

import pytest
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from cast import LONG_AGO, Cast
from colead.apps.jobs import claim, heartbeat, registry
from colead.apps.jobs.execution import execute
from colead.apps.jobs.models import Job, JobStep
from colead.apps.jobs.run import LeaseLost, Run
from colead.apps.jobs.services import enqueue
from colead.apps.jobs.workflow import State
from colead.apps.organisations.models import Membership
from colead.kit import scope
from colead.kit.errors import DomainError
from colead.kit.roles import Role

pytestmark = pytest.mark.database("both")

LEASE = timedelta(seconds=60)
Define = Callable[[Callable[[Run], None]], None]


@pytest.fixture
def define(monkeypatch: pytest.MonkeyPatch) -> Define:
    """Give the work `test.work` its function."""
    monkeypatch.setattr(registry, "WORK", dict(registry.WORK))

    def declare(function: Callable[[Run], None]) -> None:
        registry.WORK.pop("test.work", None)
        registry.work("test.work", label="A test")(function)

    return declare


def nothing(_run: Run) -> None:
    """A work without any effect."""


def queued(cast: Cast, **fields: object) -> Job:
    by = fields.pop("by", cast.carla)
    return enqueue(by=by, work="test.work", now=timezone.now())  # type: ignore[arg-type]


def take(cast: Cast, *, later: timedelta = timedelta(0), worker: str = "w1") -> Job | None:
    return claim.claim(worker=worker, now=timezone.now() + later, lease=LEASE)


def run_one(cast: Cast, **options: object) -> Job:
    job = take(cast)
    assert job is not None
    execute(job, with_heartbeat=False, **options)  # type: ignore[arg-type]
    return again(job)


def again(job: Job) -> Job:
    with scope.organisation(job.organisation_id):
        return Job.objects.get(pk=job.pk)


def test_attempt_and_lease_are_written_before_the_run(cast: Cast, define: Define) -> None:
    seen: list[tuple[str, int, str]] = []

    def look(run: Run) -> None:
        job = Job.objects.get(pk=run.job.pk)
        seen.append((job.state, job.attempts, job.leased_by))

    define(look)
    queued(cast)
    assert run_one(cast).state == State.DONE
    assert seen == [(State.RUNNING, 1, "w1")]


def test_a_job_is_taken_by_one_only(cast: Cast, define: Define) -> None:
    define(nothing)
    queued(cast)
    assert take(cast) is not None
    assert take(cast, worker="w2") is None


def test_what_a_task_reports_stands_in_the_row(cast: Cast, define: Define) -> None:
    def work(run: Run) -> None:
        run.progress(3, 10)
        assert Job.objects.get(pk=run.job.pk).progress_done == 3
        run.report(url="/o/clinic/", joined=12)

    define(work)
    queued(cast)
    job = run_one(cast)
    assert (job.progress_done, job.progress_total) == (10, 10)
    assert (job.result_url, job.result) == ("/o/clinic/", {"joined": 12})


def test_a_task_sees_its_own_organisation_only(cast: Cast, define: Define) -> None:
    organisations: list[int] = []

    def look(run: Run) -> None:
        organisations.extend(Job.objects.values_list("organisation_id", flat=True))

    define(look)
    queued(cast, by=cast.ida)
    queued(cast)
    run_one(cast)
    run_one(cast)
    assert organisations == [cast.other.pk, cast.clinic.pk]


def test_a_step_happens_once_however_often_the_job_runs(cast: Cast, define: Define) -> None:
    effects: list[str] = []

    def work(run: Run) -> None:
        with run.step("apply") as is_new:
            if is_new:
                effects.append("applied")
        if run.job.attempts == 1:
            raise RuntimeError("after the effect")

    define(work)
    job = queued(cast)
    assert run_one(cast).state == State.QUEUED
    with scope.organisation(cast.clinic):
        Job.objects.filter(pk=job.pk).update(available_at=timezone.now())
    assert run_one(cast).state == State.DONE
    assert effects == ["applied"]


def test_a_step_that_fails_has_not_happened(cast: Cast, define: Define) -> None:
    def work(run: Run) -> None:
        with run.step("apply"):
            raise RuntimeError

    define(work)
    queued(cast)
    run_one(cast)
    with scope.organisation(cast.clinic):
        assert not JobStep.objects.exists()


def test_five_failures_with_growing_waits_set_a_job_aside(cast: Cast, define: Define) -> None:
    def work(run: Run) -> None:
        raise ValueError("Alma Jensen, 010203-1234")

    define(work)
    job, waits = queued(cast), []
    for _attempt in range(5):
        started = timezone.now()
        job = run_one(cast)
        waits.append(round((job.available_at - started).total_seconds()))
        with scope.organisation(cast.clinic):
            Job.objects.filter(pk=job.pk).update(available_at=timezone.now())
    assert waits[:4] == [10, 20, 40, 80]
    assert (job.state, job.attempts, job.error) == (State.SET_ASIDE, 5, "ValueError")
    assert take(cast, later=timedelta(days=1)) is None


def test_a_refusal_is_told_in_its_own_words_and_not_tried_again(cast: Cast, define: Define) -> None:
    def work(run: Run) -> None:
        raise DomainError("too_many", "There are too many.", "Take fewer.")

    define(work)
    queued(cast)
    job = run_one(cast)
    assert (job.state, job.error, job.attempts) == (State.FAILED, "There are too many. Take fewer.", 1)


def test_rights_are_those_of_now(cast: Cast, define: Define) -> None:
    roles: list[Role] = []
    define(lambda run: roles.append(run.member.role))
    queued(cast)
    Membership.objects.filter(user=cast.carla.user).update(role=Role.MEMBER)
    run_one(cast)
    assert roles == [Role.MEMBER]


@pytest.mark.parametrize("end", ["membership", "account"])
def test_nothing_runs_for_somebody_who_has_left(cast: Cast, define: Define, end: str) -> None:
    ran: list[int] = []
    define(lambda _run: ran.append(1))
    queued(cast)
    if end == "membership":
        Membership.objects.filter(user=cast.carla.user).update(valid_until=LONG_AGO)
    else:
        type(cast.carla.user).objects.filter(pk=cast.carla.user.pk).update(is_active=False)
    job = run_one(cast)
    assert ran == []
    assert (job.state, job.message) == (State.FAILED, "membership_ended")


def test_a_lease_that_ran_out_is_taken_over_and_its_old_owner_cannot_write(
    cast: Cast, define: Define
) -> None:
    def work(run: Run) -> None:
        other = take(cast, later=2 * LEASE, worker="w2")
        assert other is not None
        with pytest.raises(LeaseLost), run.step("late effect"):
            pass
        with pytest.raises(LeaseLost):
            run.progress(1, 2)

    define(work)
    queued(cast)
    job = run_one(cast)
    assert (job.state, job.leased_by, job.progress_total) == (State.RUNNING, "w2", 0)
    assert (job.attempts, job.deaths) == (1, 1)
    with scope.organisation(cast.clinic):
        assert not JobStep.objects.exists()


def test_a_job_that_kills_worker_after_worker_is_set_aside_after_twenty(cast: Cast, define: Define) -> None:
    define(nothing)
    queued(cast)
    for death in range(20):
        assert take_over(cast, later=2 * death * LEASE) is not None
    assert take_over(cast, later=100 * LEASE) is None
    with scope.organisation(cast.clinic):
        job = Job.objects.get()
    assert (job.state, job.message, job.attempts, job.deaths) == (State.SET_ASIDE, "workers_died", 0, 20)


def test_workers_that_die_under_a_job_take_none_of_its_five_attempts(cast: Cast, define: Define) -> None:
    def work(run: Run) -> None:
        raise ValueError

    define(work)
    queued(cast)
    for death in range(6):
        assert take_over(cast, later=2 * death * LEASE) is not None
    job = take_over(cast, later=12 * LEASE)
    assert job is not None
    execute(job, with_heartbeat=False)
    job = again(job)
    assert (job.state, job.attempts, job.deaths) == (State.QUEUED, 1, 6)


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_heart_beats_on_when_the_connection_is_gone(
    cast: Cast, define: Define, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    closed: list[bool] = []

    def gone(_run: Run) -> None:
        raise error

    define(nothing)
    queued(cast)
    job = take(cast)
    assert job is not None
    monkeypatch.setattr(Run, "renew", gone)
    monkeypatch.setattr(heartbeat, "connection", SimpleNamespace(close=lambda: closed.append(True)))
    assert heartbeat.Heartbeat(Run(job, cast.carla))._goes_on(writes=True)
    assert closed


def take_over(cast: Cast, *, later: timedelta) -> Job | None:
    """Take it, after the wait that follows when a worker has died."""
    return take(cast, later=later) or take(cast, later=later + claim.LONGEST_WAIT)


def test_a_stop_puts_the_job_back_and_does_not_count(cast: Cast, define: Define) -> None:
    stop = Event()

    def work(run: Run) -> None:
        stop.set()
        run.progress(1, 2)

    define(work)
    queued(cast)
    job = run_one(cast, stop=stop)
    assert (job.state, job.attempts, job.message) == (State.QUEUED, 0, "interrupted")


def test_a_task_can_ask_for_a_later_time(cast: Cast, define: Define) -> None:
    later = timezone.now() + timedelta(hours=1)
    define(lambda run: run.postpone(later))
    queued(cast)
    job = run_one(cast)
    assert (job.state, job.attempts, job.available_at) == (State.QUEUED, 0, later)
    assert take(cast) is None


def test_a_task_that_was_removed_does_not_stop_the_queue(cast: Cast, define: Define) -> None:
    define(nothing)
    queued(cast)
    del registry.WORK["test.work"]
    assert run_one(cast).error == "KeyError"
