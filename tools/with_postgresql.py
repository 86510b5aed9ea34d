"""Run a command with COLEAD_DATABASE_URL naming a throw-away PostgreSQL cluster, which is stopped afterwards.

python tools/with_postgresql.py pytest tests/apps
python tools/with_postgresql.py --distributed pytest tests/apps    # over tables as they are on Citus
"""

import getpass
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVER_USER = "postgres"  # the server refuses to run as root
CLUSTER_OPTIONS = "-c fsync=off -c synchronous_commit=off -c listen_addresses='' -c max_connections=60"

DISTRIBUTED = "&options=-c%20citus.propagate_set_commands%3Dlocal"
"""Each transaction is told whose rows are meant, as on Citus, and the tests distribute the tables first."""

SET_UP = (
    "CREATE ROLE colead LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS",
    "GRANT SET ON PARAMETER citus.propagate_set_commands TO colead",  # as on a server with Citus
    "CREATE DATABASE colead OWNER colead",
)


def binary(name: str) -> str:
    """Path of a PostgreSQL program: the newest of Debian's versions, else from PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    path = str(found[-1]) if found else shutil.which(name)
    if path is None:
        sys.exit(
            f"{name} is not installed. Install PostgreSQL 15 or newer (Debian: apt-get install postgresql)."
        )
    return path


def as_server_user(*command: str) -> None:
    """Run a server program as an unprivileged user."""
    user = SERVER_USER if os.getuid() == 0 else None
    group = pwd.getpwnam(user).pw_gid if user else None
    subprocess.run(command, check=True, user=user, group=group, stdout=subprocess.DEVNULL, cwd="/")


@contextmanager
def cluster() -> Iterator[str]:
    """A running cluster that only a socket reaches; yields its URL, for a role without special rights."""
    with tempfile.TemporaryDirectory(prefix="colead-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if os.getuid() == 0:
            shutil.chown(folder, SERVER_USER)
        data = str(folder / "data")
        as_server_user(
            binary("initdb"),
            "-D",
            data,
            "-A",
            "trust",
            "-U",
            "postgres",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
        )
        options = f"-k {folder} {CLUSTER_OPTIONS}"
        as_server_user(binary("pg_ctl"), "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            folder.chmod(0o755)
            for statement in SET_UP:
                as_server_user(binary("psql"), "-h", str(folder), "-U", "postgres", "-qc", statement)
            yield f"postgresql://colead@/colead?host={folder}"
        finally:
            as_server_user(binary("pg_ctl"), "-D", data, "-m", "immediate", "stop")


def main() -> int:
    """The command's own exit code."""
    command = sys.argv[1:]
    distributed = DISTRIBUTED if command[:1] == ["--distributed"] and command.pop(0) else ""
    with cluster() as url:
        environment = {**os.environ, "COLEAD_DATABASE_URL": url + distributed, "USER": getpass.getuser()}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
