"""While the database is away, everything answers 503 and says when to come back; then it goes on."""

import json
import os
import sqlite3
import time
from pathlib import Path

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from django.test import Client

from cast import Cast
from colead.kit.database_away import is_away
from house_tools import tool
from installation import Installation
from processes import start
from serving import Site, site

PAGES = ("/", "/account/login/", "/o/clinic/", "/o/clinic/people/", "/nothing/here/")
CALLS = ("/api/v1/organisations", "/api/v1/organisations/clinic/people")
RETRY = "5"


class NoDatabase:
    """Every statement fails as on a server that has gone."""

    def __call__(self, *_arguments: object) -> None:
        raise OperationalError("server closed the connection unexpectedly: host db.internal")


@pytest.mark.parametrize(("language", "said"), [("en", "cannot reach its database"), ("da", "database")])
def test_pages_say_so_in_the_language_of_the_reader(cast: Cast, language: str, said: str) -> None:
    client = Client(raise_request_exception=False, headers={"accept-language": language})
    client.force_login(cast.olga.user)
    client.cookies["django_language"] = language
    with connection.execute_wrapper(NoDatabase()):
        response = client.get("/o/clinic/")
    page = response.content.decode()
    assert (response.status_code, response.headers["Retry-After"]) == (503, RETRY)
    assert said in page
    assert f'<html lang="{language}">' in page
    assert response.headers["X-Request-ID"] in page
    assert "db.internal" not in page


def test_the_api_says_so_as_a_problem(cast: Cast) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(cast.olga.user)
    with connection.execute_wrapper(NoDatabase()):
        response = client.get("/api/v1/organisations/clinic")
    assert (response.status_code, response.headers["Retry-After"]) == (503, RETRY)
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert (problem["status"], problem["code"]) == (503, "database_away")
    assert problem["request_id"] == response.headers["X-Request-ID"]


def test_a_call_with_a_token_says_so_too(cast: Cast) -> None:
    with connection.execute_wrapper(NoDatabase()):
        response = Client(raise_request_exception=False).get(
            "/api/v1/organisations", headers={"Authorization": "Bearer colead_x"}
        )
    assert (response.status_code, response.json()["code"]) == (503, "database_away")


def test_a_fault_of_ours_is_none(db: None) -> None:
    assert not is_away(None)
    assert not is_away(ValueError("x"))
    assert not is_away(ProgrammingError("no such column"))
    assert is_away(InterfaceError("connection already closed"))
    wrapped = RuntimeError("while drawing")
    wrapped.__cause__ = OperationalError("gone")
    assert is_away(wrapped)


@pytest.mark.database("sqlite")
def test_sqlite_tells_a_wrong_query_from_a_file_that_cannot_be_used(tmp_path: Path, db: None) -> None:
    with pytest.raises(OperationalError) as wrong, connection.cursor() as cursor:
        cursor.execute("SELECT * FROM no_such_table")
    assert not is_away(wrong.value)
    for make, code in ((locked, "SQLITE_BUSY"), (no_file, "SQLITE_CANTOPEN"), (other_file, "SQLITE_NOTADB")):
        found = make(tmp_path)
        assert found.sqlite_errorname == code
        error = OperationalError("x")
        error.__cause__ = found
        assert is_away(error)


def failed(path: Path) -> sqlite3.Error:
    with pytest.raises(sqlite3.Error) as found:
        sqlite3.connect(path, timeout=0).execute("CREATE TABLE t (x)")
    return found.value


def locked(folder: Path) -> sqlite3.Error:
    holder = sqlite3.connect(folder / "file", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        return failed(folder / "file")
    finally:
        holder.close()


def no_file(folder: Path) -> sqlite3.Error:
    return failed(folder / "missing" / "file")


def other_file(folder: Path) -> sqlite3.Error:
    (folder / "other").write_text("this is no database at all, but long enough to be looked at" * 20)
    return failed(folder / "other")


# Real processes on a real server that stops and starts, and on a file that cannot be opened for a while.


def must_be_away(found: Site) -> None:
    assert found.ask("/health/live")[0] == 200
    assert found.ask("/health/ready")[0] == 503
    for path in PAGES:
        for language in ("en", "da"):
            status, headers, text = found.ask(path, Accept_Language=language, Cookie="sessionid=somebodys")
            assert (status, headers["Retry-After"]) == (503, RETRY), path
            assert f'lang="{language}"' in text
    for path in CALLS:
        status, headers, text = found.ask(path, Authorization="Bearer x")
        assert (status, headers["Retry-After"]) == (503, RETRY), path
        assert json.loads(text)["code"] == "database_away"


@pytest.mark.ci
@pytest.mark.database("postgresql")
def test_a_server_that_stops_and_starts_again(tmp_path: Path) -> None:
    postgresql = tool("with_postgresql")
    with postgresql.cluster() as url:
        folder = url.partition("host=")[2]
        options = f"-k {folder} {postgresql.CLUSTER_OPTIONS}"

        def control(*words: str) -> None:
            postgresql.as_server_user(postgresql.binary("pg_ctl"), "-D", f"{folder}/data", "-w", *words)

        made = start(
            "from django.core.management import call_command; call_command('migrate', verbosity=0);"
            "from cast import whole_cast; whole_cast()", tmp_path, url,
        )  # fmt: skip
        assert made.wait() == 0, made.errors.read_text()
        own = {**os.environ, "COLEAD_HOME": str(tmp_path), "COLEAD_DATABASE_URL": url}
        with site(own, tmp_path / "said", "--no-worker") as found:
            before = found.ask("/account/login/")[0]
            control("-m", "immediate", "stop")
            try:
                must_be_away(found)
            finally:
                control("-l", f"{folder}/log", "-o", options, "start")
            began = time.monotonic()
            found.wait_for(200)
            assert time.monotonic() - began < 5
            assert found.ask("/account/login/")[0] == before == 200
            assert found.ask(CALLS[0])[0] == 401
        assert '"status": 500' not in (tmp_path / "said").read_text()


@pytest.mark.ci
@pytest.mark.database("sqlite")
def test_a_file_that_cannot_be_opened_for_a_while(installation: Installation, tmp_path: Path) -> None:
    path = installation.home / "colead.sqlite3"
    with site(installation.environment, tmp_path / "said", "--no-worker") as found:
        moved = path.with_suffix(".away")
        path.rename(moved)
        path.mkdir()  # root may read everything, but opens no folder as a file
        try:
            must_be_away(found)
        finally:
            path.rmdir()
            moved.rename(path)
        found.wait_for(200)
        assert found.ask("/account/login/")[0] == 200
