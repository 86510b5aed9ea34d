"""A large staff list and its ties are brought in: how long others wait meanwhile.

python benchmarks/imports.py --people 10000
python benchmarks/imports.py --people 100000 --save 100k.json
python benchmarks/imports.py --write docs/benchmarks-imports.md --date 2026-11-30 10k.json 100k.json

A server and a worker run as an operator starts them, on SQLite. While a file comes in, one client opens the
front page and another saves the organisation's settings, each twice a second.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pages import files

WAYS = ("command-line", "at-once", "in-background")  # each into an organisation of its own
AIM = 2  # seconds, the longest that anybody should wait
PAUSE = 0.5  # seconds between two requests of those who wait
FIRST_VIEWS = 6  # not counted: what the processes load when they are first asked
PATIENCE = 600  # seconds, after which a request has failed
COLEAD = [sys.executable, "-m", "colead.cli.main"]
CSRF = "0123456789abcdefghijklmnopqrstuv"
FURNISH = f"""
import json
from datetime import timedelta
import django
django.setup()
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from colead.apps.organisations.services import create_organisation, create_token
from colead.kit.roles import Member, Role
owner = get_user_model().objects.create_user("owner@example.org", name="Owner")
browser, now, tokens = Client(), timezone.now(), {{}}
browser.force_login(owner)
for way in {WAYS}:
    organisation = create_organisation(by=owner, name=way, now=now, slug=way)
    by = Member(organisation=organisation, role=Role.OWNER, user=owner)
    tokens[way] = create_token(by=by, name="b", scope="write", now=now, lifetime=timedelta(days=1))[1]
