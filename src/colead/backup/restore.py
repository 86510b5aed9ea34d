"""Restore a backup into an empty place: all is done beside it, and moved into it at the end.

`<home>/.restore/` holds what is on the way. While it is there, no other command works on the home; a run that
is interrupted is taken up by running it again. In it:

    opened/     the backup, opened and checked
    home/       the new home: database, keys, uploads; migrations and erasures happen here
    begun       PostgreSQL only: the backup that went into the empty database
    ready       nothing is left to do but to move home/ up
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from colead.backup import postgresql
from colead.backup.archive import new_file
from colead.backup.check import kind_of, opened
from colead.backup.errors import BackupError
from colead.backup.manifest import HOME, Manifest
from colead.backup.place import RESTORE, alone_in, empty
from colead.files.translation import gettext_noop as _
from colead.kit.private_files import DATABASE, FOLDER, MADE_AGAIN, make_private_folder, settle

OPEN, PUT_BACK, MIGRATE, FORGET, MOVE = STEPS = ("open", "put_back", "migrate", "forget", "move")
_BEGUN, _READY, _NEW_HOME = "begun", "ready", "home"
_MAY_BE_THERE = MADE_AGAIN | {"secret_key", "lost+found"}  # what a look with `doctor` leaves, or a disk has
Begin = Callable[[str], None]
Start = Callable[[Path], None]


@dataclass(frozen=True)
class Restored:
    """What has been restored, how many migrations it lacked, and how many erasures were done again.

    left_out : when those erasures were noted that came later and were not done again (`again.since`).
    given : SHA-256 of the backup and of the lists of erasures, in hexadecimal.
    """

    manifest: Manifest
    migrated: int
    erased_again: int
    left_out: tuple[datetime, ...]
    given: tuple[str, ...]

    def to_json(self) -> str:
        """To be read by the run that takes this one up."""
        left_out = [at.isoformat() for at in self.left_out]
        manifest = self.manifest.to_json().decode()
        return json.dumps([manifest, self.migrated, self.erased_again, left_out, self.given])

    @classmethod
    def from_json(cls, text: str) -> "Restored":
        """Read it back."""
        manifest, migrated, erased_again, left_out, given = json.loads(text)
        times = tuple(map(datetime.fromisoformat, left_out))
        return cls(Manifest.from_json(manifest), migrated, erased_again, times, tuple(given))


def check_file(file: Path, folder: Path, *, identity: Path | None, start: Start) -> Manifest:
    """Check a backup without restoring it, in an empty folder to work in. Raises as restore does."""
    manifest = opened(file, folder / "opened", identity)
    start(_new_home(folder, manifest))
    _require_known(manifest)
    return manifest


def restore(
    file: Path,
    home: Path,
    *,
    identity: Path | None,
    erasures: Sequence[Path],
    now: datetime,
    start: Start,
    begin: Begin,
) -> Restored:
    """Restore into an empty home, and on PostgreSQL into the empty database of COLEAD_DATABASE_URL.

    identity : the file with the age identity, for an encrypted backup.
    erasures : lists of erasures (kit.erasures), newer than the one in the backup.
    start : starts Django on a home; it must not have started yet.
    begin : told each of STEPS as it begins.

    Raises Damaged when the backup does not stand its checks, BackupError when the place is not empty or the
    backup newer than this program; then nothing is left of it. BackupError also when an interrupted run that
    has only the last move to do was given another backup or other lists; it can still be taken up.
    """
    with _in_place(home) as folder:
        ready = folder / _READY
        if not ready.exists():
            _require_empty(home)
            empty(folder, but=_BEGUN)
            done = _prepare(file, folder, identity, erasures, now, start, begin)
            _write(ready, done.to_json())
        restored = Restored.from_json(ready.read_text(encoding="utf-8"))
        _require_same(restored, _hashes(file, erasures), home)
        begin(MOVE)
        _move(folder / _NEW_HOME, home)
        return restored


def _hashes(file: Path, erasures: Sequence[Path]) -> tuple[str, ...]:
    def hashed(path: Path) -> str:
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()

    return hashed(file), *sorted(map(hashed, erasures))


def _require_same(begun: Restored, given: tuple[str, ...], home: Path) -> None:
    if begun.given != given:
        raise BackupError(
            _("The backup of {at} is being restored into {home}, with other files than those named now."),
            code="other_backup",
            hint=_(
                "End that with the same backup and the same lists of erasures, or use another, empty place."
            ),
            at=begun.manifest.at.isoformat(sep=" ", timespec="minutes"),
            home=home,
        )


@contextmanager
def _in_place(home: Path) -> Iterator[Path]:
    """The folder to work in; after a fault it goes, unless there is something to take up again."""
    is_new, folder = not home.exists(), home / RESTORE
    try:
        make_private_folder(home)
        with alone_in(folder):
            try:
                yield folder
            except (BackupError, OSError):
                _give_up(folder)
                raise
            _finish(folder)
    except OSError as error:
        raise BackupError(
            _("Nothing can be written into {home}: {error}."), code="cannot_write", home=home, error=error
        ) from error
    finally:
        if is_new and home.is_dir() and not any(home.iterdir()):
            home.rmdir()


def _give_up(folder: Path) -> None:
    if not (folder / _BEGUN).exists() and not (folder / _READY).exists():
        shutil.rmtree(folder)


def _finish(folder: Path) -> None:
    """Clear up, and last of all what tells another run that it has nothing else to do."""
    empty(folder, but=_READY)
    (folder / _READY).unlink()
    folder.rmdir()


def _require_empty(home: Path) -> None:
    there = sorted(entry.name for entry in home.iterdir() if entry.name not in _MAY_BE_THERE)
    if there:
        raise BackupError(
            _("{home} is not empty: it holds {there}."),
            code="not_empty",
            hint=_("Restore into an empty folder, and put it in the place of this one when you are content."),
            home=home,
            there=", ".join(there[:5]),
        )


def _prepare(
    file: Path,
    folder: Path,
    identity: Path | None,
    erasures: Sequence[Path],
    now: datetime,
    start: Start,
    begin: Begin,
) -> Restored:
    """Everything but the last move: open, check, put the database back, migrate, erase again."""
    begin(OPEN)
    manifest = opened(file, folder / "opened", identity)
    start(_new_home(folder, manifest))
    _require_known(manifest)
    begin(PUT_BACK)
    _put_back(folder, manifest)
    begin(MIGRATE)
    migrated = _migrate()
    begin(FORGET)
    erased_again, left_out = _forget(manifest, erasures, now)
    from django.db import connections

    connections.close_all()  # SQLite's journal goes into its file
    return Restored(manifest, migrated, erased_again, left_out, _hashes(file, erasures))


def _new_home(folder: Path, manifest: Manifest) -> Path:
    """Make the new home of what has been opened."""
    home, below = folder / _NEW_HOME, folder / "opened" / HOME
    home.mkdir(mode=FOLDER)
    for entry in below.iterdir() if below.is_dir() else ():
        entry.rename(home / entry.name)
    if manifest.database == "sqlite":
        (folder / "opened" / kind_of(manifest).MEMBER).rename(home / DATABASE)
    return home


def _require_known(manifest: Manifest) -> None:
    from colead.kit import schema

    if newer := schema.unknown(manifest.state.migrations):
        raise BackupError(
            _("The backup is newer than this program: it has {count} changes that are unknown here."),
            code="backup_newer",
            hint=_("Install version {version} or a newer one."),
            count=len(newer),
            version=manifest.version,
        )


def _put_back(folder: Path, manifest: Manifest) -> None:
    """PostgreSQL: fill the empty database. SQLite's file is in its place already."""
    from django.db import connection

    if connection.vendor != manifest.database:
        raise BackupError(
            _("The backup holds a database of {there}, and COLEAD_DATABASE_URL leads to {here}."),
            code="other_database",
            there=manifest.database,
            here=connection.vendor,
        )
    if manifest.database == "postgresql":
        _fill(folder / "opened" / postgresql.MEMBER, folder / _BEGUN, manifest)


