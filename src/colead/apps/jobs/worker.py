"""The loop of a worker: queue what is due by the calendar, take a job, run it, and so on."""

import contextlib
import os
import socket
from datetime import timedelta
from secrets import token_hex
from threading import Event
from time import monotonic

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from colead.apps.jobs.claim import claim, release
from colead.apps.jobs.clock import database_now
from colead.apps.jobs.execution import execute
from colead.apps.jobs.living import alive, gone
from colead.apps.jobs.run import LEASE
from colead.apps.jobs.schedule import queue_due
from colead.apps.jobs.services import note_worker

POLL_SECONDS = 1.0
SCHEDULE_SECONDS = 30.0
AWAY_SECONDS = 2.0

log = structlog.get_logger("colead.jobs")


def run_worker(
    stop: Event, *, once: bool = False, poll: float = POLL_SECONDS, lease: timedelta = LEASE
) -> None:
    """Work until `stop` is set, or with `once` until nothing is due. Any number may run, on any machine.

    `poll`: seconds between looks at an empty queue. A database that is away is waited for.
    """
    limit_memory()
    name = worker_name()
    with alive(name):
        _work(name, stop, once=once, poll=poll, lease=lease)


def _work(name: str, stop: Event, *, once: bool, poll: float, lease: timedelta) -> None:
    scheduled = -SCHEDULE_SECONDS
    while not stop.is_set():
        try:
            if monotonic() - scheduled >= SCHEDULE_SECONDS:
                note_worker(now=database_now())
                queue_due(now=database_now())
                scheduled = monotonic()
            for worker in gone():
                release(worker=worker, now=database_now())
            worked = work_once(worker=name, lease=lease, stop=stop)
        except (OperationalError, InterfaceError) as error:
            log.warning("database_away", kind=type(error).__name__)
            connection.close()
            stop.wait(AWAY_SECONDS)
            continue
        if not worked and once:
            return
        if not worked:
            stop.wait(poll)


def work_once(
    *, worker: str, lease: timedelta = LEASE, stop: Event | None = None, with_heartbeat: bool = True
) -> bool:
    """Take one job and run it; False when none is due."""
    job = claim(worker=worker, now=database_now(), lease=lease)
    if job is None:
        return False
    execute(job, lease=lease, stop=stop, with_heartbeat=with_heartbeat)
    return True


def limit_memory() -> None:
    """What asks for more memory than a job may have gets a MemoryError, where the system can do that."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        most = settings.JOB_MEGABYTES * 1024 * 1024
        _soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
        if most and (hard == resource.RLIM_INFINITY or most < hard):
            resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def worker_name() -> str:
    """Which process holds a lease: machine, process id, and what tells it from others that had that id."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{token_hex(4)}"