print(json.dumps({{"session": browser.cookies["sessionid"].value, "tokens": tokens}}))
"""


@dataclass
class Line:
    """What came in, by which way, the seconds it took, and those that each request of others took."""

    what: str
    way: str
    seconds: float = 0.0
    reading: list[float] = field(default_factory=list)
    writing: list[float] = field(default_factory=list)
    failed: int = 0


class Server:
    """Colead in a home of its own, with `serve` and the worker beside it."""

    def __init__(self, home: str) -> None:
        self.environment = os.environ | {
            "COLEAD_HOME": home,
            "COLEAD_UPLOAD_MEGABYTES": "200",
            "DJANGO_SETTINGS_MODULE": "colead.settings",
        }
        self.port = _free_port()
        self.root = f"http://127.0.0.1:{self.port}"
        self.environment["COLEAD_BASE_URL"] = self.root
        self.run([*COLEAD, "manage", "migrate", "--verbosity", "0"])
        self.keys = json.loads(self.run([sys.executable, "-c", FURNISH]).splitlines()[-1])

    def run(self, command: list[str]) -> str:
        return subprocess.run(
            command, env=self.environment, check=True, stdout=subprocess.PIPE, text=True
        ).stdout

    @contextmanager
    def serving(self) -> Iterator[None]:
        serve = [*COLEAD, "serve", "--port", str(self.port)]
        process = subprocess.Popen(
            serve, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            while not self.answers():
                time.sleep(0.5)
            yield
        finally:
            process.terminate()
            process.wait(60)

    def answers(self) -> bool:
        try:
            self.read(WAYS[0])
        except OSError:
            return False
        return True

    def read(self, way: str) -> None:
        self.send(f"/o/{way}/", headers={"Cookie": f"sessionid={self.keys['session']}"})

    def write(self, way: str) -> None:
        values = {"name": f"{way} {uuid.uuid4().hex[:6]}", "language": "en", "time_zone": "Europe/Copenhagen"}
        body = urllib.parse.urlencode(values | {"csrfmiddlewaretoken": CSRF}).encode()
        cookie = f"sessionid={self.keys['session']}; csrftoken={CSRF}"
        self.send(f"/o/{way}/settings/", body, {"Cookie": cookie, "Referer": self.root})

    def api(self, way: str, path: str, values: dict[str, str] | None = None, file: bytes = b"") -> Any:
        """A call of the API, with a file and a key where it writes."""
        headers = {"Authorization": f"Bearer {self.keys['tokens'][way]}"}
        body = None
        if values is not None:
            body, headers["Content-Type"] = _form(values, file)
            headers["Idempotency-Key"] = uuid.uuid4().hex
        return json.loads(self.send(f"/api/v1/organisations/{way}{path}", body, headers))

    def send(self, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> bytes:
        request = urllib.request.Request(self.root + path, body, headers or {})  # noqa: S310  (our own server)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            content: bytes = answer.read()
            return content


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _form(values: dict[str, str], file: bytes) -> tuple[bytes, str]:
    mark = uuid.uuid4().hex
    head = f"--{mark}\r\nContent-Disposition: form-data; name="
    parts = [f'{head}"{name}"\r\n\r\n{value}\r\n'.encode() for name, value in values.items()]
    if file:
        kind = '"file"; filename="people.csv"\r\nContent-Type: text/csv\r\n\r\n'
        parts.append(f"{head}{kind}".encode() + file + b"\r\n")
    return b"".join([*parts, f"--{mark}--\r\n".encode()]), f"multipart/form-data; boundary={mark}"


@contextmanager
def others_wait(server: Server, line: Line) -> Iterator[None]:
    """One who reads and one who writes, until the block ends."""
    stop = threading.Event()

    def keep(ask: Callable[[str], None], times: list[float]) -> None:
        while not stop.is_set():
            began = time.perf_counter()
            try:
                ask(line.way)
            except OSError:
                line.failed += 1
            times.append(time.perf_counter() - began)
            stop.wait(PAUSE)

    pairs = ((server.read, line.reading), (server.write, line.writing))
    threads = [threading.Thread(target=keep, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    began = time.perf_counter()
    try:
        yield
    finally:
        line.seconds = time.perf_counter() - began
        stop.set()
        for thread in threads:
            thread.join()


def staff_list(server: Server, way: str, staff: Path) -> None:
    """Bring in everybody."""
    values = {"mode": "full", "dry_run": "false" if way == "at-once" else "true"}
    if way == "command-line":
        server.run([*COLEAD, "import", "people", str(staff), "--organisation", way])
        return
    started = server.api(way, "/people-imports", values, staff.read_bytes())
    number = started["id"]
    if way == "in-background":
        _until(server, way, number, "ready")
        server.api(way, f"/people-imports/{number}/apply", {})
        _until(server, way, number, "applied")


def _until(server: Server, way: str, number: int, state: str) -> None:
    while (found := server.api(way, f"/people-imports/{number}")["state"]) != state:
        if found in {"problems", "failed"}:
            raise RuntimeError(f"import {number} is {found}")
        time.sleep(1)


def ties(server: Server, way: str, file: Path) -> None:
    """Bring in who looks to whom; the map is measured afterwards by the worker."""
    values = {"name": "Advice", "held_on": time.strftime("%Y-%m-%d")}
    server.api(way, "/nomination-sets/from-file", values, file.read_bytes())


def measure(people: int) -> list[Line]:
    """Every way in, one after the other."""
    lines = []
    with tempfile.TemporaryDirectory() as home:
        server = Server(home)
        staff, nominations = Path(home, "people.csv"), Path(home, "ties.csv")
        staff.write_bytes(files(people)[0])
        nominations.write_bytes(files(people)[1])
        with server.serving():
            for way in WAYS * FIRST_VIEWS:
                server.read(way)
                server.write(way)
            for way in WAYS:
                lines.append(line := Line(f"{people:,} people", way))
                with others_wait(server, line):
                    staff_list(server, way, staff)
                print(row(line), flush=True)
            number = len(nominations.read_bytes().splitlines()) - 1
            lines.append(line := Line(f"{number:,} ties", "at-once"))
            with others_wait(server, line):
                ties(server, line.way, nominations)
            print(row(line), flush=True)
    return lines


def row(line: Line) -> str:
    """One line of the table."""
    times = " | ".join(
        f"{statistics.median(waits):.2f} / {max(waits):.1f}" for waits in (line.reading, line.writing)
    )
    return f"| {line.what} | {line.way.replace('-', ' ')} | {line.seconds:.0f} | {times} | {line.failed} |"


def page(lines: list[Line], day: str) -> str:
    """The table with what it is about."""
    return (
        "# How long others wait for an import\n\n"
        f"Written by `benchmarks/imports.py --write` on {day}: `colead serve` with its worker on SQLite, on "
        "two cores that some ten other programs used, so seconds are longer than on a quiet machine. While a "
        "file came in, one client opened the front page and another saved the organisation's settings, each "
        "twice a second. *At once* and *in background* are calls of the API with an `Idempotency-Key`; in "
        f"background is what the pages do with a long list: look, then apply. The aim is {AIM} seconds.\n\n"
        "| what | way | seconds | who reads waits: median / longest | who writes waits: median / longest "
        "| failed |\n| --- | --- | ---: | ---: | ---: | ---: |\n" + "\n".join(map(row, lines)) + "\n"
    )


def main() -> None:
    """Measure one size, or write what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--save", type=Path, help="keep what was measured as JSON")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write a page from what was kept")
    parser.add_argument("--date", help="the day of measuring, for the page")
    parser.add_argument("kept", nargs="*", type=Path)
    wanted = parser.parse_args()
    if wanted.write:
        lines = [Line(**one) for kept in wanted.kept for one in json.loads(kept.read_text(encoding="utf-8"))]
        wanted.write.write_text(page(lines, wanted.date), encoding="utf-8")
        return
    lines = measure(wanted.people)
    if wanted.save:
        wanted.save.write_text(json.dumps([asdict(line) for line in lines]), encoding="utf-8")


if __name__ == "__main__":
    main()
