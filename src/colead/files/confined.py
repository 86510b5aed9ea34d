"""A file from outside is read in a process of its own, which may take so much time and memory and no more.

What unpacks or is parsed by a library can ask for a thousand times its size; checks of what a file says about
itself never catch all of it. Plain text is read at once: it costs what it is long.

    python -m colead.files.confined NAME LIMITS   the child: the file on standard input, the answer on output
"""

import contextlib
import json
import pickle
import subprocess
import sys
from dataclasses import asdict, dataclass
from typing import Any

from colead.files.limits import LIMITS, Limits
from colead.files.problems import FileError, refuse
from colead.files.reading import is_text, read_table_from_bytes
from colead.files.tables import Table

Answer = Table | FileError


@dataclass(frozen=True)
class Allowance:
    """What reading one file may take. seconds : of CPU; twice as many by the clock.   memory : in bytes."""

    seconds: int = 20
    memory: int = 4_000_000_000


ALLOWANCE = Allowance()
TEXT_AT_ONCE = 5_000_000
"""Bytes of text that are read without a process of their own, which takes half a second to start."""


def read_confined(
    content: bytes, name: str, limits: Limits = LIMITS, allowance: Allowance = ALLOWANCE
) -> Table:
    """The table in an uploaded file. See `reading.read_table`; FileError also when it takes too much."""
    if len(content) > limits.bytes:
        raise refuse("file_too_large", name=name, megabytes=limits.bytes // 1_000_000)
    if len(content) <= TEXT_AT_ONCE and is_text(content):
        return read_table_from_bytes(content, name, limits)
    answer = _answer(content, name, limits, allowance)
    if isinstance(answer, FileError):
        raise answer
    return answer


def _answer(content: bytes, name: str, limits: Limits, allowance: Allowance) -> Answer:
    arguments = json.dumps({"limits": asdict(limits), "allowance": asdict(allowance)})
    try:
        done = subprocess.run(  # noqa: S603  (our own module)
            [sys.executable, "-m", "colead.files.confined", name, arguments],
            input=content,
            capture_output=True,
            timeout=2 * allowance.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _too_heavy(name)
    if done.returncode:  # ended by the system for time or memory, or by a fault of the parser
        return _too_heavy(name)
    answer: Answer = pickle.loads(done.stdout)  # noqa: S301  (what our own process wrote)
    return answer


def _too_heavy(name: str) -> FileError:
    return refuse("file_too_heavy", name=name)


def _confine(allowance: Allowance) -> None:
    """Limits that the system keeps; a system that knows one of them not keeps the others and the clock."""
    import resource

    for kind, most in (
        (resource.RLIMIT_CPU, allowance.seconds),
        (resource.RLIMIT_AS, allowance.memory),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def _read(content: bytes, name: str, limits: Limits) -> Answer:
    try:
        return read_table_from_bytes(content, name, limits)
    except FileError as error:
        return error


def main() -> None:
    """The child."""
    name, arguments = sys.argv[1:]
    given: dict[str, Any] = json.loads(arguments)
    _confine(Allowance(**given["allowance"]))
    answer = _read(sys.stdin.buffer.read(), name, Limits(**given["limits"]))
    sys.stdout.buffer.write(pickle.dumps(answer, protocol=5))


if __name__ == "__main__":
    main()
