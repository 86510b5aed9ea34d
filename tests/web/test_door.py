"""What does not come through the door of a real server: bodies that are too large or too slow stop nobody."""

import http.client
import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest
from django.test import Client
from django.urls import reverse

from cast import Cast
from colead.kit import bodies
from serving import Site, port, server

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


def chunks(piece: bytes) -> Iterator[bytes]:
    while True:
        yield f"{len(piece):x}\r\n".encode() + piece + b"\r\n"


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
        untold.sendall(head(API, "Transfer-Encoding: chunked"))
        for sent, chunk in enumerate(chunks(b"x" * 65_536), start=1):
            untold.sendall(chunk)
            if sent * 65_536 > bodies.MEGABYTE + 65_536:
                break
        status, problem = answer_of(untold)
        assert (status, problem["code"]) == (413, "body_too_large")


@pytest.mark.ci
@pytest.mark.database("sqlite")
def test_only_so_many_large_bodies_arrive_at_once(server: Site) -> None:
    path = "/api/v1/organisations/clinic/people-imports"
    with ExitStack() as opened:
        for _ in range(4):
            connection = opened.enter_context(closing(connect(server.port)))
            connection.sendall(head(path, "Content-Length: 5000000") + b"x")
        time.sleep(0.5)
        with closing(connect(server.port)) as fifth:
            fifth.sendall(head(path, "Content-Length: 5000000"))
            assert answer_of(fifth)[0] == 503
    deadline = time.monotonic() + 10
    while True:  # those who have gone make room
        with closing(connect(server.port)) as later:
            later.sendall(head(path, "Content-Length: 2") + b"{}")
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
