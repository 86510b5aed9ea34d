"""What does not come through the door of a real server: bodies that are too large or too slow stop nobody."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from cast import Cast
from colead.kit import bodies
from colead.web.door import IN_MEMORY, Environ, _answer
from serving import Site, children, free_port, port, server

__all__ = ["port", "server"]

THREADS = 4  # of one process
API = "/api/v1/organisations/clinic/leadership/tasks"


def test_a_head_that_says_too_much_is_refused_unread(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.carla.user)
    for path, is_api in ((API, True), ("/o/clinic/strengths/edit/", False)):
        answer = client.post(path, b"x" * (bodies.MEGABYTE + 1), "application/json")
        assert answer.status_code == 413
        assert answer.headers["Content-Type"].startswith("application/problem" if is_api else "text/html")
        assert b"larger than the 1 MB" in answer.content


def test_limits_are_those_of_the_route(settings) -> None:
    settings.UPLOAD_BYTES, settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 7_000_000, 3_000_000
    limits = {
        reverse("people:import", args=["clinic"]): 10_000_000,
        reverse("network:import", args=["clinic"]): 10_000_000,
        "/api/v1/organisations/clinic/people-imports": 10_000_000,
        "/api/v1/organisations/clinic/nomination-sets/from-file": 10_000_000,
        "/api/v1/organisations/clinic/nomination-sets": 3_000_000,
        API: bodies.MEGABYTE,
        "/account/login/": bodies.MEGABYTE,
        "/nowhere/": bodies.MEGABYTE,
    }
    assert {path: bodies.largest(path) for path in limits} == limits


def head(path: str, *lines: str) -> bytes:
    return "\r\n".join([f"POST {path} HTTP/1.1", "Host: 127.0.0.1", *lines, "", ""]).encode()


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=60)


def answer_of(connection: socket.socket) -> tuple[int, dict[str, object]]:
    response = http.client.HTTPResponse(connection)
    response.begin()
    return response.status, json.loads(response.read())


@pytest.mark.ci
@pytest.mark.database("sqlite")  # no row is asked for
def test_bodies_do_not_hold_threads(server: Site) -> None:
    with ExitStack() as opened:
        slow = [opened.enter_context(closing(connect(server.port))) for _ in range(3 * THREADS)]
        for connection in slow:
            connection.sendall(head(API, "Content-Type: application/json", "Content-Length: 1000") + b"{")
        began = time.monotonic()
        with closing(connect(server.port)) as quick:
            quick.sendall(head(API, "Content-Length: 0"))
            assert answer_of(quick)[0] == 401
        assert time.monotonic() - began < 5
        while time.monotonic() - began < bodies.GRACE_SECONDS / 2:  # a drop now and then keeps nobody in
            time.sleep(2)
            for connection in slow:
                connection.sendall(b" ")
        status, problem = answer_of(slow[0])
        assert (status, problem["code"]) == (408, "body_too_slow")
        assert time.monotonic() - began < bodies.GRACE_SECONDS + 5
        assert {answer_of(connection)[0] for connection in slow[1:]} == {408}


@pytest.mark.ci
@pytest.mark.database("sqlite")
def test_what_is_too_large_is_refused_by_its_head_or_at_the_first_byte_beyond(server: Site) -> None:
    with closing(connect(server.port)) as told:
        told.sendall(head(API, f"Content-Length: {bodies.MEGABYTE + 1}"))  # and not one byte of it
        status, problem = answer_of(told)
        assert (status, problem["code"]) == (413, "body_too_large")
    with closing(connect(server.port)) as untold:
        untold.sendall(head(API, "Transfer-Encoding: chunked") + b"2\r\n{}\r\n0\r\n\r\n")
        status, problem = answer_of(untold)
        assert (status, problem["code"]) == (411, "length_required")


@pytest.mark.ci
@pytest.mark.database("sqlite")
def test_a_body_that_breaks_off_is_not_taken_for_a_whole_one(server: Site) -> None:
    with closing(connect(server.port)) as cut:
        cut.sendall(head(API, "Content-Type: application/json", "Content-Length: 1000") + b" " * 300)
        cut.shutdown(socket.SHUT_WR)
        status, problem = answer_of(cut)
    assert (status, problem["code"]) == (400, "body_cut_off")


@pytest.mark.ci
@pytest.mark.database("sqlite")
def test_only_so_many_large_bodies_arrive_at_once(server: Site) -> None:
    path = "/api/v1/organisations/clinic/people-imports"
    more_than_ordinary = b" " * (bodies.MEGABYTE + 1)
    with ExitStack() as opened:
        for _ in range(4):
            connection = opened.enter_context(closing(connect(server.port)))
            connection.sendall(head(path, "Content-Length: 5000000") + more_than_ordinary)
        time.sleep(0.5)
        with closing(connect(server.port)) as small:  # whoever sends little to the same address is let in
            small.sendall(head(path, "Content-Length: 2") + b"{}")
            assert answer_of(small)[0] == 401
        with closing(connect(server.port)) as fifth:
            fifth.sendall(head(path, "Content-Length: 5000000") + more_than_ordinary)
            assert answer_of(fifth)[0] == 503
    deadline = time.monotonic() + 10
    while True:  # those who have gone make room
        with closing(connect(server.port)) as later:
            later.sendall(head(path, f"Content-Length: {len(more_than_ordinary)}") + more_than_ordinary)
            status, _problem = answer_of(later)
        if status != 503:
            break
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert status == 401


@pytest.mark.ci
@pytest.mark.database("sqlite")
def test_pages_forms_and_files_come_through_unchanged(server: Site) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("GET", "/account/login/?next=/%C3%A5", headers={"Accept-Language": "da"})
    page = connection.getresponse()
    text = page.read().decode()
    assert (page.status, page.headers["Content-Language"]) == (200, "da")
    assert len(page.headers.get_all("Content-Length")) == 1
    cookie = page.headers["Set-Cookie"].split(";")[0].strip()
    token = text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    form = f"csrfmiddlewaretoken={token}&login=alma%40example.org&password=a+long+test+phrase"
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    connection.request(
        "POST", "/account/login/", form, kind | {"Referer": f"http://127.0.0.1:{server.port}/"}
    )
    signed_in = connection.getresponse()
    signed_in.read()
    assert signed_in.status == 302
    connection.request("GET", "/static/web/logo.svg")
    file = connection.getresponse()
    assert file.status == 200
    assert file.read().startswith(b"<svg")
    connection.request("HEAD", "/account/login/")
    assert connection.getresponse().read() == b""
    connection.close()
    said = server.said.read_text(encoding="utf-8")
    assert "Traceback" not in said


def test_an_answer_that_breaks_off_is_answered_as_a_failure_and_not_as_a_whole_one() -> None:
    closed: list[str] = []

    class Lines:
        def __iter__(self) -> Iterator[bytes]:
            yield b"x" * 2 * IN_MEMORY
            raise OperationalError("server closed the connection unexpectedly")

        def close(self) -> None:
            closed.append("lines")

    def application(environ: Environ, start: Callable[..., object]) -> Iterable[bytes]:
        if error := environ.get(bodies.FAILED):
            start("503 Service Unavailable", [])
            return [type(error).__name__.encode()]
        start("200 OK", [])
        return Lines()

    (status, _headers), written = _answer(application, {})
    with written:
        written.seek(0)
        assert (status, written.read()) == (503, b"OperationalError")
    assert closed == ["lines"]


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [(OperationalError("gone"), 503, "database_away"), (ValueError("x"), 500, "internal_error")],
)
def test_it_is_said_as_a_page_or_a_problem(cast: Cast, error: Exception, status: int, code: str) -> None:
    client = Client()
    client.force_login(cast.carla.user)
    called = client.get("/api/v1/organisations", **{bodies.FAILED: error})
    assert (called.status_code, called.json()["code"]) == (status, code)
    page = client.get("/o/clinic/", **{bodies.FAILED: error})
    assert page.status_code == status
    assert page.headers["Content-Type"].startswith("text/html")


TOY = """
import time
import django
django.setup()
from colead.web.door import Door

