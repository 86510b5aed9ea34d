"""How a worker takes a job: attempt and lease are committed before anything runs."""

from contextlib import nullcontext
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F

from colead.apps.jobs.models import Job
from colead.apps.jobs.workflow import JOB, State
from colead.kit import scope
from colead.kit.moves import move_all

MOST_ATTEMPTS = 5


def claim(*, worker: str, now: datetime, lease: timedelta) -> Job | None:
    """The next job that is due, now owned by `worker` until `now + lease`; None when there is none.

    PostgreSQL skips rows that other workers are just taking; SQLite compares and sets. On both, the fence
    that was read must still stand when the row is written, so that one job never has two owners.
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


def _skips_locked() -> bool:
    return connection.features.has_select_for_update_skip_locked


def _next(now: datetime) -> Job | None:
    ready = Job.objects.ready(now).order_by("available_at", "pk")
    return (ready.select_for_update(skip_locked=True) if _skips_locked() else ready).first()


def _take(job: Job, worker: str, now: datetime, lease: timedelta) -> bool:
    """True when the job is ours and may run. After five crashes of its workers it is set aside instead."""
    row = Job.objects.ready(now).filter(pk=job.pk, fence=job.fence)
    if job.state == State.RUNNING and job.attempts >= MOST_ATTEMPTS:
        move_all(
            JOB, "give_up", row, now=now, message="gave_up", error="worker stopped", fence=F("fence") + 1
        )
        return False
    return bool(
        move_all(
            JOB,
            "start",
            row,
            now=now,
            attempts=F("attempts") + 1,
            fence=F("fence") + 1,
            leased_by=worker,
            leased_until=now + lease,
            started_at=now,
            message="lease_expired" if job.state == State.RUNNING else "",
        )
    )
