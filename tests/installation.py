"""Databases as the migrations leave them, made once and copied: migrating takes seconds, copying none.

`template` is kept in pytest's cache (SQLite) or on the server that the tests were given (PostgreSQL), under
a hash of every migration. `installation` is a copy with the cast in it, for tests with real processes.
"""

import fcntl
import hashlib
import inspect
import os
import shutil
import sqlite3
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.db import connection

import plain_citus
import processes
from colead.kit import distribution, own_rows, row_security
from processes import Process

CLOSE = "from django.db import connection; connection.close()"  # all that was written is then in one file
MIGRATE = f"from django.core.management import call_command; call_command('migrate', verbosity=0); {CLOSE}"
ACT = f"from cast import whole_cast; whole_cast(); {CLOSE}"
SERVER = os.environ.get("COLEAD_DATABASE_URL", "")
FILE = "colead.sqlite3"


@dataclass
class Installation:
    """A home folder and a database; every process that is started on it is ended with it."""

    home: Path
    database: str = ""  # its name on the server; none: SQLite in the home folder
    processes: list[Process] = field(default_factory=list)

    @property
    def url(self) -> str:
        return urlsplit(SERVER)._replace(path=f"/{self.database}").geturl() if self.database else ""

    @property
    def environment(self) -> dict[str, str]:
        """For a command that is started on it."""
        own = {"COLEAD_HOME": str(self.home), "COLEAD_DATABASE_URL": self.url}
        return {**os.environ, **own}

    def start(self, code: str) -> Process:
        """Run Python code, with Django and the tests at hand, in the background."""
        self.processes.append(processes.start(code, self.home, self.url))
        return self.processes[-1]

    def run(self, code: str) -> Any:
        """Run Python code to its end; what it printed, read as JSON."""
        return self.start(code).answer()

    def copy(self, home: Path) -> "Installation":
        """Another one with the same database. Nobody may be connected to this one meanwhile."""
        home.mkdir(exist_ok=True)
        if not self.database:
            shutil.copy(self.home / FILE, home)
            return Installation(home)
        name = _new_name()
        on_server(f"create database {name} template {self.database}")
        return Installation(home, name)

    def end(self) -> None:
        """Nothing of it runs on, and its database on the server is gone."""
        for process in self.processes:
            process.end()
        if self.database:
            on_server(f"drop database {self.database} with (force)")


@pytest.fixture(scope="session")
def template(pytestconfig: pytest.Config) -> Installation:
    """An installation with every migration and nothing else, to be copied."""
    folder = _kept(pytestconfig)
    name = f"colead_template_{_hash_of_migrations()}"
    kept = Installation(folder / name, name if SERVER else "")
    with _one_at_a_time(folder):
        if not _exists(kept):
            _make(kept, folder / "unfinished")
    return kept


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, template: Installation
) -> Iterator[None]:
    """Django makes its test database from the template; its own `migrate` then finds nothing to do."""
    if template.database:
        connection.settings_dict["TEST"]["TEMPLATE"] = template.database
        yield
        return
    name = connection.creation._get_test_db_name()  # in memory, where both connections meet by its name
    with closing(sqlite3.connect(name, uri=True)) as memory:
        with closing(sqlite3.connect(template.home / FILE)) as file:
            file.backup(memory)
        yield


@pytest.fixture(scope="session")
def with_cast(template: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A copy with the cast in it, to be copied."""
    own = template.copy(tmp_path_factory.mktemp("home"))
    own.run(ACT)
    yield own
    own.end()


@pytest.fixture
def installation(with_cast: Installation, tmp_path: Path) -> Iterator[Installation]:
    """A fresh installation with the cast in it."""
    own = with_cast.copy(tmp_path / "home")
    yield own
    own.end()


def _hash_of_migrations() -> str:
    files = [file for app in apps.get_app_configs() for file in Path(app.path).glob("migrations/*.py")]
    sources = [file.read_text(encoding="utf-8") for file in sorted(files)]
    afterwards = [inspect.getsource(module) for module in (own_rows, row_security, distribution)]
    whole = "\n".join([*sources, *afterwards, plain_citus.DISTRIBUTE if plain_citus.ASKED else ""])
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def _kept(config: pytest.Config) -> Path:
    """Pytest's cache; without one (-p no:cacheprovider), a folder of this user that outlives the run."""
    if cache := getattr(config, "cache", None):
        return Path(cache.mkdir("template"))
    folder = Path(tempfile.gettempdir()) / f"colead-test-templates-{os.getuid()}"
    folder.mkdir(exist_ok=True)
    return folder


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # released when the file closes
        yield


def _exists(kept: Installation) -> bool:
    if not kept.database:
        return (kept.home / FILE).exists()
    return (kept.database,) in on_server("select datname from pg_database")


def _make(kept: Installation, home: Path) -> None:
    """Migrate beside it and rename at the end: what carries the template's name is whole."""
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    unfinished = Installation(home, _new_name() if SERVER else "")
    if unfinished.database:
        on_server(f"create database {unfinished.database}")
    unfinished.run(MIGRATE)
    if plain_citus.ASKED:
        unfinished.run(plain_citus.DISTRIBUTE)
    if unfinished.database:
        on_server(f"alter database {unfinished.database} rename to {kept.database}")
    else:
        home.rename(kept.home)


def _new_name() -> str:
    return f"colead_processes_{uuid.uuid4().hex[:8]}"


def on_server(statement: str) -> list[Any]:
    import psycopg

    with psycopg.connect(SERVER, autocommit=True) as server:
        cursor = server.execute(statement)  # type: ignore[call-overload]  # names are our own
        return cursor.fetchall() if cursor.description else []
