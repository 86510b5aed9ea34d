"""Changes to the queue that people and other apps make: put work in, try it again, clear it away."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from colead.apps.jobs import registry
from colead.apps.jobs.models import Job, ScheduledPeriod
from colead.apps.jobs.registry import tell_stopped
from colead.apps.jobs.selectors import WORKER_SEEN
from colead.apps.jobs.workflow import JOB, STOPPED, State
from colead.apps.organisations.models import Organisation
from colead.kit import scope
from colead.kit.errors import Conflict
from colead.kit.moves import begin, follow, require
from colead.kit.request_id import current_request_id
from colead.kit.roles import Member

WORKER_REMEMBERED = timedelta(days=30)
KEEP_DONE = timedelta(days=30)
KEEP_STOPPED = timedelta(days=90)


def note_worker(*, now: datetime) -> None:
    """A worker is at work, wherever it runs: so that web servers and the doctor can see it. Two queries."""
    cache.set(WORKER_SEEN, now, timeout=WORKER_REMEMBERED.total_seconds())


def enqueue(
    *,
    by: Member,
    work: str,
    arguments: Mapping[str, Any] | None = None,
    key: str = "",
    now: datetime,
    result_url: str = "",
) -> Job:
    """Put work into the queue, in the caller's transaction: it is there if and only if that commits.

    `arguments` are ids and other plain JSON values. While a job with the same `key` is unfinished, that one
    is returned and no second is made. KeyError for work that nobody declared. One to three queries.
    """
    registry.find(work)
    with scope.organisation(by.organisation):
        if key and (waiting := Job.objects.unfinished().filter(key=key).first()):
            return waiting
        job = Job(
            organisation=by.organisation,
            work=work,
            arguments=dict(arguments or {}),
            key=key or uuid4().hex,
            created_by=by.user.pk if by.user else None,
            request_id=current_request_id(),
            created_at=now,
            available_at=now,
            result_url=result_url,
        )
        return _save_or_find(job)


def _save_or_find(job: Job) -> Job:
    """Save the job, or return the one that somebody else put in with this key at the same moment."""
    try:
        with transaction.atomic():
            follow(JOB, "enqueue", job, now=job.created_at).write()
    except IntegrityError:
        return Job.objects.unfinished().get(key=job.key)
    return job


@transaction.atomic
def cancel_job(*, by: Member, job_id: int, now: datetime) -> Job:
    """End a job that waits or runs: nothing that it does from now on is stored.

    The worker that has it stops within seconds (`heartbeat`), whatever it is doing.
    """
    job = _locked("cancel", by, job_id)
    if move := begin(JOB, "cancel", job, by=by, now=now):
        move.write(message="cancelled", error="", fence=job.fence + 1)
        tell_stopped(job, by=by, now=now)
    return job


@transaction.atomic
def retry_job(*, by: Member, job_id: int, now: datetime) -> Job:
    """Put a job that has stopped back into the queue, with new attempts."""
    job = _locked("retry", by, job_id)
    move = require(JOB, "retry", job, by=by, now=now)
    try:
        with transaction.atomic():
            move.write(attempts=0, deaths=0, available_at=now, message="", error="")
    except IntegrityError as error:
        raise Conflict(
            "job_replaced", _("The same work is already waiting or running."), _("Look at that job instead.")
        ) from error
    return job


def _locked(action: str, by: Member, job_id: int) -> Job:
    JOB.permit(action, by)
    job = Job.objects.visible_to(by).select_for_update().filter(pk=job_id).first()
    if job is None:
        raise JOB.not_found()
    return job


def delete_old_jobs(*, organisation: Organisation, now: datetime) -> int:
    """Delete what finished long ago; returns how many. Stopped jobs stay longer, to be looked at."""
    with scope.organisation(organisation):
        done = Job.objects.filter(state=State.DONE, finished_at__lt=now - KEEP_DONE)
        stopped = Job.objects.filter(state__in=STOPPED, finished_at__lt=now - KEEP_STOPPED)
        # not noted: they go by their age
        ScheduledPeriod.objects.filter(until__lt=now - KEEP_STOPPED).delete()
        _all, deleted = (done | stopped).delete()
    return deleted.get(Job._meta.label, 0)
