"""A backup becomes an installation again: whole, up to date, and forgetting what was erased."""

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from installation import Installation, on_server

KILL_AT_END = """
import os, signal
from pathlib import Path
unlink = Path.unlink
def end(path, **how):
    if path.name == "ready":
        os.kill(os.getpid(), signal.SIGKILL)
    unlink(path, **how)
Path.unlink = end
"""
NOTE = """
from django.conf import settings; settings.ERASURES = ""
from django.utils import timezone
from colead.apps.ledger import services
from colead.apps.organisations.models import Organisation
from colead.kit.roles import console
by = console(Organisation.objects.get(slug="clinic"))
for number in range({entries}):
    services.append_entry(by=by, action="a.b", subject=f"x:{{number}}", now=timezone.now())
for index in {erased}:
    services.erase_record(by=by, index=index, now=timezone.now())
"""


@pytest.fixture
def place(installation: Installation, tmp_path: Path) -> Iterator[Installation]:
    """Where nothing is yet."""
    name = f"colead_processes_{uuid.uuid4().hex[:8]}" if installation.database else ""
    if name:
        on_server(f"create database {name}")
    own = Installation(tmp_path / "new", name)
    yield own
    own.end()


def colead(
    on: Installation, *words: object, timeout: float | None = None, **changed: str
) -> "subprocess.CompletedProcess[str]":
    return run_with(on, "", *words, timeout=timeout, **changed)


def run_with(
    on: Installation, change: str, *words: object, timeout: float | None = None, **changed: str
) -> "subprocess.CompletedProcess[str]":
    """The command, after a change to the program."""
    own = on.environment | {"DJANGO_SETTINGS_MODULE": "colead.settings", "LC_ALL": "C"} | changed
    return subprocess.run(
        [sys.executable, "-c", f"{change}\nfrom colead.cli.main import main; main()", *map(str, words)],
        env=own,
        capture_output=True,
        text=True,
        check=False,
        umask=0o022,
        timeout=timeout,  # SIGKILL
    )


def answer(on: Installation, *words: object) -> dict[str, Any]:
    done = colead(on, *words, "--json")
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def back_up(on: Installation, folder: Path) -> Path:
    return Path(answer(on, "backup", folder)["file"])


def verified(on: Installation, folder: Path) -> dict[str, Any]:
    """The audit log of the clinic, exported and checked as anybody would."""
    assert colead(on, "ledger", "export", "clinic", folder / "log.jsonl").returncode == 0
    return answer(on, "ledger", "verify", folder / "log.jsonl")


@pytest.mark.database("both")
def test_it_is_there_again_and_what_was_erased_since_is_not(
    installation: Installation, place: Installation, tmp_path: Path
):
    installation.run(NOTE.format(entries=6, erased=[0]))
    (installation.home / "uploads").mkdir()
    (installation.home / "uploads" / "staff.csv").write_text("name\nAnna\n")
    file = back_up(installation, tmp_path / "backups")
    root = answer(installation, "backup", tmp_path / "backups")["audit_logs"][0]["root"]
    installation.run(NOTE.format(entries=2, erased=[1, 2, 7]))  # 7 came after the backup
    found = answer(place, "restore", file, "--erasures", installation.home / "erasures.jsonl")
    assert (found["erased_again"], found["migrated"]) == (4, 0)  # that of 0 once more, as it came just before
    assert found["audit_logs"][0]["root"] == root
    log = verified(place, tmp_path)
    # 6 entries and the erasure of 0; then those of 1 and 2, and that it was restored
    assert (log["entries"], log["erased"]) == (10, 3)
    assert (place.home / "uploads" / "staff.csv").read_text() == "name\nAnna\n"
    assert (place.home / "secret_key").read_text() == (installation.home / "secret_key").read_text()
    assert [path for path in place.home.rglob("*") if path.lstat().st_mode & 0o077] == []
    assert not (place.home / ".restore").exists()
    checks = {one["check"]: one for one in json.loads(colead(place, "doctor", "--json").stdout)["checks"]}
    assert checks["Tables"]["ok"]
    assert checks["Files"]["ok"]


@pytest.mark.ci
@pytest.mark.database("both")
def test_what_is_killed_is_taken_up_by_running_it_again(
    installation: Installation, place: Installation, tmp_path: Path
):
    """Killed again and again, ever later, until it is through; then everything is there."""
    installation.run(NOTE.format(entries=5, erased=[0]))
    file = back_up(installation, tmp_path / "backups")
    seconds, kills = 0.6, 0
    while not (done := killed_after(seconds, place, "restore", file)):
        seconds, kills = seconds * 1.15, kills + 1
    # killed on its way out, when all was done, it finds itself
    assert done.returncode == 0 or "is not empty" in done.stderr
    assert kills > 2
    assert not (place.home / ".restore").exists()
    log = verified(place, tmp_path)
    assert log["erased"] == 1
    assert log["entries"] >= 7  # 5, an erasure, and that it was restored, perhaps said by two runs


