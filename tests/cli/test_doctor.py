"""`colead doctor`: what it finds in order, and what it finds wrong."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner, Result
from django.db import connection
from django.utils import timezone

from colead.apps.jobs.services import note_worker
from colead.apps.organisations.models import Organisation
from colead.backup.last import note_backup
from colead.cli import checks
from colead.cli.main import main
from colead.settings import environment


def doctor(*words: str) -> Result:
    return CliRunner().invoke(main, ["doctor", "--language", "en", *words])


def test_every_check_says_what_it_found_and_how_many_failed(db):
    result = doctor("--json")
    report = json.loads(result.stdout)
    failed = [check for check in report["checks"] if not check["ok"]]
    assert len(report["checks"]) == 18
    assert all(check["found"] for check in report["checks"])
    assert all(check["to_do"] for check in failed)
    assert report["ok"] is not failed
    assert result.exit_code == (1 if failed else 0)


def test_the_table_says_what_to_do_below_each_problem(db, settings):
    settings.TIME_ZONE = "Europe/Solbakke"
    result = doctor()
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    at = lines.index("problem  Time zone: Europe/Solbakke is unknown")
    assert lines[at + 1].strip() == "Run: pip install tzdata"


def test_a_database_that_does_not_answer_is_named_and_the_rest_still_checked(monkeypatch):
    monkeypatch.setattr(connection, "ensure_connection", lambda: Path("/nowhere/colead").read_text("utf-8"))
    done = list(checks.run_checks())
    assert [check.ok for check in done[:2]] == [True, False]
    assert "No such file" in str(done[1].values["error"])
    assert len(done) == 2 + len(checks.ALSO)


def test_tables_that_wait_for_a_change_are_counted(db):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'network'")
    assert not checks.migrations().ok
    assert checks.migrations().values["count"] >= 1


def test_a_reference_that_the_database_does_not_hold_is_named(db):
    assert checks.references().ok
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE people_leave DROP CONSTRAINT own_people_leave_person_id"
            if connection.vendor == "postgresql"
            else "DROP TRIGGER own_people_leave_person_id_update"
        )
    found = checks.references()
    assert not found.ok
    assert found.values == {"count": 1, "example": "people_leave.person_id"}


@pytest.mark.database("sqlite")  # PostgreSQL has no pragmas
def test_sqlite_keeps_what_it_has_acknowledged(tmp_path):
    """In a file, as in an installation: the database of the tests is in memory and needs no journal."""
    own = os.environ | {"COLEAD_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "colead.settings"}
    program = (
        "from colead.cli.installation import prepare; prepare();"
        "from colead.cli import checks; print(checks.database().ok);"  # no file yet, and none is made
        "print(checks.database().ok);"
        "found = checks.durability(); print(found.ok, found.values['told'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=own, capture_output=True, text=True, check=False
    )
    expected = "False\nFalse\nTrue journal_mode=wal, synchronous=2, secure_delete=1, foreign_keys=1\n"
    assert done.stdout == expected, done.stderr


def test_a_file_that_others_can_read_is_named_and_mended(db, tmp_path, settings):
    settings.HOME = tmp_path
    key = tmp_path / "secret_key"
    key.touch()
    key.chmod(0o644)
    assert not checks.private_files().ok
    assert f"{key} (644)" in str(checks.private_files().values["paths"])
    assert json.loads(doctor("--fix", "--json").stdout)["mended"] == [str(key)]
    assert checks.private_files().ok
    assert json.loads(doctor("--fix", "--json").stdout)["mended"] == []


def test_a_list_of_erasures_that_cannot_be_written_is_named(settings, tmp_path):
    path = tmp_path / "other-disk" / "erasures.jsonl"
    settings.HOME, settings.ERASURES = tmp_path, str(path)
    found = checks.list_of_erasures()
    assert (found.ok, found.values["path"]) == (False, path)
    path.parent.mkdir()
    assert checks.list_of_erasures().ok
    path.mkdir()
    assert not checks.list_of_erasures().ok
    path.rmdir()
    path.touch()
    assert checks.list_of_erasures().ok


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes files for others")
def test_a_list_of_erasures_that_root_has_made_in_somebodys_home_is_named(settings, tmp_path):
    path = tmp_path / "erasures.jsonl"
    settings.HOME, settings.ERASURES = tmp_path, str(path)
    path.touch()
    os.chown(tmp_path, 1234, 1234)
    assert not checks.list_of_erasures().ok
    os.chown(path, 1234, 1234)
    assert checks.list_of_erasures().ok


def test_a_worker_that_was_seen_and_is_seen_no_more_is_a_problem(db):
    assert checks.worker().ok  # before colead serve was ever started
    note_worker(now=timezone.now() - timedelta(hours=2))
    assert not checks.worker().ok
    note_worker(now=timezone.now())
    assert checks.worker().ok


def test_no_backup_lately_is_a_problem(cast):
    assert checks.backup().ok  # on the first day
    Organisation.objects.update(created_at=timezone.now() - timedelta(days=9))
    assert not checks.backup().ok
    note_backup(now=timezone.now() - timedelta(days=3))
    assert not checks.backup().ok
    note_backup(now=timezone.now() - timedelta(hours=20))
    assert checks.backup().ok


@contextmanager
def answering(body: bytes) -> Iterator[str]:
    """A web server that always says the same."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(("body", "ok"), [(b'{"status": "ok"}', True), (b"<h1>Welcome to nginx</h1>", False)])
