"""Which workers of this home are gone: each holds a lock on a file of its own, and the lock ends with it.

A lease alone would leave the job of a killed worker waiting until it runs out. A worker on another machine
has another home: of that one, the lease tells.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from colead.kit.private_files import FILE, WORKERS, make_private_folder

_ENDING = ".lock"


@contextmanager
def alive(worker: str) -> Iterator[None]:
    """Be seen to be alive while the block runs."""
    path = _folder() / f"{worker}{_ENDING}"
    handle = _locked(path)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(handle)


def gone() -> Iterator[str]:
    """The workers that died. One whose turn is over in the loop is not told again."""
    for path in sorted(_folder().glob(f"*{_ENDING}")):
        handle = _locked_now(path)
        if handle is None:
            continue
        try:
            yield path.name.removesuffix(_ENDING)
            path.unlink(missing_ok=True)
        finally:
            os.close(handle)


def _folder() -> Path:
    folder = Path(settings.HOME) / WORKERS
    make_private_folder(folder)
    return folder


def _locked(path: Path) -> int:
    """A new file that gets its name when it is locked: nobody finds it unlocked before."""
    beside = path.with_name(f"{path.name}.new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT, FILE)
    fcntl.flock(handle, fcntl.LOCK_EX)
    beside.rename(path)
    return handle


def _locked_now(path: Path) -> int | None:
    """None while somebody holds it, or when it has gone."""
    try:
        handle = os.open(path, os.O_WRONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle
