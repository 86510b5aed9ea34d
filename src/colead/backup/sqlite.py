"""Copy, check and put back an SQLite database: by SQLite's own backup, never as a file that is in use."""

import sqlite3
from contextlib import closing
from pathlib import Path

from colead.backup.errors import BackupError, Damaged
from colead.backup.manifest import State
from colead.backup.state import LEAVES, check_audit_logs, read_state
from colead.files.translation import gettext_noop as _
from colead.kit.private_files import DATABASE as MEMBER

_PAGES = 1024  # copied at a time, so that the interpreter can do something else between
_PATIENCE_SECONDS = 20


def copy(source: Path, folder: Path) -> State:
    """Copy the database into the folder as MEMBER; what it said of itself in that instant.

    Others read and write meanwhile: an open transaction keeps the instant that is copied.
    """
    try:
        with closing(_open(source)) as live, closing(_open(folder / MEMBER, new=True)) as made:
            live.execute("BEGIN")
            state = read_state(live.execute)  # the first read is the instant
            live.backup(made, pages=_PAGES)
            made.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
    except sqlite3.Error as error:
        raise BackupError(
            _("The database {path} cannot be copied: {error}."), code="no_copy", path=source, error=error
        ) from error
    return state


def check(path: Path, state: State) -> None:
    """Damaged unless the copy is sound and says of itself what was noted."""
    try:
        with closing(_open(path)) as found:
            said = [row[0] for row in found.execute("PRAGMA integrity_check(5)")]
            same = said == ["ok"] and read_state(found.execute) == state
            query = f'SELECT organisation_id, hash FROM {LEAVES} ORDER BY organisation_id, "index"'  # noqa: S608
            if same:
                check_audit_logs(found.execute(query), state)
    except sqlite3.Error as error:
        said, same = [str(error)], False
    if not same:
        raise Damaged(
            _("The database in the backup is not sound: {error}."),
            code="database_damaged",
            error="; ".join(said),
        )


def _open(path: Path, *, new: bool = False) -> sqlite3.Connection:
    address = f"{path.resolve().as_uri()}?mode={'rwc' if new else 'rw'}"
    return sqlite3.connect(address, uri=True, isolation_level=None, timeout=_PATIENCE_SECONDS)
