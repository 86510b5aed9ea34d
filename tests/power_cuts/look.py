"""Opening what a power cut has left, with SQLite itself and with Colead's own checks."""

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path, PurePath
from typing import Any

from colead.backup.check import check as check_backup
from colead.backup.errors import BackupError
from colead.backup.state import LEAVES, check_audit_logs, read_state
from colead.kit.erasures import Erasure
from colead.kit.private_files import DATABASE, ERASURES
from kills.clinic import STEPS, TIES

BACKUPS = "backups/colead-"
_ERASED = (
    'SELECT "index" FROM ledger_ledgerleaf l LEFT JOIN ledger_ledgerrecord r ON r.leaf_id = l.id'
    " WHERE r.id IS NULL"
)
_HALF = {
    "tasks": "SELECT count(*) FROM leadership_leadershiptask t WHERE title LIKE 'task-%' AND"
    " ((SELECT count(*) FROM leadership_accountability WHERE task_id = t.id) <> 2"
    " OR (SELECT count(*) FROM leadership_mandate WHERE task_id = t.id) <> 1)",
    "acceptances": "SELECT count(*) FROM leadership_offer o WHERE (state = 'accepted') <>"
    " (SELECT count(*) FROM leadership_assignment WHERE task_id = o.task_id)",
    "maps": f"SELECT count(*) FROM network_nominationset s WHERE {len(TIES)} <>"  # noqa: S608
    " (SELECT count(*) FROM network_nomination WHERE nomination_set_id = s.id)",
    "staff lists": "SELECT count(DISTINCT title) - 1 FROM people_position p JOIN people_person x"
    " ON x.id = p.person_id JOIN organisations_organisation o ON o.id = p.organisation_id"
    " WHERE x.key LIKE 'n%' AND o.slug = 'clinic' AND p.valid_until IS NULL",
    "jobs": "SELECT count(*) FROM jobs_job j WHERE state = 'done' AND work = 'kills.steps' AND"  # noqa: S608
    f" (SELECT count(*) FROM jobs_jobstep WHERE job_id = j.id) <> {STEPS}",
}


def faults(files: dict[str, bytes], acknowledged: list[list[Any]], folder: Path) -> list[str]:
    """What is wrong, and what of the acknowledged is not there; the state is written into the folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name in {DATABASE, f"{DATABASE}-wal", f"{DATABASE}-journal"} & files.keys():
        (folder / name).write_bytes(files[name])
    # Memory, not a file that anybody synchronises: anything may stand in it.
    (folder / f"{DATABASE}-shm").write_bytes(b"\xa5" * 32768)
    try:
        with closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as database:
            return [*_of_database(database, acknowledged), *_of_files(files, acknowledged, folder)]
    except sqlite3.DatabaseError as error:
        return [f"damaged: {error}"]


def _of_database(database: sqlite3.Connection, acknowledged: list[list[Any]]) -> Iterator[str]:
    said = database.execute("PRAGMA integrity_check(1)").fetchall()
    if said != [("ok",)] or database.execute("PRAGMA foreign_key_check").fetchall():
        yield f"damaged: {said}"
    for what, query in _HALF.items():
        if found := database.execute(query).fetchone()[0]:
            yield f"half: {found} {what}"
    leaves = f'SELECT organisation_id, hash FROM {LEAVES} ORDER BY organisation_id, "index"'  # noqa: S608
    try:
        check_audit_logs(database.execute(leaves).fetchall(), read_state(database.execute))
    except BackupError as error:
        yield f"half: {error}"
    there = {key for (key,) in database.execute("SELECT key FROM organisations_idempotencyrecord")}
    done = {number for (number,) in database.execute("SELECT id FROM jobs_job WHERE state = 'done'")}
    erased = {index for (index,) in database.execute(_ERASED)}
    for kind, what in acknowledged:
        known = {"job": done, "erase": erased}.get(kind, there)
        if kind != "backup" and what not in known:
            yield f"lost: {kind} {what}"


def _of_files(files: dict[str, bytes], acknowledged: list[list[Any]], folder: Path) -> Iterator[str]:
    """The list of erasures and the backups."""
    lines = files.get(ERASURES, b"").decode(errors="replace").splitlines()
    noted = {index for line in lines for index in _ids(line)}
    named = {PurePath(name).name: content for name, content in files.items() if name.startswith(BACKUPS)}
    for kind, what in acknowledged:
        if kind == "erase" and what not in noted:
            yield f"lost: note of the erasure of entry {what}"
        if kind == "backup" and PurePath(what).name not in named:
            yield f"lost: backup {PurePath(what).name}"
    for name, content in named.items():
        if error := _fault_of_backup(content, folder):
            yield f"half: backup {name}: {error}"


_SOUND: set[bytes] = set()  # hashes of backups that were checked


def _fault_of_backup(content: bytes, folder: Path) -> str:
    digest = hashlib.sha256(content).digest()
    if digest in _SOUND:
        return ""
    (folder / "backup").write_bytes(content)
    try:
        check_backup(folder / "backup", folder / "opened")
    except (BackupError, OSError) as error:
        return str(error)
    _SOUND.add(digest)
    return ""


def _ids(line: str) -> tuple[int, ...]:
    try:
        return Erasure.from_json(line).ids
    except (ValueError, TypeError):
        return ()  # torn: it was not acknowledged


def marks_of(text: bytes) -> list[list[Any]]:
    """What a mark of the workload says."""
    return [json.loads(line) for line in text.splitlines()]