def application(environ, start):
    if environ["PATH_INFO"] == "/long":
        time.sleep(5)
    start("200 OK", [("Content-Type", "text/plain")])
    return (str(number % 10).encode() * 100_000 for number in range(600))

door = Door(application)
"""
SIZE = 60_000_000


@contextmanager
def toy(folder: Path) -> Iterator[tuple[int, int]]:
    """A door of granian in front of an application that answers 60 MB; its port and process."""
    (folder / "toy.py").write_text(TOY, encoding="utf-8")
    port = free_port()
    words = ["--interface", "rsgi", "--port", str(port), "--no-ws", "toy:door"]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "colead.settings.test"}
    process = subprocess.Popen([sys.executable, "-m", "granian", *words], cwd=folder, env=environment)
    try:
        deadline = time.monotonic() + 30
        while not _lives(port):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


def _lives(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/health/live")
        return connection.getresponse().read() == b'{"status": "ok"}'
    except OSError:
        return False
    finally:
        connection.close()


def _memory(pid: int) -> int:
    """Bytes that its processes hold."""
    pages = (Path(f"/proc/{one}/statm").read_text().split() for one in (pid, *children(pid)))
    return sum(int(resident) - int(shared) for _size, resident, shared, *_rest in pages) * 4096


@pytest.mark.ci
def test_large_answers_come_whole_and_wait_for_slow_readers_on_disk(tmp_path: Path) -> None:
    with toy(tmp_path) as (port, pid), ExitStack() as opened:
        before = _memory(pid)
        slow = [opened.enter_context(closing(connect(port))) for _ in range(THREADS)]
        for connection in slow:
            connection.sendall(b"GET /list HTTP/1.1\r\nHost: x\r\n\r\n")
            assert connection.recv(15) == b"HTTP/1.1 200 OK"
        time.sleep(1)
        assert _memory(pid) - before < SIZE  # four of them lie there, and less than one in memory
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as quick:
            quick.request("GET", "/list")
            answer = quick.getresponse()
            assert answer.headers["Content-Length"] == str(SIZE)
            text = answer.read()
        assert (len(text), text[:1], text[-1:]) == (SIZE, b"0", b"9")


@pytest.mark.ci
def test_a_process_says_that_it_lives_while_all_its_threads_are_busy(tmp_path: Path) -> None:
    with toy(tmp_path) as (port, _pid), ExitStack() as opened:
        for _ in range(THREADS):
            long = opened.enter_context(closing(connect(port)))
            long.sendall(b"GET /long HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(0.5)
        began = time.monotonic()
        assert _lives(port)
        assert time.monotonic() - began < 1
