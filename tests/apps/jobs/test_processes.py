"""Workers as real processes: killed, frozen and poisoned. Every effect happens exactly once."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from installation import FILE, Installation, on_server
from processes import Process

pytestmark = pytest.mark.database("both")

WORKER = """
import sys
from datetime import timedelta
from apps.jobs import sample_work
from colead.apps.jobs.registry import RECURRING
from colead.apps.jobs.worker import run_worker
from colead.cli.worker import stop_on_signal
RECURRING.clear()
run_worker(stop_on_signal(), poll=0.05, lease=timedelta(seconds={lease}), once={once})
"""
# Workers that are started again whenever one dies, as `colead serve` does it; prints how many died.
MORTAL_WORKERS = """
import os
from datetime import timedelta
from threading import Event
from apps.jobs import sample_work
from colead.apps.jobs.models import Job
from colead.apps.jobs.registry import RECURRING
from colead.apps.jobs import claim
from colead.apps.jobs.worker import run_worker
from colead.kit import scope
from django.db import connections
RECURRING.clear()
claim.LONGEST_WAIT = timedelta(0)
deaths, is_over = 0, False
while not is_over and deaths < 30:
    connections.close_all()
    child = os.fork()
    if child == 0:
        run_worker(Event(), lease=timedelta(seconds=60), once=True)
        os._exit(0)
    deaths += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 13
    with scope.everything("a test looks at all"):
        is_over = not Job.objects.unfinished().exists()
print(deaths)
"""
ENQUEUE = """
from django.utils import timezone
from apps.jobs import sample_work
from colead.apps.jobs.services import enqueue
from colead.apps.organisations.models import Organisation
from colead.kit.roles import console
by = console(Organisation.objects.get(slug="clinic"))
for number in range({times}):
    enqueue(by=by, work={work!r}, arguments={arguments!r}, now=timezone.now())
"""
STATE = """
import json
from colead.apps.jobs.models import Job
from colead.apps.ledger.models import LedgerRecord
from colead.kit import scope
with scope.everything("a test looks at all"):
    columns = ("work", "state", "attempts", "deaths", "progress_done", "fence")
    jobs = list(Job.objects.order_by("created_at").values(*columns))
    effects = [json.loads(text)["subject"] for text in LedgerRecord.objects.values_list("text", flat=True)]
