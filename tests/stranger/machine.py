"""A machine to be thrown away: this one, seen through an overlay that takes all that is written.

What runs there has processes and a network of its own, in which nothing but the machine itself is reached. It
may make users and write anywhere, and leaves nothing behind. Needs root, util-linux, iproute2 and overlayfs.
"""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

BOOT = """
set -e
mount -t tmpfs tmpfs "$0"
mkdir "$0/upper" "$0/work" "$0/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$0/upper,workdir=$0/work" "$0/root"
cd "$0/root"
mount -t proc proc proc
mount --rbind /dev dev
mount -t tmpfs tmpfs run
ip link set lo up
touch run/booted
exec chroot . sleep infinity
"""
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
ENVIRONMENT = {"PATH": PATH, "HOME": "/root", "LC_ALL": "C.UTF-8"}


class Machine:
    """What a process sees that is `chroot`ed into the overlay of `holder`."""

    def __init__(self, holder: int) -> None:
        self.holder = holder
        self.running: list[subprocess.Popen[str]] = []

    @property
    def root(self) -> Path:
        """Its files, as seen from here."""
        return Path(f"/proc/{self.holder}/root")

    def run(self, script: str, *, network: bool = False, **environment: str) -> str:
        """Run lines of bash as root and return what they print; AssertionError when one of them fails.

        network : with the network of the machine below.
        """
        command = self._command(script, "--mount", "--pid", *([] if network else ["--net"]))
        done = subprocess.run(
            command, env=ENVIRONMENT | environment, umask=0o022, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def start(self, script: str, log: IO[Any]) -> None:
        """Run lines of bash in the background, to the end of the machine."""
        command = self._command(script, "--mount", "--pid", "--net")
        running = subprocess.Popen(command, env=ENVIRONMENT, umask=0o022, stdout=log, stderr=log, text=True)
        self.running.append(running)

    def _command(self, script: str, *spaces: str) -> list[str]:
        enter = ["nsenter", "--target", str(self.holder), "--root", "--wd", *spaces]
        return [*enter, "bash", "-e", "-c", script]


@contextmanager
def machine(folder: Path) -> Iterator[Machine]:
    """A machine whose files are kept in memory under an empty folder; all that runs there ends with it."""
    unshare = ["unshare", "--mount", "--pid", "--net", "--fork", "--kill-child"]
    with subprocess.Popen([*unshare, "bash", "-c", BOOT, str(folder)], umask=0o022) as outer:
        try:
            made = Machine(_holder(outer))
            yield made
        finally:
            outer.kill()
    for one in made.running:
        one.wait()


def why_not() -> str:
    """What is missing for a machine; empty when there is all."""
    missing = [name for name in ("unshare", "nsenter", "ip", "nginx") if not shutil.which(name)]
    if missing:
        return f"needs {', '.join(missing)}"
    allowed = subprocess.run(["unshare", "--mount", "--net", "true"], capture_output=True, check=False)
    return "" if allowed.returncode == 0 else "needs root, who may make namespaces"


def _holder(outer: subprocess.Popen[bytes]) -> int:
    """The process that stays in the overlay, when all is mounted."""
    for _ in range(200):
        children = Path(f"/proc/{outer.pid}/task/{outer.pid}/children").read_text().split()
        if children and Path(f"/proc/{children[0]}/root/run/booted").exists():
            return int(children[0])
        assert outer.poll() is None, "the machine did not start"
        time.sleep(0.05)
    raise AssertionError("the machine did not start")
