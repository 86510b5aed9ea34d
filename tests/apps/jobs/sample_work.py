"""Tasks that the processes of test_processes.py run. Their effects are lines in a file, one for each."""

import os
import time
from pathlib import Path

from django.utils import timezone

from colead.apps.jobs.registry import work
from colead.apps.jobs.run import Run
from colead.apps.ledger.services import append_entry


def note(word: str) -> None:
    """Tell the test what happens, in one write."""
    with Path(os.environ["COLEAD_HOME"], "notes").open("a", encoding="utf-8") as file:
        file.write(f"{word}\n")


@work("test.steps")
def steps(run: Run, *, count: int, seconds: float) -> None:
    """`count` effects in the database, each exactly once, with a pause after each."""
    note("started")
    for number in range(count):
        with run.step(str(number)) as is_new:
            if is_new:
                append_entry(by=run.member, action="test.effect", subject=str(number), now=timezone.now())
        run.progress(number + 1, count)
        time.sleep(seconds)
    note("finished")


@work("test.poison")
def poison(_run: Run) -> None:
    """Take the whole process down."""
    note("poisoned")
    os._exit(13)


@work("test.deaf")
def deaf(_run: Run) -> None:
    """Hear nothing, as a solver deep in its arithmetic, and write something when it is over."""
    note(f"deaf:{os.getpid()}")
    for _second in range(120):
        time.sleep(1)
    note("heard nothing")


@work("test.greedy")
def greedy(_run: Run) -> None:
    """Ask for more memory than there is for a job."""
    note("greedy")
    bytearray(2_000_000_000)
    note("sated")
