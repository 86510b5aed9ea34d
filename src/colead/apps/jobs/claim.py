"""How a worker takes a job: attempt and lease are committed before anything runs."""

from contextlib import nullcontext
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, QuerySet

from colead.apps.jobs.models import Job
from colead.apps.jobs.registry import tell_stopped
from colead.apps.jobs.workflow import JOB, State
from colead.kit import row_security, scope
from colead.kit.moves import move_all

MOST_ATTEMPTS = 5
MOST_DEATHS = 20
LONGEST_WAIT = timedelta(seconds=20)


def claim(*, worker: str, now: datetime, lease: timedelta) -> Job | None:
    """The next job that is due, now owned by `worker` until `now + lease`; None when there is none.

    PostgreSQL skips rows that other workers are just taking; SQLite, and several PostgreSQL that share the
    rows, compare and set. On all, the fence that was read must still stand when the row is written, so that
    one job never has two owners.
    """
    with scope.everything("a worker serves every organisation"):
        while True:
            with transaction.atomic() if _skips_locked() else nullcontext():
                job = _next(now)
                if job is None:
                    return None
                if _take(job, worker, now, lease):
                    job.refresh_from_db()
                    return job


def release(*, worker: str, now: datetime) -> int:
    """What a worker held that is known to be gone waits for no lease. One query; returns how many."""
    with scope.everything("a worker serves every organisation"):
        return Job.objects.filter(state=State.RUNNING, leased_by=worker).update(leased_until=now)


def wait_after(deaths: int) -> timedelta:
    """How long a job waits when so many workers have died of it, or beside it: not at all the first time.

    >>> [wait_after(deaths).total_seconds() for deaths in (1, 2, 3, 6, 7, 19)]
    [0.0, 1.0, 2.0, 16.0, 20.0, 20.0]
    """
    return min(timedelta(seconds=1 << (deaths - 2)), LONGEST_WAIT) if deaths > 1 else timedelta(0)


def _skips_locked() -> bool:
    found = connection.features.has_select_for_update_skip_locked
    return found and not row_security.is_told_by_transaction(connection)


def _next(now: datetime) -> Job | None:
    ready = Job.objects.ready(now).order_by("available_at", "pk")
    return (ready.select_for_update(skip_locked=True) if _skips_locked() else ready).first()


def _take(job: Job, worker: str, now: datetime, lease: timedelta) -> bool:
    """True when the job is ours and may run."""
    if job.state == State.RUNNING:
        _put_back(job, now)
        return False
    return bool(
        move_all(
            JOB,
            "start",
            _as_read(job, now),
            now=now,
            attempts=F("attempts") + 1,
            fence=F("fence") + 1,
            leased_by=worker,
            leased_until=now + lease,
            started_at=now,
            message="lease_expired" if job.message == "lease_expired" else "",
        )
    )


def _as_read(job: Job, now: datetime) -> QuerySet[Job]:
    """The row, if nobody has taken it since."""
    return Job.objects.ready(now).filter(organisation=job.organisation_id, pk=job.pk, fence=job.fence)


def _put_back(job: Job, now: datetime) -> None:
    """Its worker died. That may be the job's fault or not, so it is no failed attempt (decision 0017).

    It goes back by itself, later each time, so that others run between; what kills worker after worker is
    set aside in the end.
    """
    row, deaths = _as_read(job, now), job.deaths + 1
    died = {"deaths": deaths, "attempts": F("attempts") - 1, "fence": F("fence") + 1}
    if deaths >= MOST_DEATHS:
        with transaction.atomic(), scope.organisation(job.organisation_id):
            if move_all(JOB, "give_up", row, now=now, message="workers_died", error="worker stopped", **died):
                tell_stopped(job, now=now)
    else:
        at = now + wait_after(deaths)
        move_all(JOB, "go_back", row, now=now, message="lease_expired", available_at=at, **died)
