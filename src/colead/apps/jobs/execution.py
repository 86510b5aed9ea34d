"""One attempt at a claimed job: rights as they are now, the work, and how it ended."""

import traceback
from contextlib import nullcontext
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any, NamedTuple

import structlog
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from colead.apps.jobs import registry
from colead.apps.jobs.claim import MOST_ATTEMPTS
from colead.apps.jobs.heartbeat import Heartbeat
from colead.apps.jobs.models import Job
from colead.apps.jobs.registry import tell_stopped
from colead.apps.jobs.run import LEASE, Interrupted, LeaseLost, Overrun, Postponed, Run
from colead.apps.jobs.workflow import JOB, STOPPED
from colead.apps.organisations.models import Membership
from colead.kit import scope
from colead.kit.errors import DomainError, NotAllowed
from colead.kit.moves import move_all
from colead.kit.request_id import belongs_to
from colead.kit.roles import Member, console

FIRST_WAIT = timedelta(seconds=10)


class Ending(NamedTuple):
    """The step of the job's workflow, and what is written with it."""

    action: str
    fields: dict[str, Any]


def done(run: Run) -> Ending:
    """The work returned: what it reported, and a full progress bar."""
    progress = {"progress_done": run.total, "progress_total": run.total}
    result = {"result": run.job.result, "result_url": run.job.result_url}
    return Ending("finish", {"message": "", "error": ""} | progress | result)


def refused(error: DomainError) -> Ending:
    """A rule said no. Trying again would not help, so it does not."""
    message = "membership_ended" if error.code == "membership_ended" else "refused"
    return Ending("refuse", {"message": message, "error": str(error)})


def failed(job: Job, error: Exception, now: datetime) -> Ending:
    """Something broke: again after a while that doubles, and set aside after the fifth time.

    Only the kind of the fault is kept: its text may hold names.
    """
    kind = type(error).__name__
    if job.attempts >= MOST_ATTEMPTS:
        return Ending("give_up", {"message": "gave_up", "error": kind})
    return back(now + backoff(job.attempts), "retrying", error=kind)


def overrun(message: str) -> Ending:
    """It took more time or memory than a job may: again would be the same."""
    return Ending("overrun", {"message": message, "error": ""})


def back(available_at: datetime, message: str, **fields: Any) -> Ending:
    """Into the queue again, from `available_at` on."""
    return Ending("go_back", {"available_at": available_at, "message": message, "error": ""} | fields)


def backoff(attempts: int) -> timedelta:
    """How long to wait after this many attempts: 10, 20, 40, 80 seconds.

    >>> backoff(3).total_seconds()
    40.0
    """
    return FIRST_WAIT * (1 << (attempts - 1))


def where(error: Exception) -> str:
    """File and line at which an exception was raised: what a log may say about it."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""


log = structlog.get_logger("colead.jobs")


def execute(
    job: Job, *, lease: timedelta = LEASE, stop: Event | None = None, with_heartbeat: bool = True
) -> bool:
    """Run a claimed job and write how it ended; False when another worker owned it by then.

    What the work raises is written to the row and never raised here.
    """
    with belongs_to(job.request_id), scope.organisation(job.organisation_id):
        ending = _attempt(job, lease, stop, with_heartbeat)
        state = write_ending(job, ending) if ending else ""
        log.info("job", job=job.pk, work=job.work, attempt=job.attempts, state=state or "lost")
    return bool(state)


@transaction.atomic
def write_ending(job: Job, ending: Ending) -> str | None:
    """The state that the job has now; None when it is no longer ours. Tells of one that has stopped."""
    held, now, target = Job.objects.held(job.pk, job.fence), timezone.now(), JOB[ending.action].target
    if not move_all(JOB, ending.action, held, now=now, **ending.fields):
        return None
    if target in STOPPED:
        tell_stopped(job, now=now)
    return target


def _attempt(job: Job, lease: timedelta, stop: Event | None, with_heartbeat: bool) -> Ending | None:
    """Run the work and tell how it ended; nothing when the job is no longer ours."""
    try:
        run = Run(job, member_now(job, now=timezone.now()), lease=lease, stop=stop)
        with translation.override(_language(run.member)), Heartbeat(run) if with_heartbeat else nullcontext():
            registry.find(job.work)(run, **job.arguments)
    except LeaseLost:
        return None
    except Interrupted:
        return back(timezone.now(), "interrupted", attempts=job.attempts - 1)
    except Postponed as later:
        return back(later.until, "postponed", attempts=0, deaths=0)
    except Overrun:
        return overrun("took_too_long")
    except MemoryError:
        return overrun("took_too_much")
    except DomainError as error:
        return refused(error)
    except Exception as error:  # work may fail in any way; the queue goes on
        log.error("job_error", job=job.pk, work=job.work, kind=type(error).__name__, where=where(error))
        return failed(job, error, timezone.now())
    return done(run)


def member_now(job: Job, *, now: datetime) -> Member:
    """The one who asked for the job, with the role of today; NotAllowed when the membership has ended."""
    if job.created_by is None:
        return console(job.organisation)
    membership = (
        Membership.objects.on(job.organisation.today(now))
        .filter(user=job.created_by, organisation=job.organisation_id, user__is_active=True)
        .select_related("organisation", "user")
        .first()
    )
    if membership is None:
        raise NotAllowed(
            "membership_ended",
            _("The person who started this no longer has access."),
            _("Somebody with access can start it again."),
        )
    return membership.as_member()


def _language(member: Member) -> str:
    return (member.user.language if member.user else "") or member.organisation.language
