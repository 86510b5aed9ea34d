"""A thread with its own connection: keeps a running job's lease alive and its progress bar moving, and ends
work that was cancelled or takes too long."""

import os
import sys
from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread
from time import monotonic
from types import TracebackType
from typing import Self

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from colead.apps.jobs.run import LeaseLost, Run
from colead.kit import scope

BEAT_SECONDS = 1.0
GRACE_SECONDS = 3.0
"""How long work that should stop may go on until its next progress report."""

log = structlog.get_logger("colead.jobs")


def start_anew() -> None:
    """Begin this process again, in its own place: whatever runs in it ends, and what it wrote is rolled back.

    A solver deep in its arithmetic hears no event and no exception.
    """
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606  (our own command line)


class Heartbeat:
    """Looks once a second whether the job is still ours, and writes its progress when that has moved; renews
    the lease at a third of its length.

    A database that is away or locked for a moment is no reason to stop: the next beat tries again, and the
    fence decides who owns the job. `end`: ends work that does not hear that it should stop.
    """

    def __init__(self, run: Run, end: Callable[[], None] = start_anew) -> None:
        self.run, self.end = run, end
        self.ended = Event()
        self.seconds = min(BEAT_SECONDS, run.lease / timedelta(seconds=3))
        self.due = monotonic() + 60 * settings.JOB_MINUTES
        self.thread = Thread(target=self._beat, name=f"heartbeat of {run.job}", daemon=True)

    def __enter__(self) -> Self:
        self.run.has_heartbeat = True
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.ended.set()
        self.thread.join()

    def _beat(self) -> None:
        beats_per_lease = max(1, round(self.run.lease / timedelta(seconds=3) / self.seconds))
        written, beats = (self.run.done, self.run.total), 0
        try:
            while not self.ended.wait(self.seconds):
                beats += 1
                progress = (self.run.done, self.run.total)
                is_due = progress != written or beats % beats_per_lease == 0
                if monotonic() > self.due:
                    self.run.overrun.set()
                if self.run.overrun.is_set() or not self._goes_on(writes=is_due):
                    self._stop()
                    return
                written = progress
        finally:
            connection.close()

    def _goes_on(self, *, writes: bool) -> bool:
        """False when the job is no longer ours."""
        try:
            with scope.organisation(self.run.organisation):
                if writes:
                    self.run.renew()
                elif not self.run.is_ours():
                    self.run.lost.set()
        except LeaseLost:
            pass
        except (DatabaseError, InterfaceError):
            connection.close()
        return not self.run.lost.is_set()

    def _stop(self) -> None:
        """The work stops by itself at its next report; what reports nothing is ended with the process."""
        if self.ended.wait(GRACE_SECONDS):
            return
        if self.run.overrun.is_set():
            self._write_overrun()
        log.warning("job_ended_by_force", job=self.run.job.pk, work=self.run.job.work)
        self.end()

    def _write_overrun(self) -> None:
        from colead.apps.jobs.execution import overrun, write_ending

        try:
            with scope.organisation(self.run.organisation):
                write_ending(self.run.job, overrun("took_too_long"))
        except (DatabaseError, InterfaceError):
            connection.close()  # it is taken up again when the lease has run out, and stopped again
