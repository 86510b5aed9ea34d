"""Python in real processes that start at once: each is forked from one that has loaded Django already."""

import json
import multiprocessing
import os
import signal
import sys
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

FORKING = multiprocessing.get_context("forkserver")
FORKING.set_forkserver_preload(["loaded"])
os.environ["PYTHONPATH"] = os.pathsep.join(sys.path)  # where the process that forks finds `loaded`


@dataclass
class Process:
    """A process and what it has said so far."""

    forked: ForkServerProcess
    out: Path
    errors: Path

    def signal(self, number: signal.Signals) -> None:
        assert self.forked.pid is not None
        os.kill(self.forked.pid, number)

    def wait(self, seconds: float = 120) -> int:
        """Its exit code; below zero, the signal that ended it."""
        self.forked.join(seconds)
        assert self.forked.exitcode is not None, "it did not end in time"
        return self.forked.exitcode

    def answer(self) -> Any:
        """What it printed, read as JSON, when it has ended well."""
        assert self.wait() == 0, self.errors.read_text()
        printed = self.out.read_text()
        return json.loads(printed) if printed.strip() else None

    def end(self) -> None:
        self.forked.kill()
        self.forked.join()


def start(code: str, home: Path, database_url: str) -> Process:
    """Run Python code on the database of a URL, or on that of a home folder."""
    number = len(list(home.glob("*.out")))
    out, errors = home / f"{number}.out", home / f"{number}.err"
    out.touch()
    forked = FORKING.Process(target=_run, args=(code, home, database_url, out, errors))
    forked.start()
    return Process(forked, out, errors)


def _run(code: str, home: Path, database_url: str, out: Path, errors: Path) -> None:
    """In the new process: say it into files, and settle where `environment` would have settled it."""
    for number, file in ((1, out), (2, errors)):
        os.dup2(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_APPEND), number)
    os.environ.update({"COLEAD_HOME": str(home), "COLEAD_DATABASE_URL": database_url})
    _settle(home, database_url)
    exec(code, {"__name__": "__main__"})  # noqa: S102  (the tests' own)


def _settle(home: Path, database_url: str) -> None:
    from django.conf import settings
    from django.db import connection

    from colead.settings import database

    settings.HOME = home
    connection.settings_dict.update(database.configure(database_url, home))