def _fill(dump: Path, begun: Path, manifest: Manifest) -> None:
    mark = hashlib.sha256(manifest.to_json()).hexdigest()
    is_ours = begun.exists() and begun.read_text(encoding="ascii") == mark
    if is_ours:
        postgresql.end_others()
    if not postgresql.is_empty():
        if is_ours:  # an interrupted run has filled it: it is filled whole, or not at all
            return
        raise BackupError(
            _("The database of COLEAD_DATABASE_URL is not empty."),
            code="not_empty",
            hint=_("Name an empty one."),
        )
    begun.unlink(missing_ok=True)
    _write(begun, mark)
    try:
        postgresql.put_back(dump)
    except BackupError:
        begun.unlink()
        raise


def _migrate() -> int:
    from django.core.management import call_command

    from colead.kit import schema

    lacking = schema.waiting()
    call_command("migrate", interactive=False, verbosity=0)
    return lacking


def _forget(manifest: Manifest, files: Sequence[Path], now: datetime) -> tuple[int, tuple[datetime, ...]]:
    """Erase again, by the list of the backup, those given and the one that COLEAD_ERASURES names.

    Returns how many, and when those were noted that are left out.
    """
    from colead.backup.again import forget_again, read_erasures, since
    from colead.kit.erasures import NEW_HISTORY, Erasure, append, path

    known = read_erasures([path()] if path().exists() else [])
    all_of_them = sorted({*known, *read_erasures(files)})
    again, left_out = since(all_of_them, manifest.at)
    count = forget_again(again, at=manifest.at, now=now)
    append([*sorted(set(all_of_them) - set(known)), Erasure(now, 0, NEW_HISTORY, (), manifest.at)])
    return count, tuple(one.at for one in left_out)


def _write(path: Path, text: str) -> None:
    """Whole and on the disk, or not there."""
    beside = path.with_suffix(".new")
    beside.unlink(missing_ok=True)
    with new_file(beside) as file:
        file.write(text.encode())
    beside.rename(path)
    settle(path.parent)


def _move(new_home: Path, home: Path) -> None:
    """Bring everything up, the database last; nothing where an interrupted run has cleared up already."""
    if not new_home.exists():
        return
    for entry in sorted(new_home.iterdir(), key=lambda entry: entry.name == DATABASE):
        target = home / entry.name
        if target.is_dir():
            shutil.rmtree(target)
        entry.rename(target)
    settle(home)
