"""An installation of its own for tests with real processes: a database on disk, and Python that runs on it.

SQLite: a file in a folder. PostgreSQL: a database beside the one that the tests were given.
"""

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

TESTS = Path(__file__).resolve().parent
START = "import django; django.setup()\n"


@dataclass
class Installation:
    """A home folder and a database; every process that is started on it is ended with it."""

    home: Path
    database_url: str = ""
    processes: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        path = os.pathsep.join([str(TESTS), str(TESTS.parent / "src"), os.environ.get("PYTHONPATH", "")])
        own = {"COLEAD_HOME": str(self.home), "COLEAD_DATABASE_URL": self.database_url, "PYTHONPATH": path}
        return {**os.environ, "DJANGO_SETTINGS_MODULE": "colead.settings.test", **_settings(), **own}

    def start(self, code: str) -> subprocess.Popen[str]:
        """Run Python code after django.setup(), in the background."""
        process = subprocess.Popen(
            [sys.executable, "-c", START + code],
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.processes.append(process)
        return process

    def run(self, code: str) -> Any:
        """Run Python code to its end; what it printed, read as JSON."""
        process = self.start(code)
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        return json.loads(out) if out.strip() else None

    def end(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.communicate()


def _settings() -> dict[str, str]:
    """The settings that this test run uses itself."""
    chosen = os.environ.get("DJANGO_SETTINGS_MODULE")
    return {"DJANGO_SETTINGS_MODULE": chosen} if chosen else {}


def _in_postgresql(url: str, *statements: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[arg-type]  # names are our own


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with all migrations and the cast, to be copied."""
    home = tmp_path_factory.mktemp("home")
    server = os.environ.get("COLEAD_DATABASE_URL", "")
    name = f"colead_processes_{uuid.uuid4().hex[:8]}"
    if server:
        _in_postgresql(server, f"create database {name}")
    installation = Installation(home, server and urlsplit(server)._replace(path=f"/{name}").geturl())
    installation.run(
        "from django.core.management import call_command; call_command('migrate', verbosity=0)\n"
        "from cast import whole_cast; whole_cast()\n"
        "from django.db import connection; connection.close()"
    )
    yield installation
    if server:
        _in_postgresql(server, f"drop database {name} with (force)")


@pytest.fixture
def installation(migrated: Installation, tmp_path: Path) -> Iterator[Installation]:
    """A fresh copy of it."""
    home, url = tmp_path / "home", ""
    home.mkdir()
    server = os.environ.get("COLEAD_DATABASE_URL", "")
    name = f"colead_processes_{uuid.uuid4().hex[:8]}"
    if server:
        template = urlsplit(migrated.database_url).path.lstrip("/")
        _in_postgresql(server, f"create database {name} template {template}")
        url = urlsplit(server)._replace(path=f"/{name}").geturl()
    else:
        for file in migrated.home.glob("*.sqlite3*"):
            shutil.copy(file, home)
    own = Installation(home, url)
    yield own
    own.end()
    if server:
        _in_postgresql(server, f"drop database {name} with (force)")
