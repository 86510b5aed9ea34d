"""Open a backup and check all of it. Needs no settings and no database: any machine can do it."""

import shutil
from pathlib import Path
from types import ModuleType

from colead.backup import archive, postgresql, sqlite
from colead.backup.encryption import decrypt, is_encrypted
from colead.backup.errors import BackupError
from colead.backup.manifest import Manifest
from colead.files.translation import gettext_noop as _
from colead.kit.private_files import FOLDER

_KINDS: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}


def check(plain: Path, folder: Path) -> Manifest:
    """Open an archive into the folder, check all of it and remove the folder again."""
    manifest = opened(plain, folder)
    shutil.rmtree(folder)
    return manifest


def opened(file: Path, folder: Path, identity: Path | None = None) -> Manifest:
    """Open a backup, encrypted or not, into the folder, which is made: hashes, database, audit logs.

    Raises Damaged when a check fails, BackupError for a file that is none or cannot be decrypted.
    """
    folder.mkdir(mode=FOLDER)
    plain = file
    if is_encrypted(file):
        plain = folder.with_suffix(".tar")
        decrypt(file, plain, identity)
    manifest = archive.extract(plain, folder)
    if plain != file:
        plain.unlink()
    kind = kind_of(manifest)
    kind.check(folder / kind.MEMBER, manifest.state)
    return manifest


def kind_of(manifest: Manifest) -> ModuleType:
    """The module that knows databases of its kind."""
    if manifest.database not in _KINDS:
        raise BackupError(
            _("It holds a database of an unknown kind ({kind})."), code="other_format", kind=manifest.database
        )
    return _KINDS[manifest.database]
