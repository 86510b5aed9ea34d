"""`colead serve` as a real process, and questions to it over HTTP."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPMessage
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest

from installation import Installation

COLEAD = [sys.executable, "-m", "colead.cli.main"]


class Answer(NamedTuple):
    """What came back; redirections are not followed."""

    status: int
    headers: HTTPMessage
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: object) -> None:
        return None


OPENER = urllib.request.build_opener(_Stay)


class Site:
    """A running `colead serve` with one web process."""

    def __init__(self, environment: dict[str, str], said: Path, *words: str, at: int = 0) -> None:
        self.port, self.said = at or free_port(), said
        arguments = [*COLEAD, "serve", "--workers", "1", "--port", str(self.port), *words]
        with said.open("wb") as file:
            self.process = subprocess.Popen(arguments, env=environment, stdout=file, stderr=file)

    def ask(self, path: str, data: bytes | None = None, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data, named)
        try:
            with OPENER.open(request, timeout=60) as answer:
                return Answer(answer.status, answer.headers, answer.read().decode())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.headers, error.read().decode())

    def wait_for(self, status: int, path: str = "/health/ready", seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while True:
            try:
                if self.ask(path).status == status:
                    return
            except OSError:
                pass
            assert time.monotonic() < deadline, f"{path} never answered {status}"
            time.sleep(0.1)

    def end(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)


def sign_in(at: Site, secret: str, finish: Site | None = None) -> str:
    """Sign in with a link that was sent: the cookies of the session.

    finish : the host that the form goes to; None = the one that showed it.
    """
    address = f"/sign-in/link/{secret}/"
    page = at.ask(address)
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert token
    form = urlencode({"csrfmiddlewaretoken": token[1]}).encode()
    came = (finish or at).ask(address, form, Cookie=_cookies(page))
    assert came.status == 302, came.text
    return _cookies(came)


def _cookies(answer: Answer) -> str:
    return "; ".join(cookie.split(";")[0] for cookie in answer.headers.get_all("Set-Cookie", []))


@contextmanager
def site(environment: dict[str, str], said: Path, *words: str) -> Iterator[Site]:
    """It answers when the block begins, and has ended when it is left."""
    own = Site(environment, said, *words)
    try:
        own.wait_for(200)
        yield own
    finally:
        own.end()


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def server(installation: Installation, port: int, tmp_path: Path) -> Iterator[Site]:
    """For tests that end it themselves: whatever is left of it afterwards is killed."""
    own = Site(installation.environment, tmp_path / "said", at=port)
    below: set[int] = set()
    try:
        own.wait_for(200)
        below = children(own.process.pid)
        yield own
    finally:
        own.process.kill()
        own.process.wait()
        for pid in below:
            if is_running(pid):
                os.kill(pid, signal.SIGKILL)


def children(pid: int) -> set[int]:
    """Those that any thread of the process has started."""
    lists = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    return {int(child) for found in lists for child in found.split()}


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
