"""Files of the installation that nobody else on the machine can read. No Django: settings stand on it."""

import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

FOLDER, FILE = 0o700, 0o600
OTHERS = 0o077  # group and world
DATABASE = "colead.sqlite3"
ERASURES = "erasures.jsonl"
# What Colead itself puts into its home; whatever else stands there is somebody's own.
DATABASE_FILES = frozenset(f"{DATABASE}{ending}" for ending in ("", "-wal", "-shm", "-journal"))
WORKERS = "workers"  # a file for each that runs
MADE_AGAIN = frozenset({"static", "numba", "metrics", ".backup", ".restore", WORKERS})
KEPT = frozenset({"secret_key", "ledger_key", "uploads", ERASURES, "demo.json", "sign_in_links.json"})
OWN = DATABASE_FILES | MADE_AGAIN | KEPT


def make_private_folder(path: Path) -> None:
    """Make the folder for its user alone; one that is there stays as it is, and so do those above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.mkdir(mode=FOLDER, exist_ok=True)


def make_once(path: Path, text: str) -> None:
    """Write a new file for its user alone: whole and on the disk, or not at all. One that is there stays."""
    handle, name = tempfile.mkstemp(dir=path.parent)  # mode 600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.link(name, path)
    except FileExistsError:
        return
    finally:
        Path(name).unlink()
    settle(path.parent)


def settle(folder: Path) -> None:
    """Names in the folder are on the disk when this returns."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def keep_new_files_private() -> None:
    """Whatever this process and its children make from now on is for its user alone."""
    os.umask(OTHERS)


def open_to_others(home: Path) -> Iterator[Path]:
    """The home and what Colead has put into it, where group or world can reach it. Follows no link."""
    for path in (home, *_own(home)):
        found = path.lstat()
        if found.st_mode & OTHERS and not stat.S_ISLNK(found.st_mode):
            yield path


def close_to_others(home: Path) -> list[Path]:
    """Close those that this user may close without taking anything from anybody; returns which.

    A home that holds other things, too, stays open: somebody may need them.
    """
    closed = [path for path in open_to_others(home) if _is_safe(path, home)]
    for path in closed:
        path.chmod(FOLDER if path.is_dir() else FILE)
    return closed


def _own(home: Path) -> Iterator[Path]:
    for entry in sorted(home.iterdir()) if home.is_dir() else []:
        if entry.name in OWN:
            yield entry
            inside = () if entry.is_symlink() else os.walk(entry)  # of a file: nothing
            for folder, folders, files in inside:
                yield from (Path(folder) / name for name in (*folders, *files))


def _is_safe(path: Path, home: Path) -> bool:
    is_ours = os.geteuid() in (0, path.lstat().st_uid)
    return is_ours and (path != home or all(entry.name in OWN for entry in home.iterdir()))
