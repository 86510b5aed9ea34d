"""A thread with its own connection: keeps a running job's lease alive and its progress bar moving."""

from datetime import timedelta
from threading import Event, Thread
from types import TracebackType
from typing import Self

from django.db import DatabaseError, connection

from colead.apps.jobs.run import LeaseLost, Run
from colead.kit import scope

PROGRESS_SECONDS = 1.0


class Heartbeat:
    """Renews the lease of a run at a third of its length, and each second while the progress moves.

    A database that is away or locked for a moment is no reason to stop: the next beat tries again, and the
    fence decides who owns the job.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        self.ended = Event()
        self.seconds = min(PROGRESS_SECONDS, run.lease / timedelta(seconds=3))
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
                if progress == written and beats % beats_per_lease:
                    continue
                if not self._renew():
                    return
                written = progress
        finally:
            connection.close()

    def _renew(self) -> bool:
        """False when the job is no longer ours."""
        try:
            with scope.organisation(self.run.organisation):
                self.run.renew()
        except LeaseLost:
            return False
        except DatabaseError:
            connection.close()
        return True
