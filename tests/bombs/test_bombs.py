"""Files and bodies that ask for far more than they weigh: each is refused, or done, while others click on.

`make bombs` throws all of them and writes docs/reference/bombs.md; the suite throws a quarter a day.
"""

import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import date
from typing import Any, NamedTuple

import pytest

from bombs.bombs import BOMBS, CALL, NOMINATIONS, STAFF_LIST, Bomb
from bombs.clicking import Five
from bombs.page import write
from installation import Installation
from serving import Answer, Site, sign_in, site

pytestmark = [pytest.mark.ci, pytest.mark.database("sqlite")]

ALL = bool(os.environ.get("COLEAD_BOMBS"))
MOST_SECONDS = 150  # to be refused or done, on a machine that is busy
API = "/api/v1/organisations/clinic"
STAFF_LISTS, TASKS = f"{API}/people-imports", f"{API}/leadership/tasks"
SETS = f"{API}/nomination-sets/from-file"
BOUNDARY = "between-the-parts"
MAKE = """
import json
from datetime import timedelta
from django.utils import timezone
from colead.apps.organisations import services
from colead.apps.organisations.models import Membership
def member(name): return Membership.objects.get(user__email=f"{name}@example.org").as_member()
_token, token = services.create_token(
    by=member("carla"), name="b", scope="write", now=timezone.now(), lifetime=timedelta(days=1))
names = ("carla", "alma", "bo", "uma", "olga")
links = [services.create_sign_in_link(user=member(name).user, now=timezone.now()) for name in names]
print(json.dumps({"token": token, "links": links}))
"""


Line = tuple[str, ...]  # of the page: see `page.HEAD`


class Target(NamedTuple):
    """A running installation, a token for its API, and the sessions of five who are signed in."""

    site: Site
    token: str
    sessions: list[str]

    def send(self, path: str, body: bytes, kind: str) -> Answer:
        return self.site.ask(path, body, Authorization=f"Bearer {self.token}", Content_Type=kind)

    def upload(self, path: str, content: bytes, **fields: str) -> Answer:
        """A file called .xlsx, whatever is in it: only the content counts."""
        parts = [f'name="{name}"\r\n\r\n{value}'.encode() for name, value in fields.items()]
        parts.append(b'name="file"; filename="people.xlsx"\r\n\r\n' + content)
        edge = f"--{BOUNDARY}\r\nContent-Disposition: form-data; ".encode()
        body = b"".join(edge + part + b"\r\n" for part in parts) + f"--{BOUNDARY}--\r\n".encode()
        return self.send(path, body, f"multipart/form-data; boundary={BOUNDARY}")


@pytest.fixture(scope="module")
def target(with_cast: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    folder = tmp_path_factory.mktemp("bombs")
    own = with_cast.copy(folder / "home")
    ways = own.run(MAKE)
    with site(own.environment, folder / "said") as running:
        yield Target(running, ways["token"], [sign_in(running, link) for link in ways["links"]])
    own.end()


@pytest.fixture(scope="module")
def five(target: Target) -> Iterator[Five]:
    with Five(target.site, target.sessions) as clicking:
        time.sleep(2)
        clicking.longest_wait()
        yield clicking


@pytest.fixture(scope="module")
def lines() -> Iterator[list[Line]]:
    found: list[Line] = []
    yield found
    if len(found) > len(BOMBS):
        write(found)


THROW: dict[str, Callable[[Target, bytes], Answer]] = {
    STAFF_LIST: lambda target, content: target.upload(STAFF_LISTS, content),
    NOMINATIONS: lambda target, content: target.upload(SETS, content, name="N", held_on="2026-03-02"),
    CALL: lambda target, content: target.send(TASKS, content, "application/json"),
}


def of_today() -> list[Any]:
    today = date.today().toordinal() % 4  # noqa: DTZ011  (any day will do)
    kept = [bomb for number, bomb in enumerate(BOMBS) if ALL or number % 4 == today]
    return [pytest.param(bomb, id=f"{bomb.name}: {bomb.trick}") for bomb in kept]


@pytest.mark.parametrize("bomb", of_today())
def test_it_is_refused_or_done_while_five_others_click_on(
    bomb: Bomb, target: Target, five: Five, lines: list[Line]
) -> None:
    content, began = bomb.make(), time.monotonic()
    five.longest_wait()  # making it took its time, too
    answer = THROW[bomb.to](target, content)
    outcome = finished(target, answer, began) if bomb.to == STAFF_LIST else code(answer)
    seconds, wait = time.monotonic() - began, five.longest_wait()
    size = f"{len(content) / 1000:,.0f}"
    lines.append((bomb.name, bomb.trick, size, outcome, f"{seconds:.0f}", f"{wait:.1f}"))
    assert 200 <= answer.status < 500, answer.text[:500]
    assert outcome != "never"
    assert five.refused == []


def test_bodies_that_never_end(target: Target, five: Five, lines: list[Line]) -> None:
    """Forty connections that say a thousand bytes and send none; after the grace they are refused."""
    head = b"POST /api/v1/organisations HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n"
    began = time.monotonic()
    with ExitStack() as opened:
        slow = [opened.enter_context(closing(connect(target.site))) for _ in range(40)]
        for connection in slow:
            connection.sendall(head)
        assert {connection.recv(12) for connection in slow} == {b"HTTP/1.1 408"}
    seconds, wait = time.monotonic() - began, five.longest_wait()
    lines.append(("body", "40 that never end", "0", "body_too_slow", f"{seconds:.0f}", f"{wait:.1f}"))
    assert five.refused == []


def test_readers_who_never_read(target: Target, five: Five, lines: list[Line]) -> None:
    """Forty connections that ask for a page a hundred times each, and read nothing for ten seconds."""
    ask = f"GET /o/clinic/people/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {target.sessions[0]}\r\n\r\n"
    with ExitStack() as opened:
        for _ in range(40):
            opened.enter_context(closing(connect(target.site))).sendall(ask.encode() * 100)
        time.sleep(10)
    wait = five.longest_wait()
    lines.append(("answer", "40 who ask 100 times and never read", "500", "closed", "10", f"{wait:.1f}"))
    assert five.refused == []


def finished(target: Target, answer: Answer, began: float) -> str:
    """What became of a staff list: why it was refused, or the state it ended in."""
    if answer.status >= 300:
        return code(answer)
    path = f"{STAFF_LISTS}/{answer.json['id']}"
    while time.monotonic() - began < MOST_SECONDS:
        state = str(target.site.ask(path, Authorization=f"Bearer {target.token}").json["state"])
        if state not in {"uploaded", "mapped"}:
            return state
        time.sleep(0.5)
    return "never"


def code(answer: Answer) -> str:
    """Why it was refused: of the first of its problems, where it has some."""
    if answer.status < 400:
        return "done"
    said = answer.json
    return str(next((one["code"] for one in said.get("problems", [])), said["code"]))


def connect(site: Site) -> socket.socket:
    return socket.create_connection(("127.0.0.1", site.port), timeout=60)
