"""How an attempt at a job can end, as the fields that are then written to its row."""

import traceback
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from colead.apps.jobs.claim import MOST_ATTEMPTS
from colead.apps.jobs.models import Job
from colead.apps.jobs.run import Run
from colead.kit.errors import DomainError

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
