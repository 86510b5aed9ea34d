"""The whole product in a real browser: a demo installation of its own, served by granian."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

COLEAD = str(Path(sys.executable).parent / "colead")
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def chromium_path() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Demo:
    """A running demo installation: its address and the sign-in link of each part in the sample."""

    def __init__(self, address: str, links: dict[str, str]) -> None:
        self.address = address
        self.links = links


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    port = free_port()
    home = tmp_path_factory.mktemp("demo")
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    words = [COLEAD, "demo", "--home", str(home), "--port", str(port), "--language", "en"]
    prepared = subprocess.run(
        [*words, "--no-serve", "--json"], env=environment, capture_output=True, text=True, check=False
    )
    assert prepared.returncode == 0, prepared.stderr
    links = {one["role"]: one["link"] for one in json.loads(prepared.stdout)["links"]}
    server = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_healthy(address, server)
        yield Demo(address, links)
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_until_healthy(address: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert server.poll() is None, "the demo server ended"
        try:
            with urllib.request.urlopen(f"{address}/health/ready", timeout=2) as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the demo server did not answer within a minute")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium_path()
    if path is None:
        if os.environ.get("COLEAD_CI"):
            pytest.fail("Chromium is not installed, and CI skips nothing.")
        pytest.skip("Chromium is not installed.")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def axe_source() -> str:
    path = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
    return path.read_text(encoding="utf-8")


def slug_of(text: str) -> str:
    """A file name for an address."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "front"
