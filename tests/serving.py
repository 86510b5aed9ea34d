"""`colead serve` as a real process on a port of its own, for tests that knock at it from outside."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from installation import Installation

COLEAD = [sys.executable, "-m", "colead.cli.main"]


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass
class Server:
    """A running `colead serve`, and the file that it writes to."""

    process: subprocess.Popen[bytes]
    port: int
    said: Path


@pytest.fixture
def server(installation: Installation, port: int, tmp_path: Path) -> Iterator[Server]:
    said = tmp_path / "said"
    with said.open("wb") as file:
        arguments = [*COLEAD, "serve", "--port", str(port), "--workers", "1"]
        process = subprocess.Popen(arguments, env=installation.environment, stdout=file, stderr=file)
    below: set[int] = set()
    try:
        assert wait_for_page(port) == 200
        below = children(process.pid)
        yield Server(process, port, said)
    finally:
        process.kill()
        process.wait()
        for pid in below:
            if is_running(pid):
                os.kill(pid, signal.SIGKILL)


def wait_for_page(port: int, seconds: float = 60) -> int:
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=5) as answer:
                return int(answer.status)
        except OSError:
            assert time.monotonic() < deadline, "the server did not answer"
            time.sleep(0.1)


def children(pid: int) -> set[int]:
    """Those that any thread of the process has started."""
    lists = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    return {int(child) for found in lists for child in found.split()}


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
