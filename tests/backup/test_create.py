"""A backup while others write: whole, private, checked; and what keeps one from being made."""

import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tarfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from colead.backup import archive
from colead.backup.check import check
from colead.backup.errors import BackupError, Damaged
from installation import Installation

BACKUP = [sys.executable, "-m", "colead.cli.main", "backup", "--language", "en"]
WRITE = """
import time
from django.utils import timezone
from colead.apps.ledger.services import append_entry
from colead.apps.organisations.models import Organisation
from colead.kit.roles import console
by = console(Organisation.objects.get(slug="clinic"))
while True:
    append_entry(by=by, action="a.b", subject="x:1", now=timezone.now())
    time.sleep(0.002)
"""


def environment(installation: Installation) -> dict[str, str]:
    return installation.environment | {"DJANGO_SETTINGS_MODULE": "colead.settings"}


def back_up(installation: Installation, *words: object, **changed: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*BACKUP, *map(str, words)],
        env=environment(installation) | changed,
        capture_output=True,
        text=True,
        check=False,
        umask=0o022,
    )


def made(installation: Installation, *words: object) -> dict[str, Any]:
    done = back_up(installation, *words, "--json")
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.ci
@pytest.mark.database("both")
def test_it_is_whole_and_private_while_others_write(installation: Installation, tmp_path: Path):
    writer = installation.start(WRITE)
    folder, uploads = tmp_path / "backups", installation.home / "uploads" / "lists"
    uploads.mkdir(parents=True)
    (uploads / "staff.csv").write_text("name\nAnna\n")
    time.sleep(1)
    found = [made(installation, folder) for _time in range(3)]
    writer.end()
    entries = [report["audit_logs"][0]["entries"] for report in found]
    assert entries == sorted(set(entries))  # it went on writing meanwhile
    assert {"home/secret_key", "home/uploads/lists/staff.csv"} <= set(found[0]["files"])
    assert [oct(path.stat().st_mode & 0o777) for path in folder.iterdir()] == ["0o600"] * 3
    assert not (installation.home / ".backup").exists()
    for report in found:
        check(Path(report["file"]), tmp_path / "opened")


@pytest.mark.database("sqlite")
def test_the_manifest_says_what_the_members_and_the_database_are(installation: Installation, tmp_path: Path):
    """Read with nothing of Colead: tar, JSON, SHA-256 and SQLite."""
    report = made(installation, tmp_path)
    with tarfile.open(report["file"]) as tar:
        tar.extractall(tmp_path / "opened", filter="data")
    manifest = json.loads((tmp_path / "opened/manifest.json").read_text())
    for member in manifest["members"]:
        data = (tmp_path / "opened" / member["name"]).read_bytes()
        assert (member["bytes"], member["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    with closing(sqlite3.connect(tmp_path / "opened/colead.sqlite3")) as database:
        applied = database.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
        assert [tuple(one) for one in manifest["migrations"]] == applied
        assert database.execute("SELECT count(*) FROM organisations_organisation").fetchone()[0] > 0
    assert manifest["database"] == "sqlite"
    assert "COLEAD_HOME" in manifest["settings"]
    assert str(installation.home) not in json.dumps(manifest["settings"])
    assert abs(datetime.fromisoformat(manifest["at"]).timestamp() - time.time()) < 600


@pytest.mark.database("sqlite")
def test_one_that_differs_by_a_byte_is_not_believed(installation: Installation, tmp_path: Path):
    whole = Path(made(installation, tmp_path)["file"]).read_bytes()
    at = whole.index(b"SQLite format 3") + 5000
    for number, changed in enumerate(
        [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :], whole.replace(b'"bytes": ', b'"bytes": 1', 1)]
    ):
        path = tmp_path / f"{number}.tar"
        path.write_bytes(changed)
        with pytest.raises((Damaged, BackupError)):
            check(path, tmp_path / f"opened{number}")
    (tmp_path / "short.tar").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BackupError):
        check(tmp_path / "short.tar", tmp_path / "opened")


