"""Folders to work in: one backup or restore at a time, and nothing left of one that was interrupted."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from colead.backup.errors import BackupError
from colead.files.translation import gettext_noop as _
from colead.kit.private_files import FOLDER

BACKUP, RESTORE = ".backup", ".restore"  # in the home


def is_restored_now(home: Path) -> bool:
    """True while a restore into this home is running or was interrupted."""
    folder = home / RESTORE
    return folder.is_dir() and any(folder.iterdir())


@contextmanager
def workshop(folder: Path) -> Iterator[Path]:
    """The folder, empty, for this process alone, and gone afterwards.

    What an interrupted run has left in it is thrown away; its lock went with its process.
    """
    with alone_in(folder):
        empty(folder)
        try:
            yield folder
        finally:
            shutil.rmtree(folder)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """The folder is made where it is missing; no other process is in it. Raises BackupError when one is."""
    folder.mkdir(mode=FOLDER, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        _lock(handle, folder)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, folder: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise BackupError(
            _("Another backup or restore is running here ({folder})."), code="running", folder=folder
        ) from error


def empty(folder: Path, *, but: str = "") -> None:
    """Throw away what is in the folder, but the file of that name."""
    for entry in (entry for entry in folder.iterdir() if entry.name != but):
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
