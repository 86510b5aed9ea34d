"""Copy, check and put back a PostgreSQL database: by its own pg_dump and pg_restore, found on PATH."""

import ctypes
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from django.db import connection, transaction

from colead.backup.errors import BackupError, Damaged
from colead.backup.manifest import State
from colead.backup.state import LEAVES, check_audit_logs, read_state
from colead.files.translation import gettext_noop as _
from colead.kit import citus, row_security, scope

MEMBER = "database.dump"
_LOOK_SECONDS = 0.1
_END_RESTORES = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND application_name = 'pg_restore'"
)
_PR_SET_PDEATHSIG = 1
_MAJOR = 10_000  # server_version 150004 is 15.4


def copy(folder: Path) -> State:
    """Dump the database into the folder as MEMBER; what it said of itself in that instant.

    Others read and write meanwhile: pg_dump reads the snapshot of the transaction that was asked.
    """
    program = _program("pg_dump")
    _require_one_server()
    with scope.everything("a backup holds all organisations"), transaction.atomic():
        state, snapshot = _state()
        _require_new_enough(program, connection.cursor().connection.info.server_version)
        options = ["--format=custom", "--enable-row-security", f"--snapshot={snapshot}"]
        _run(program, *options, f"--file={folder / MEMBER}", connected=True)
    return state


def _require_one_server() -> None:
    """What pg_dump is told and the snapshot that it reads reach the first server alone."""
    if citus.placed(connection):
        raise BackupError(
            _("Several PostgreSQL share the rows of this installation, and a copy of one lacks the others'."),
            hint=_("Archive every server, as docs/how-to/use-several-postgresql.md says."),
            code="distributed",
        )


def _state() -> tuple[State, str]:
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        state = read_state(lambda query: cursor.execute(query) or cursor.fetchall())
        cursor.execute("SELECT pg_export_snapshot()")
        return state, str(cursor.fetchone()[0])


def check(path: Path, state: State) -> None:
    """Damaged unless pg_restore can read the dump and its audit logs give the roots that were noted."""
    program = _program("pg_restore")
    try:
        _run(program, "--list", str(path))
        check_audit_logs(_leaves(program, path), state)
    except BackupError as error:
        if error.code != "program_failed":
            raise
        raise Damaged(
            _("The database in the backup is not sound: {error}."), code="database_damaged", error=error
        ) from error


def put_back(path: Path) -> None:
    """Read the dump into the database of the settings, which must be empty: all of it, or nothing."""
    options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    _run(_program("pg_restore"), *options, str(path), connected=True)


def end_others() -> None:
    """End what an interrupted run still does to the database of the settings, and wait until it is gone."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_END_RESTORES)
            if not cursor.fetchall():
                return
            time.sleep(_LOOK_SECONDS)


def is_empty() -> bool:
    """True when the database of the settings has no table yet."""
    return not connection.introspection.table_names()


def _leaves(program: str, path: Path) -> list[tuple[int, str]]:
    """Organisation and hash of every entry, read out of the dump itself, by organisation and in order."""
    text = _run(program, "--data-only", f"--table={LEAVES}", "--file=-", str(path))
    rows = [(int(row["organisation_id"]), int(row["index"]), row["hash"]) for row in _copied(text)]
    return [(organisation, hash_) for organisation, _index, hash_ in sorted(rows)]


def _copied(text: str) -> Iterator[dict[str, str]]:
    """The rows of a `COPY … FROM stdin` in an SQL script."""
    columns: list[str] = []
    for line in text.splitlines():
        if header := re.match(r"COPY \S+ \((.*)\) FROM stdin;", line):
            columns = [name.strip('"') for name in header[1].split(", ")]
        elif line == "\\.":
            columns = []
        elif columns:
            yield dict(zip(columns, line.split("\t"), strict=True))


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        hint = _("Install the client programs of PostgreSQL, of the server's version or newer.")
        raise BackupError(_("{name} is not on PATH."), code="no_program", hint=hint, name=name)
    return found


def _require_new_enough(program: str, server: int) -> None:
    said = _run(program, "--version")
    version = re.search(r"\d+", said.rpartition("PostgreSQL")[2])
    if version is None or int(version[0]) < server // _MAJOR:
        raise BackupError(
            _("{said} is older than the server, version {server}."),
            code="old_program",
            hint=_("Install the client programs of PostgreSQL, of the server's version or newer."),
            said=said.strip(),
            server=server // _MAJOR,
        )


def _address() -> str:
    """Where the database is, for libpq; without the password, which other users could see."""
    from psycopg.conninfo import make_conninfo

    wanted = connection.get_connection_params()
    kept = ("host", "port", "user", "dbname", *(key for key in wanted if key.startswith(("ssl", "connect_"))))
    return make_conninfo(**{key: wanted[key] for key in kept if wanted.get(key)})


def _end_with_parent() -> None:
    """In a new process, where the system can (Linux): when we are killed, it does not go on alone."""
    if prctl := getattr(ctypes.CDLL(None), "prctl", None):
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _run(program: str, *arguments: str, connected: bool = False) -> str:
    """What the program printed; BackupError with its own words when it failed.

    connected : it works on the database of the settings, where row-level security lets it see everything.
    """
    words, own = [program, *arguments], dict(os.environ)
    if connected:
        words.append(f"--dbname={_address()}")
        own["PGPASSWORD"] = str(connection.settings_dict["PASSWORD"])
        own["PGOPTIONS"] = f"-c {row_security.SETTING}={row_security.EVERYTHING}"
    done = subprocess.run(  # noqa: S603  (a program of PostgreSQL, with arguments of ours)
        words, env=own, capture_output=True, encoding="utf-8", check=False, preexec_fn=_end_with_parent
    )
    if done.returncode:
        raise BackupError(
            _("{program} failed: {error}"),
            code="program_failed",
            program=Path(program).name,
            error=done.stderr.strip(),
        )
    return done.stdout