@pytest.mark.ci
@pytest.mark.database("postgresql")
def test_one_that_is_killed_while_it_fills_the_database_does_not_go_on_alone(
    installation: Installation, place: Installation, tmp_path: Path
):
    """Killed with pg_restore at work, and run again in the same moment."""
    file = back_up(installation, tmp_path / "backups")
    own = place.environment | {"DJANGO_SETTINGS_MODULE": "colead.settings"}
    words = [sys.executable, "-c", "from colead.cli.main import main; main()", "restore", str(file)]
    process = subprocess.Popen(words, env=own)
    at_work = f"select 1 from pg_stat_activity where datname = '{place.database}'"  # noqa: S608
    while not on_server(f"{at_work} and application_name = 'pg_restore'"):
        assert process.poll() is None, "it was over before it could be killed"
        time.sleep(0.005)
    process.kill()
    process.wait()
    answer(place, "restore", file)
    assert verified(place, tmp_path)["ok"]


@pytest.mark.ci
@pytest.mark.database("sqlite")
def test_what_is_killed_with_its_last_step_is_taken_up_with_the_same_files_only(
    installation: Installation, place: Installation, tmp_path: Path
):
    """All is moved and cleared away but the file that says so."""
    file, other = (back_up(installation, tmp_path / name) for name in ("backups", "others"))
    erasures = tmp_path / "erasures.jsonl"
    erasures.touch()
    done = run_with(place, KILL_AT_END, "restore", file)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert [path.name for path in (place.home / ".restore").iterdir()] == ["ready"]
    for words in ([other], [file, "--erasures", erasures]):
        done = colead(place, "restore", *words)
        assert done.returncode == 2
        assert "is being restored into" in done.stderr
    assert answer(place, "restore", file)["home"] == str(place.home)
    assert not (place.home / ".restore").exists()
    assert colead(place, "worker", "--once").returncode == 0


def killed_after(
    seconds: float, on: Installation, *words: object
) -> "subprocess.CompletedProcess[str] | None":
    """None when it had not ended by then, and was killed."""
    try:
        return colead(on, *words, timeout=seconds)
    except subprocess.TimeoutExpired:
        return None


@pytest.mark.ci
@pytest.mark.database("sqlite")
def test_no_command_works_on_a_home_that_is_half_restored(installation: Installation, tmp_path: Path):
    (installation.home / ".restore").mkdir()
    assert colead(installation, "worker", "--once").returncode == 0  # an empty folder says nothing
    (installation.home / ".restore" / "opened").mkdir()
    for words in (["serve"], ["worker", "--once"], ["setup"], ["doctor"], ["backup", tmp_path]):
        done = colead(installation, *words)
        assert done.returncode == 2
        assert "was interrupted" in done.stderr


@pytest.mark.database("both")
def test_a_place_with_data_is_left_alone(installation: Installation, place: Installation, tmp_path: Path):
    file = back_up(installation, tmp_path / "backups")
    before = {path: path.stat().st_mtime_ns for path in installation.home.rglob("*")}
    done = colead(installation, "restore", file)
    assert done.returncode == 2
    assert "is not empty" in done.stderr
    assert {path: path.stat().st_mtime_ns for path in installation.home.rglob("*")} == before
    if installation.database:
        full = Installation(place.home, installation.database)
        done = colead(full, "restore", file)
        assert done.returncode == 2
        assert "The database of COLEAD_DATABASE_URL is not empty." in done.stderr
        assert not place.home.exists()


@pytest.mark.ci
@pytest.mark.database("sqlite")
def test_a_backup_of_a_newer_program_is_refused_and_nothing_is_written(
    installation: Installation, place: Installation, tmp_path: Path
):
    installation.run(
        "from django.db import connection;"
        'connection.cursor().execute("INSERT INTO django_migrations (app, name, applied)'
        " VALUES ('people', '9999_later', '2026-01-01')\")"
    )
    file = back_up(installation, tmp_path / "backups")
    for words in ([], ["--check"]):
        done = colead(place, "restore", file, *words)
        assert done.returncode == 2
        assert "The backup is newer than this program" in done.stderr
        assert not place.home.exists()


@pytest.mark.database("sqlite")
def test_a_damaged_backup_is_a_finding_and_nothing_is_written(
    installation: Installation, place: Installation, tmp_path: Path
):
    file = back_up(installation, tmp_path / "backups")
    whole = file.read_bytes()
    at = whole.index(b"SQLite format 3") + 5000
    file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    for words in ([], ["--check"]):
        done = colead(place, "restore", file, *words)
        assert (done.returncode, done.stdout) == (1, "")
        assert "colead.sqlite3 is not what was backed up" in done.stderr
        assert not place.home.exists()
    (tmp_path / "letter.tar").write_text("Dear Anna")
    done = colead(place, "restore", tmp_path / "letter.tar", "--json")
    assert done.returncode == 2
    assert json.loads(done.stderr)["code"] == "no_backup"