@pytest.mark.database("sqlite")
def test_an_audit_log_that_was_rewritten_is_a_finding_and_nothing_is_kept(
    installation: Installation, tmp_path: Path
):
    """Somebody has changed a fingerprint in the database itself: the root does not come out any more."""
    installation.run(WRITE.replace("while True", "for _number in range(5)"))
    with closing(sqlite3.connect(installation.home / "colead.sqlite3")) as database, database:
        database.execute('UPDATE ledger_ledgerleaf SET hash = ? WHERE "index" = 1', ["0" * 64])
    done = back_up(installation, tmp_path / "backups")
    assert done.returncode == 1
    assert done.stderr.startswith("The audit log of clinic is not whole")
    assert list((tmp_path / "backups").iterdir()) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--for", "age1wrong"], "'age1wrong' is no age recipient."),
        (
            ["--keep", "7y"],
            "'7y' does not say what to keep. Write days, weeks and months, such as 7d,4w,12m.",
        ),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_done(
    installation: Installation, tmp_path: Path, words: list[str], said: str
):
    if words[0] == "--for":
        pytest.importorskip("pyrage")
    done = back_up(installation, tmp_path / "backups", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert not (tmp_path / "backups").exists()


def test_a_folder_that_cannot_be_written_is_named(installation: Installation, tmp_path: Path):
    (tmp_path / "file").touch()
    for folder in (tmp_path / "nowhere" / "backups", tmp_path / "file" / "backups"):
        done = back_up(installation, folder)
        assert done.returncode == 2
        assert str(folder) in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.database("sqlite")
def test_for_a_recipient_only_the_key_opens_it(installation: Installation, tmp_path: Path):
    pytest.importorskip("pyrage")
    from colead.backup.encryption import decrypt, is_encrypted

    key, other, folder = tmp_path / "key", tmp_path / "other", tmp_path / "backups"
    recipient, _other = (json.loads(back_up(installation, "--make-key", path, "--json").stdout)["recipient"]
                         for path in (key, other))  # fmt: skip
    assert oct(key.stat().st_mode & 0o777) == "0o600"
    path = Path(made(installation, folder, "--for", recipient)["file"])
    assert path.name.endswith(".tar.age")
    assert b"SQLite format 3" not in path.read_bytes()
    assert is_encrypted(path)
    decrypt(path, tmp_path / "plain.tar", key)
    assert check(tmp_path / "plain.tar", tmp_path / "opened").database == "sqlite"
    for identity, code in ((None, "needs_identity"), (other, "wrong_identity"), (path, "bad_identity")):
        with pytest.raises(BackupError) as refused:
            decrypt(path, tmp_path / f"plain{code}", identity)
        assert refused.value.code == code
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(Damaged):
        decrypt(path, tmp_path / "cut.tar", key)


@pytest.mark.ci
@pytest.mark.database("sqlite")
def test_what_is_killed_leaves_nothing_under_a_name(installation: Installation, tmp_path: Path):
    """Killed at eight moments; whatever has its name is whole, and the next run clears up."""
    folder = tmp_path / "backups"
    begun = time.monotonic()
    assert back_up(installation, folder).returncode == 0
    whole = time.monotonic() - begun
    for number in range(8):
        process = subprocess.Popen(
            [*BACKUP, str(folder)], env=environment(installation), stdout=subprocess.DEVNULL
        )
        time.sleep(whole * (0.5 + number / 20))
        process.send_signal(signal.SIGKILL)
        process.wait()
        for path in folder.glob("colead-*"):
            check(path, tmp_path / "opened")
    assert back_up(installation, folder).returncode == 0
    assert not (installation.home / ".backup").exists()


def test_an_unfinished_file_that_nobody_writes_is_removed(installation: Installation, tmp_path: Path):
    old, recent = (tmp_path / f".colead-x-{name}.tar.unfinished" for name in ("old", "recent"))
    for path in (old, recent):
        path.touch()
    os.utime(old, (0, 0))
    assert back_up(installation, tmp_path).returncode == 0
    assert (old.exists(), recent.exists()) == (False, True)


@pytest.mark.database("sqlite")
def test_one_that_was_killed_in_the_same_second_is_not_in_the_way(installation: Installation, tmp_path: Path):
    name = Path(made(installation, tmp_path)["file"]).name
    begun = datetime.now(UTC).replace(microsecond=0)
    left = [begun + timedelta(seconds=second) for second in range(90)]
    for at in left:
        (tmp_path / f".{name.replace(name[-20:-4], f'{at:%Y%m%dT%H%M%SZ}')}.unfinished").touch()
    written = Path(made(installation, tmp_path)["file"]).name[-20:-4]
    assert datetime.strptime(written, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) == begun + timedelta(seconds=90)


def test_two_at_a_time_do_not_get_in_each_others_way(installation: Installation, tmp_path: Path):
    from colead.backup.place import workshop

    with workshop(installation.home / ".backup"):
        done = back_up(installation, tmp_path / "backups")
    assert done.returncode == 2
    assert "Another backup or restore is running here" in done.stderr


def test_a_member_that_leads_out_of_the_folder_is_refused(tmp_path: Path):
    (tmp_path / "file").touch()
    with archive.writing(tmp_path / "evil.tar") as tar:
        archive.add_files(tar, {"../evil": tmp_path / "file"}, datetime(2026, 3, 2, tzinfo=UTC).timestamp())
    with pytest.raises(BackupError):
        check(tmp_path / "evil.tar", tmp_path / "opened")
    assert not (tmp_path / "evil").exists()


@pytest.mark.database("postgresql")
@pytest.mark.parametrize(
    ("version", "said"),
    [("", "pg_dump is not on PATH"), ("12.1", "(PostgreSQL) 12.1 is older than the server")],
)
def test_a_program_that_is_missing_or_older_than_the_server_is_named(
    installation: Installation, tmp_path: Path, version: str, said: str
):
    program = tmp_path / "bin" / "pg_dump"
    program.parent.mkdir()
    if version:
        program.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version}'\n")
        program.chmod(0o755)
    done = back_up(installation, tmp_path / "backups", PATH=str(program.parent))
    assert done.returncode == 2
    assert said in done.stderr
