"""Putting work into the queue, and taking it up again."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from cast import Cast
from colead.apps.jobs import registry, services
from colead.apps.jobs.models import Job
from colead.apps.jobs.workflow import State
from colead.kit import scope
from colead.kit.errors import Conflict, NotFound
from colead.kit.roles import Member, console
from queue_of_jobs import run_pending

NOW = timezone.now()


@pytest.fixture(autouse=True)
def nothing_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "WORK", dict(registry.WORK))
    registry.work("test.nothing")(lambda _run, **_arguments: None)


def enqueue(by: Member, key: str = "import:1") -> Job:
    return services.enqueue(by=by, work="test.nothing", arguments={"n": 1}, key=key, now=NOW)


def test_the_same_key_is_one_job_while_it_is_unfinished(cast: Cast) -> None:
    first = enqueue(cast.carla)
    assert enqueue(cast.carla) == first
    assert enqueue(cast.carla, key="import:2") != first
    assert enqueue(cast.ida) != first
    run_pending()
    assert enqueue(cast.carla) != first


def test_without_a_key_each_is_its_own(cast: Cast) -> None:
    assert enqueue(cast.carla, key="") != enqueue(cast.carla, key="")


def test_work_is_there_only_if_its_transaction_commits(cast: Cast) -> None:
    with transaction.atomic():
        enqueue(cast.carla)
        transaction.set_rollback(True)
    with scope.organisation(cast.clinic):
        assert not Job.objects.exists()


def test_a_task_that_nobody_declared_is_named(cast: Cast) -> None:
    with pytest.raises(KeyError, match=r"test\.nothink.*test\.nothing"):
        services.enqueue(by=cast.carla, work="test.nothink", now=NOW)


def test_who_asked_is_remembered_by_id(cast: Cast) -> None:
    assert enqueue(cast.carla).created_by == cast.carla.user.pk
    assert enqueue(console(cast.clinic), key="other").created_by is None


def test_a_stopped_job_is_tried_again(cast: Cast) -> None:
    job = enqueue(cast.carla)
    with scope.organisation(cast.clinic):
        Job.objects.filter(pk=job.pk).update(
            state=State.SET_ASIDE, finished_at=NOW, attempts=5, error="KeyError"
        )
        with pytest.raises(NotFound):
            services.retry_job(by=cast.alma, job_id=job.pk, now=NOW)
        services.retry_job(by=cast.carla, job_id=job.pk, now=NOW)
        job.refresh_from_db()
        assert (job.state, job.attempts, job.error) == (State.QUEUED, 0, "")
        with pytest.raises(Conflict, match="not stopped"):
            services.retry_job(by=cast.carla, job_id=job.pk, now=NOW)


def test_a_job_that_was_replaced_is_not_tried_again(cast: Cast) -> None:
    job = enqueue(cast.carla)
    with scope.organisation(cast.clinic):
        Job.objects.filter(pk=job.pk).update(state=State.FAILED, finished_at=NOW)
        enqueue(cast.carla)
        with pytest.raises(Conflict, match="already waiting"):
            services.retry_job(by=cast.carla, job_id=job.pk, now=NOW)


def test_jobs_of_others_do_not_exist(cast: Cast) -> None:
    job = enqueue(cast.ida)
    with scope.organisation(cast.clinic), pytest.raises(NotFound):
        services.retry_job(by=cast.olga, job_id=job.pk, now=NOW)


def test_old_jobs_are_cleared_away(cast: Cast) -> None:
    ages = {State.DONE: 31, State.FAILED: 31, State.SET_ASIDE: 91}
    for state, days in ages.items():
        job = enqueue(cast.carla, key=state)
        with scope.organisation(cast.clinic):
            Job.objects.filter(pk=job.pk).update(state=state, finished_at=NOW - timedelta(days=days))
    enqueue(cast.carla, key="waiting")
    assert services.delete_old_jobs(organisation=cast.clinic, now=NOW) == 2
    with scope.organisation(cast.clinic):
        assert set(Job.objects.values_list("state", flat=True)) == {State.FAILED, State.QUEUED}