@pytest.mark.ci
@pytest.mark.database("sqlite")
def test_an_older_backup_is_brought_up_to_date(
    installation: Installation, place: Installation, tmp_path: Path
):
    """A version ago, the last change of these apps was not there yet."""
    installation.run(
        "from django.core.management import call_command;"
        "call_command('migrate', 'leadership', '0005', verbosity=0);"
        "from django.db import connection; connection.close()"
    )
    file = back_up(installation, tmp_path / "backups")
    assert answer(place, "restore", file)["migrated"] >= 1
    checks = json.loads(colead(place, "doctor", "--json").stdout)["checks"]
    assert [one["ok"] for one in checks if one["check"] == "Tables"] == [True]


@pytest.mark.database("sqlite")
def test_settings_that_are_not_here_are_named(
    installation: Installation, place: Installation, tmp_path: Path
):
    done = colead(installation, "backup", tmp_path, "--json", COLEAD_EMAIL_URL="smtp://user:secret@host")
    found = json.loads(done.stdout)["file"]
    assert b"smtp://" not in Path(found).read_bytes()
    assert answer(place, "restore", found)["settings_missing"] == ["COLEAD_EMAIL_URL"]


@pytest.mark.database("sqlite")
def test_an_encrypted_backup_needs_its_key(installation: Installation, place: Installation, tmp_path: Path):
    pytest.importorskip("pyrage")
    key = tmp_path / "key"
    recipient = answer(installation, "backup", "--make-key", key)["recipient"]
    file = answer(installation, "backup", tmp_path / "backups", "--for", recipient)["file"]
    done = colead(place, "restore", file)
    assert done.returncode == 2
    assert "The backup is encrypted. Name the key with --identity." in done.stderr
    assert not place.home.exists()
    assert colead(place, "restore", file, "--identity", key, "--check").returncode == 0
    assert not place.home.exists()
    answer(place, "restore", file, "--identity", key)
    assert (place.home / "colead.sqlite3").exists()


@pytest.mark.database("postgresql")
def test_a_backup_of_another_kind_of_database_is_refused(
    installation: Installation, place: Installation, tmp_path: Path
):
    file = back_up(installation, tmp_path / "backups")
    done = colead(place, "restore", file, COLEAD_DATABASE_URL="")
    assert done.returncode == 2
    assert "The backup holds a database of postgresql" in done.stderr
    assert not place.home.exists()


@pytest.mark.database("sqlite")
def test_a_list_on_another_disk_is_found_by_its_setting(
    installation: Installation, place: Installation, tmp_path: Path
):
    """The whole machine is lost but for the backup and that disk."""
    file = back_up(installation, tmp_path / "backups")
    elsewhere = tmp_path / "erasures.jsonl"
    noted_there = f"settings.ERASURES = '{elsewhere}'"
    installation.run(NOTE.format(entries=1, erased=[0]).replace('settings.ERASURES = ""', noted_there))
    os.environ["COLEAD_ERASURES"] = str(elsewhere)
    try:
        assert answer(place, "restore", file)["erased_again"] == 1
    finally:
        del os.environ["COLEAD_ERASURES"]
    assert '"restored"' in elsewhere.read_text().splitlines()[-1]
    assert not (place.home / "erasures.jsonl").exists()


@pytest.mark.ci
@pytest.mark.database("sqlite")
def test_what_was_erased_in_a_database_restored_from_an_older_backup_is_named_and_left(
    installation: Installation, place: Installation, tmp_path: Path
):
    """Monday's backup is restored, an entry erased that came after; then Tuesday's is restored instead."""
    monday = back_up(installation, tmp_path / "monday")
    installation.run(NOTE.format(entries=3, erased=[]))
    tuesday = back_up(installation, tmp_path / "tuesday")
    answer(place, "restore", monday)
    place.run(NOTE.format(entries=3, erased=[2]))
    newest = Installation(tmp_path / "newest")
    done = colead(newest, "restore", tuesday, "--erasures", place.home / "erasures.jsonl")
    assert "1 erasures, noted from 20" in done.stdout
    assert "Look up in that database whom they concern" in done.stdout
    assert verified(newest, tmp_path)["erased"] == 0


def test_without_a_home_it_asks_where_to(installation: Installation, tmp_path: Path):
    (tmp_path / "file.tar").touch()
    done = colead(installation, "restore", tmp_path / "file.tar", COLEAD_HOME="")
    assert done.returncode == 2
    assert "Name an empty folder with --into" in done.stderr


def test_one_restore_at_a_time(installation: Installation, place: Installation, tmp_path: Path):
    from colead.backup.place import alone_in

    file = back_up(installation, tmp_path / "backups")
    place.home.mkdir()
    with alone_in(place.home / ".restore"):
        begun = time.monotonic()
        done = colead(place, "restore", file)
    assert done.returncode == 2
    assert "Another backup or restore is running here" in done.stderr
    assert time.monotonic() - begun < 60
