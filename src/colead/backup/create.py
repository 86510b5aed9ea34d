"""Make a backup: copy while others write, put it into one file, open and check that file, name it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from colead.backup import archive, postgresql, sqlite
from colead.backup.check import check
from colead.backup.encryption import encrypt
from colead.backup.errors import BackupError
from colead.backup.manifest import HOME, Manifest, State
from colead.backup.place import BACKUP, workshop
from colead.backup.retention import name_of
from colead.files.translation import gettext_noop as _
from colead.kit.private_files import FOLDER, KEPT, settle
from colead.settings import environment

COPY, WRITE, CHECK, ENCRYPT = STEPS = ("copy", "write", "check", "encrypt")
_UNFINISHED = ".unfinished"
_ABANDONED = timedelta(days=1)  # an unfinished file that is older belongs to nobody


@dataclass(frozen=True)
class Made:
    """A backup that has been checked and has its name."""

    path: Path
    bytes: int
    manifest: Manifest
    is_encrypted: bool


def place() -> str:
    """What this installation is called in the names of its backups: the host of its address."""
    return urlsplit(settings.BASE_URL).netloc


def make_backup(
    folder: Path, *, recipients: Sequence[object], now: datetime, begin: Callable[[str], None]
) -> Made:
    """Back up this installation into a new file of the folder, which is made if what is above it exists.

    recipients : for whom it is encrypted (encryption.read_recipients); none: it is not.
    begin : told each of STEPS as it begins.

    Raises BackupError when it cannot be made, Damaged when it does not stand its check; then nothing is left
    of it. The file appears under its name at once and whole, or not at all.
    """
    unfinished = None
    try:
        folder.mkdir(mode=FOLDER, exist_ok=True)
        _remove_abandoned(folder, now)
        path = _free_path(folder, now, encrypted=bool(recipients))
        unfinished = _unfinished(path)
        with workshop(Path(settings.HOME) / BACKUP) as work:
            manifest = _make(unfinished, work, recipients, now, begin)
        unfinished.rename(path)
        settle(folder)
    except OSError as error:
        raise BackupError(
            _("The backup cannot be written into {folder}: {error}."),
            code="cannot_write",
            folder=folder,
            error=error,
        ) from error
    finally:
        if unfinished is not None:
            unfinished.unlink(missing_ok=True)
    return Made(path, path.stat().st_size, manifest, is_encrypted=bool(recipients))


def _make(
    unfinished: Path,
    work: Path,
    recipients: Sequence[object],
    now: datetime,
    begin: Callable[[str], None],
) -> Manifest:
    """Write the file and check it, an encrypted one before it is encrypted: nobody here can open it then."""
    plain = work / "plain.tar" if recipients else unfinished
    begin(COPY)
    kind, state = _copy(work)
    begin(WRITE)
    _write(plain, {kind.MEMBER: work / kind.MEMBER}, state, now)
    (work / kind.MEMBER).unlink()
    begin(CHECK)
    manifest = check(plain, work / "opened")
    if recipients:
        begin(ENCRYPT)
        encrypt(plain, unfinished, recipients)
    return manifest


def _copy(folder: Path) -> tuple[ModuleType, State]:
    if connection.vendor == "postgresql":
        return postgresql, postgresql.copy(folder)
    return sqlite, sqlite.copy(Path(connection.settings_dict["NAME"]), folder)


def _write(plain: Path, database: dict[str, Path], state: State, now: datetime) -> None:
    with archive.writing(plain) as tar:
        files = database | _files_of(Path(settings.HOME))
        manifest = Manifest(
            version=version("colead"),
            at=now.astimezone(UTC),
            database=connection.vendor,
            state=state,
            settings=tuple(setting.name for setting in environment.ALL if setting.is_set()),
            members=tuple(archive.add_files(tar, files, now.timestamp())),
        )
        archive.add_manifest(tar, manifest)


def _files_of(home: Path) -> dict[str, Path]:
    """What stands in the home and cannot be made again: keys, uploads, lists; by its name in the archive."""
    entries = sorted(home / name for name in KEPT if (home / name).exists())
    found = [path for entry in entries for path in (sorted(entry.rglob("*")) if entry.is_dir() else [entry])]
    files = [path for path in found if path.is_file() and not path.is_symlink()]
    return {f"{HOME}{path.relative_to(home).as_posix()}": path for path in files}


def _free_path(folder: Path, now: datetime, *, encrypted: bool) -> Path:
    """A name that no file has, nor one that was not finished: of the second, or of the next that is free."""
    path = folder / name_of(place(), now, encrypted=encrypted)
    while path.exists() or _unfinished(path).exists():
        now += timedelta(seconds=1)
        path = folder / name_of(place(), now, encrypted=encrypted)
    return path


def _unfinished(path: Path) -> Path:
    return path.with_name(f".{path.name}{_UNFINISHED}")


def _remove_abandoned(folder: Path, now: datetime) -> None:
    for path in folder.glob(f".colead-*{_UNFINISHED}"):
        if path.stat().st_mtime < (now - _ABANDONED).timestamp():
            path.unlink(missing_ok=True)
