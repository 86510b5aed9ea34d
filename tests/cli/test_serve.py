"""`colead serve` and `colead worker` as real processes: they start, refuse and stop as they should."""

import json
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

from installation import Installation
from serving import COLEAD, Site, children, is_running, port, server

__all__ = ["port", "server"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    own = {"COLEAD_HOME": str(tmp_path / "home"), "COLEAD_DATABASE_URL": ""}
    return {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "colead.settings.test"}


def wait_until_gone(pids: set[int], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while any(is_running(pid) for pid in pids):
        assert time.monotonic() < deadline, f"still running: {pids}"
        time.sleep(0.1)


def worker_of(server: Site) -> int | None:
    """The process id of the background worker; None while there is none."""
    commands = {
        child: Path(f"/proc/{child}/cmdline").read_text()
        for child in children(server.process.pid)
        if is_running(child)
    }
    return next((child for child, command in commands.items() if "--parent" in command), None)


def test_pages_and_worker_start_and_stop_together(server: Site) -> None:
    below = children(server.process.pid)
    assert worker_of(server) in below
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(timeout=60) == 0
    wait_until_gone(below)
    said = server.said.read_text(encoding="utf-8")
    assert f"http://127.0.0.1:{server.port}/" in said
    assert "Fatal" not in said
    assert "Traceback" not in said


def test_a_worker_that_dies_is_started_again_and_none_outlives_its_server(server: Site) -> None:
    first = worker_of(server)
    assert first is not None
    os.kill(first, signal.SIGKILL)
    wait_until_gone({first})
    deadline = time.monotonic() + 30
    while (second := worker_of(server)) is None:
        assert time.monotonic() < deadline, "no worker was started again"
        time.sleep(0.1)
    server.process.kill()
    wait_until_gone({second})


@pytest.mark.ci
def test_a_web_process_that_is_killed_again_and_again_is_started_again(server: Site) -> None:
    """Every time, with pauses that grow; the others go on meanwhile, and SIGTERM ends it cleanly."""
    for _time in range(4):
        (web,) = children(server.process.pid) - {worker_of(server)}
        os.kill(web, signal.SIGKILL)
        wait_until_gone({web})
        server.wait_for(200)
        assert server.process.poll() is None
    below = children(server.process.pid)
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(timeout=60) == 0
    wait_until_gone(below)
    said = server.said.read_text(encoding="utf-8")
    ended = [json.loads(line) for line in said.splitlines() if "web_process_ended" in line]
    pauses = [line["again_in_seconds"] for line in ended]
    assert pauses == sorted(pauses)
    assert len(pauses) == 4
    assert pauses[-1] > pauses[0]


@pytest.mark.ci
def test_sigterm_while_it_waits_to_start_one_again_ends_it_cleanly(server: Site) -> None:
    for _time in range(3):
        (web,) = children(server.process.pid) - {worker_of(server)}
        os.kill(web, signal.SIGKILL)
        wait_until_gone({web})
        if _time < 2:
            server.wait_for(200)
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(timeout=60) == 0


def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COLEAD, *arguments], env=environment, capture_output=True, text=True, check=False)


def test_a_port_in_use_is_refused_with_the_way_out(environment: dict[str, str], port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        done = run(environment, "serve", "--port", str(port))
    assert done.returncode == 2
    assert f"port {port}" in done.stderr
    assert "--port" in done.stderr


def test_an_unprepared_database_is_refused_with_the_way_out(environment: dict[str, str], port: int) -> None:
    done = run(environment, "serve", "--port", str(port))
    assert done.returncode == 2
    assert "colead setup" in done.stderr


@pytest.mark.ci
@pytest.mark.database("both")
def test_a_database_that_is_newer_than_the_program_is_refused(installation: Installation, port: int) -> None:
    """As after going back to an older program: nothing that writes into it starts, and doctor says so."""
    installation.run(
        "from django.db import connection;"
        'connection.cursor().execute("INSERT INTO django_migrations (app, name, applied)'
        " VALUES ('people', '9999_later', '2026-01-01')\"); connection.close()"
    )
    for words in (["serve", "--port", str(port)], ["worker", "--once"], ["setup"]):
        done = run(installation.environment, *words)
        assert done.returncode == 2
        assert done.stdout == ""
        assert "newer than this program" in done.stderr
        assert "people.9999_later" in done.stderr
    done = run(installation.environment, "doctor", "--language", "en")
    assert done.returncode == 1
    assert "Tables: newer than this program: 1 changes are unknown to it" in done.stdout
