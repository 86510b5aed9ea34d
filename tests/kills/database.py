"""The databases of a run: a home with SQLite, or a PostgreSQL cluster of its own that is killed, too."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from cast import whole_cast
from colead.settings import database
from kills.forks import answer_of

sys.path.append(str(Path(__file__).resolve().parents[2] / "tools"))
import with_postgresql as postgresql

MEMORY = Path("/dev/shm")  # noqa: S108  (what a kill leaves is the same there as on a disk)
# Commits wait for the log to be written, as by default; that it is on a disk matters to power cuts alone.
OPTIONS = "-c fsync=off -c synchronous_commit=on -c listen_addresses='' -c max_connections=60"


@dataclass
class Cluster:
    """A server that is started again when it has been killed, as a service manager does it."""

    folder: Path

    @property
    def url(self) -> str:
        return f"postgresql://colead@/colead?host={self.folder}"

    @property
    def postmaster(self) -> int:
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def start(self) -> None:
        options = f"-k {self.folder} {OPTIONS}"
        postgresql.as_server_user(
            postgresql.binary("pg_ctl"), "-D", str(self.folder / "data"), "-w",
            "-l", str(self.folder / "log"), "-o", options, "start",
        )  # fmt: skip

    def kill(self) -> None:
        """The postmaster; the processes below it notice and end."""
        os.kill(self.postmaster, signal.SIGKILL)

    def kill_backend(self) -> bool:
        """One that serves a client just now; False when there is none."""
        busy = "SELECT pid FROM pg_stat_activity WHERE datname IS NOT NULL AND pid <> pg_backend_pid()"
        with psycopg.connect(self.url) as own:
            found = own.execute(f"{busy} ORDER BY state = 'idle', random() LIMIT 1").fetchone()
        if found is not None:
            os.kill(found[0], signal.SIGKILL)
        return found is not None

    def ask(self, statement: str) -> None:
        """Outside a transaction."""
        with psycopg.connect(self.url, autocommit=True) as own:
            own.execute(statement)  # type: ignore[call-overload]  # names are our own

    def answers(self) -> bool:
        try:
            with psycopg.connect(self.url, connect_timeout=5):
                return True
        except psycopg.OperationalError:
            return False

    def wait(self, seconds: float = 60) -> float:
        """Until it answers; how long that took. It is started when it does not run."""
        begun = time.monotonic()
        while not self.answers():
            assert time.monotonic() - begun < seconds, "PostgreSQL does not come back"
            if not self._runs():
                subprocess.run(["rm", "-f", str(self.folder / "data" / "postmaster.pid")], check=True)
                try:
                    self.start()
                except subprocess.CalledProcessError:  # those below the one that was killed still end
                    time.sleep(0.2)
            time.sleep(0.02)
        return time.monotonic() - begun

    def _runs(self) -> bool:
        try:
            state = Path(f"/proc/{self.postmaster}/stat").read_text().rpartition(")")[2].split()[0]
        except (OSError, IndexError, ValueError):
            return False
        return state != "Z"


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A new one, which ends with the block."""
    with _folder("colead-pg-") as folder:
        own = Cluster(folder)
        if os.getuid() == 0:
            shutil.chown(folder, postgresql.SERVER_USER)
        data = ("-D", str(folder / "data"), "-A", "trust", "-U", "postgres")
        postgresql.as_server_user(
            postgresql.binary("initdb"), *data, "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"
        )
        own.start()
        try:
            folder.chmod(0o755)
            for statement in postgresql.SET_UP:
                postgresql.as_server_user(
                    postgresql.binary("psql"), "-h", str(folder), "-U", "postgres", "-qc", statement
                )
            yield own
        finally:
            own.wait()
            stop = ("-D", str(folder / "data"), "-m", "immediate", "stop")
            postgresql.as_server_user(postgresql.binary("pg_ctl"), *stop)


@dataclass(frozen=True)
class Place:
    """A home, and the database that belongs to it."""

    home: Path
    server: Cluster | None = None
    name: str = ""

    @property
    def url(self) -> str:
        return self.server.url.replace("/colead?", f"/{self.name}?") if self.server else ""

    def settle(self) -> None:
        """From now on this process, and what it starts, works here."""
        os.environ.update({"COLEAD_HOME": str(self.home), "COLEAD_DATABASE_URL": self.url})
        settings.HOME, settings.ERASURES = self.home, str(self.home / "erasures.jsonl")
        connections.settings["default"].update(database.configure(self.url, self.home))
        connections["default"] = connections.create_connection("default")  # of the kind that they name

    def remove(self) -> None:
        """With its database."""
        if self.server:
            self.server.ask(f"drop database if exists {self.name} with (force)")
        shutil.rmtree(self.home, ignore_errors=True)


def new_place(folder: Path, server: Cluster | None) -> Place:
    """Where nothing is yet."""
    name = f"colead_{uuid.uuid4().hex[:12]}"
    if server:
        server.ask(f"create database {name}")
    return Place(folder / name, server, name)


@contextmanager
def prepared(server: Cluster | None) -> Iterator[Place]:
    """An installation with every migration and the cast in it; this process works there."""
    with _folder("colead-kills-") as folder:
        place = new_place(folder, server)
        place.home.mkdir()
        place.settle()
        answer_of(_prepare)
        yield place


def _prepare() -> None:
    call_command("migrate", verbosity=0)
    whole_cast()


@contextmanager
def _folder(prefix: str) -> Iterator[Path]:
    where = MEMORY if MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix=prefix, dir=where, ignore_cleanup_errors=True) as name:
        yield Path(name)