print(json.dumps({"jobs": jobs, "effects": effects}))
"""


def worker(lease: float, *, once: bool = False) -> str:
    return WORKER.format(lease=lease, once=once)


def enqueue(installation: Installation, work: str, *, times: int = 1, **arguments: Any) -> None:
    installation.run(ENQUEUE.format(work=work, arguments=arguments, times=times))


def notes(installation: Installation) -> list[str]:
    path = installation.home / "notes"
    return path.read_text(encoding="utf-8").split() if path.exists() else []


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def freeze(process: Process, installation: Installation) -> None:
    """Between two writes: what stands still within one keeps its locks for as long as it stands."""
    process.signal(signal.SIGSTOP)
    while is_locked(installation):
        process.signal(signal.SIGCONT)
        time.sleep(0.02)
        process.signal(signal.SIGSTOP)


def is_locked(installation: Installation) -> bool:
    """Whether somebody is within a transaction."""
    if installation.database:
        rows = on_server("select datname from pg_stat_activity where xact_start is not null")
        return (installation.database,) in rows
    with closing(sqlite3.connect(installation.home / FILE, timeout=0.1)) as database:
        try:
            database.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
    return False


def end(process: Process) -> None:
    """Ask a worker to stop, and wait until it has."""
    process.signal(signal.SIGTERM)
    assert process.wait(20) == 0


def test_a_killed_workers_job_is_finished_by_another_at_once_and_each_effect_happens_once(
    installation: Installation,
) -> None:
    enqueue(installation, "test.steps", count=8, seconds=0.1)
    first = installation.start(worker(lease=60))
    wait_for(lambda: "started" in notes(installation))
    time.sleep(0.3)
    first.signal(signal.SIGKILL)
    first.wait()
    second = installation.start(worker(lease=60))
    wait_for(lambda: "finished" in notes(installation), seconds=20)  # it does not wait for the lease
    end(second)
    state = installation.run(STATE)
    assert state["jobs"][0]["state"] == "done"
    assert Counter(state["effects"]) == {str(number): 1 for number in range(8)}
    assert (state["jobs"][0]["attempts"], state["jobs"][0]["deaths"]) == (1, 1)
    assert notes(installation).count("started") == 2
    assert list((installation.home / "workers").iterdir()) == []


def test_a_frozen_worker_that_wakes_up_late_writes_nothing(installation: Installation) -> None:
    enqueue(installation, "test.steps", count=8, seconds=0.1)
    frozen = installation.start(worker(lease=1))
    wait_for(lambda: "started" in notes(installation))
    freeze(frozen, installation)
    other = installation.start(worker(lease=1))
    wait_for(lambda: "finished" in notes(installation))
    end(other)
    before = installation.run(STATE)
    assert before["jobs"][0]["state"] == "done"
    frozen.signal(signal.SIGCONT)
    time.sleep(0.5)
    end(frozen)
    assert installation.run(STATE) == before
    assert Counter(before["effects"]) == {str(number): 1 for number in range(8)}
    assert notes(installation).count("finished") == 1


def test_a_job_that_kills_its_workers_does_not_hold_up_the_others(installation: Installation) -> None:
    enqueue(installation, "test.poison")
    enqueue(installation, "test.steps", times=5, count=1, seconds=0)
    deaths = installation.run(MORTAL_WORKERS)
    state = installation.run(STATE)
    assert [job["state"] for job in state["jobs"]] == ["set_aside"] + ["done"] * 5
    assert (deaths, notes(installation).count("poisoned")) == (20, 20)


def test_several_workers_share_the_work_and_do_each_job_once(installation: Installation) -> None:
    enqueue(installation, "test.steps", times=20, count=2, seconds=0)
    workers = [installation.start(worker(lease=30, once=True)) for _ in range(3)]
    for process in workers:
        process.answer()
    state = installation.run(STATE)
    assert {job["state"] for job in state["jobs"]} == {"done"}
    assert {job["attempts"] for job in state["jobs"]} == {1}
    assert Counter(state["effects"]) == {"0": 20, "1": 20}


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_is_asked_to_stop_gives_its_job_back(
    installation: Installation, stop: signal.Signals
) -> None:
    enqueue(installation, "test.steps", count=200, seconds=0.1)
    process = installation.start(worker(lease=30))
    wait_for(lambda: "started" in notes(installation))
    time.sleep(0.3)
    process.signal(stop)
    assert process.wait(20) == 0
    job = installation.run(STATE)["jobs"][0]
    assert (job["state"], job["attempts"]) == ("queued", 0)


def command(installation: Installation, tmp_path: Path, **settings: str) -> subprocess.Popen[bytes]:
    """A worker with a command line of its own, as `colead worker` has one, which it can start anew."""
    path = os.pathsep.join(sys.path)
    environment = installation.environment | {
        "PYTHONPATH": path,
        "DJANGO_SETTINGS_MODULE": "colead.settings.test",
    }
    code = f"import django; django.setup()\n{worker(lease=30)}"
    with (tmp_path / "said").open("ab") as said:
        return subprocess.Popen(
            [sys.executable, "-c", code], env=environment | settings, stdout=said, stderr=said
        )


CANCEL = """
from django.utils import timezone
from colead.apps.jobs.models import Job
from colead.apps.jobs.services import cancel_job
from colead.apps.organisations.models import Organisation
from colead.kit import scope
from colead.kit.roles import Member, Role
organisation = Organisation.objects.get(slug="clinic")
with scope.organisation(organisation):
    membership = organisation.memberships.get(user__email="carla@example.org")
    cancel_job(by=membership.as_member(), job_id=Job.objects.get(work="test.deaf").pk, now=timezone.now())
"""


@pytest.mark.ci
def test_work_that_hears_nothing_is_ended_within_seconds_and_the_worker_goes_on(
    installation: Installation, tmp_path: Path
) -> None:
    enqueue(installation, "test.deaf")
    running = command(installation, tmp_path)
    try:
        wait_for(lambda: f"deaf:{running.pid}" in notes(installation), seconds=60)
        installation.run(CANCEL)
        cancelled = time.monotonic()
        enqueue(installation, "test.steps", count=1, seconds=0)
        wait_for(lambda: "finished" in notes(installation), seconds=60)
        assert time.monotonic() - cancelled < 30  # to start a worker takes most of it
        assert running.poll() is None  # the same process, begun anew
        states = {job["work"]: job["state"] for job in installation.run(STATE)["jobs"]}
        assert states == {"test.deaf": "cancelled", "test.steps": "done"}
        assert "heard nothing" not in notes(installation)
    finally:
        running.kill()
        running.wait()


@pytest.mark.ci
def test_work_over_its_time_is_stopped_and_is_not_tried_again(
    installation: Installation, tmp_path: Path
) -> None:
    enqueue(installation, "test.deaf")
    running = command(installation, tmp_path, COLEAD_JOB_MINUTES="0")
    try:
        wait_for(lambda: installation.run(STATE)["jobs"][0]["state"] == "failed", seconds=60)
        enqueue(installation, "test.steps", count=0, seconds=0)
        wait_for(lambda: "finished" in notes(installation), seconds=60)
        assert sum("deaf" in word for word in notes(installation)) == 1
    finally:
        running.kill()
        running.wait()


@pytest.mark.ci
@pytest.mark.skipif(sys.platform != "linux", reason="other systems cannot limit memory so")
def test_work_over_its_memory_is_refused_it(installation: Installation, tmp_path: Path) -> None:
    enqueue(installation, "test.greedy")
    running = command(installation, tmp_path, COLEAD_JOB_MEGABYTES="1500")
    try:
        wait_for(lambda: installation.run(STATE)["jobs"][0]["state"] == "failed", seconds=60)
        assert notes(installation) == ["greedy"]
        assert running.poll() is None
    finally:
        running.kill()
        running.wait()