def test_a_base_url_where_something_else_answers_is_a_problem(db, settings, body, ok):
    note_worker(now=timezone.now())
    with answering(body) as url:
        settings.BASE_URL = url
        assert checks.served_address().ok is ok
    assert not checks.served_address().ok  # nothing answers there any more


@pytest.mark.parametrize(
    "said",
    [
        b"220 mail.example ESMTP\r\n",
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{",
        b"HTTP/1.1 200 OK\r\n\r\n" + b"[" * 5000,
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
    ],
)
def test_a_base_url_where_something_odd_answers_is_told_as_such(said):
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=_say_once, args=(server, said))
        thread.start()
        found = checks._answer_at(f"http://127.0.0.1:{server.getsockname()[1]}/health/live")
        thread.join()
    assert found == (False, "at {url} something else answers")


def _say_once(server: socket.socket, said: bytes) -> None:
    asking, _address = server.accept()
    with asking:
        asking.recv(4096)
        asking.sendall(said)


def test_the_address_is_not_looked_at_while_nothing_runs(db, settings):
    settings.BASE_URL = "http://127.0.0.1:9"
    assert checks.served_address().ok


@pytest.mark.parametrize(("url", "ok"), [("http://localhost:8000", True), ("https://colead.example", False)])
def test_printing_emails_is_for_trying_out(settings, url, ok):
    settings.EMAIL_BACKEND, settings.BASE_URL = "django.core.mail.backends.console.EmailBackend", url
    assert checks.email().ok is ok


def test_postgresql_without_its_driver_is_told_with_the_way_out(tmp_path):
    program = (
        "import sys; sys.modules.update(psycopg=None, psycopg2=None);"
        "from colead.cli.main import main; main(['doctor'])"
    )
    own = os.environ | {
        "COLEAD_HOME": str(tmp_path),
        "COLEAD_DATABASE_URL": "postgresql://colead@127.0.0.1/x",
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=own | {"DJANGO_SETTINGS_MODULE": "colead.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert "locks/postgresql.txt" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_short_key_is_a_problem(settings):
    settings.SECRET_KEY = "short"
    assert not checks.secret_key().ok


def test_a_mail_server_that_does_not_answer_is_a_problem(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    found = checks.email()
    assert not found.ok
    assert found.values["server"] == "127.0.0.1:9"


@pytest.mark.parametrize(
    ("changed", "ok"),
    [
        ({}, True),
        ({"DEBUG": True}, False),
        ({"BASE_URL": "http://elsewhere.example"}, False),
        ({"BASE_URL": "https://localhost"}, False),
        ({"BASE_URL": "https://localhost", "SECURE": True}, True),
    ],
)
def test_the_address_goes_with_the_other_settings(settings, changed, ok):
    for name, value in ({"BASE_URL": "http://localhost:8000", "SECURE": False} | changed).items():
        setattr(settings, name, value)
    assert checks.address().ok is ok


def test_settings_are_shown_with_their_values_but_never_a_secret(monkeypatch):
    monkeypatch.setenv("COLEAD_DATABASE_URL", "postgresql://colead:very-secret@host/name")
    rows = {row["name"]: row for row in json.loads(doctor("--settings", "--json").stdout)}
    assert set(rows) == {setting.name for setting in environment.ALL}
    assert rows["COLEAD_DATABASE_URL"]["value"] == "(set)"
    assert "very-secret" not in doctor("--settings").stdout


@pytest.mark.parametrize(("words", "code"), [([], 2), (["--settings"], 0)])
def test_a_setting_that_cannot_be_used_is_named(tmp_path, words, code):
    """In a process of its own, because settings are read once."""
    own = os.environ | {"COLEAD_HOME": str(tmp_path), "COLEAD_SECURE": "yes"}
    own.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-m", "colead.cli.main", "doctor", *words],
        env=own,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert "COLEAD_SECURE" in (done.stdout if words else done.stderr)
    assert "Traceback" not in done.stderr
