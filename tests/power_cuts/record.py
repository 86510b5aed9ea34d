"""A recording: the files before, and everything that was done to them until the end, in order.

By a recorder in C, loaded before the C library, because Colead uses Python's own sqlite3: a VFS through
another binding would record another SQLite. It is compiled with gcc when it is needed.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from colead.backup.place import BACKUP
from colead.kit.private_files import WORKERS
from kills.database import Place
from power_cuts.workload import MARKS

AWAY = (BACKUP, "numba", "static", WORKERS)  # thrown away at the next start
HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Step:
    """kind : as recorder.c says.   offset : in bytes; of a truncation, the new size.

    name : in the home.   data : what was written; of a renaming, the new name.
    """

    kind: str
    name: str
    offset: int
    data: bytes


@dataclass(frozen=True)
class Recording:
    """`before` are the files at the start, by name in the home. `steps` include the marks of the workload."""

    before: dict[str, bytes]
    steps: list[Step]


def record(place: Place, tokens: dict[str, str], *, rounds: int, seed: int, synchronous: str) -> Recording:
    """Let the workload run at a place, whose database nobody else uses."""
    library, log = place.home.parent / "recorder.so", place.home.parent / f"{place.name}.log"
    build = ["gcc", "-O2", "-shared", "-fPIC", "-o", str(library), str(HERE / "recorder.c"), "-ldl"]
    subprocess.run(build, check=True)
    before = _files(place.home)
    own = {"LD_PRELOAD": str(library), "RECORD_BELOW": str(place.home), "RECORD_TO": str(log)}
    arguments = [str(rounds), str(seed), synchronous, json.dumps(tokens)]
    words = [sys.executable, "-m", "power_cuts.workload", *arguments]
    path = os.pathsep.join([str(HERE.parent), os.environ.get("PYTHONPATH", "")])
    subprocess.run(words, env=os.environ | own | {"PYTHONPATH": path}, check=True)
    return Recording(before, list(_steps(log.read_bytes(), str(place.home.resolve()))))


def _files(home: Path) -> dict[str, bytes]:
    found = [path for path in home.rglob("*") if path.is_file()]
    return {str(path.relative_to(home)): path.read_bytes() for path in found}


def _steps(log: bytes, home: str) -> Iterator[Step]:
    at = 0
    while at < len(log):
        end = log.index(b"\n", at)
        kind, offset, length, name = log[at:end].decode().split(" ", 3)
        at = end + 1 + int(length)
        data = log[end + 1 : at]
        inside = os.path.relpath(name, home)
        if not inside.startswith(AWAY) and not inside.endswith("-shm"):
            yield Step(
                kind, inside, int(offset), os.path.relpath(data, home.encode()) if kind == "r" else data
            )


def is_mark(step: Step) -> bool:
    """The workload says that something is done."""
    return step.name == MARKS
