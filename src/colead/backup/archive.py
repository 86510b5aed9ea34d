"""The archive: a plain tar, written to the disk before it is believed, and read with every hash checked."""

import hashlib
import io
import os
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from colead.backup.errors import Damaged
from colead.backup.manifest import NAME, Manifest, Member, unreadable
from colead.files.translation import gettext_noop as _
from colead.kit.private_files import FILE, FOLDER

_CHUNK = 1 << 20
_LONGEST_MANIFEST = 64 << 20


class _Hashed:
    """A file that is read once, and what was read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._sha, self.size = file, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._sha.update(data)
        self.size += len(data)
        return data

    def as_member(self, name: str) -> Member:
        return Member(name, self.size, self._sha.hexdigest())


@contextmanager
def writing(path: Path) -> Iterator[tarfile.TarFile]:
    """A new archive, for its user alone, on the disk when the block ends."""
    with new_file(path) as file, tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
        yield tar


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """A new file, for its user alone, on the disk when the block ends. FileExistsError where one is."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def add_files(tar: tarfile.TarFile, files: Mapping[str, Path], at: float) -> list[Member]:
    """Put files in under these names; what each came to. `at`: their time, seconds since 1970."""
    members = []
    for name, path in files.items():
        with path.open("rb") as file:
            hashed = _Hashed(file)
            tar.addfile(_header(name, os.fstat(file.fileno()).st_size, at), hashed)
            members.append(hashed.as_member(name))
    return members


def add_manifest(tar: tarfile.TarFile, manifest: Manifest) -> None:
    """The last member."""
    text = manifest.to_json()
    tar.addfile(_header(NAME, len(text), manifest.at.timestamp()), io.BytesIO(text))


def _header(name: str, size: int, at: float) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.size, header.mode, header.mtime = size, FILE, int(at)
    return header


def extract(archive: Path, folder: Path) -> Manifest:
    """Unpack into an empty folder, every member with the size and hash that its manifest names.

    Raises Damaged for a member that differs, is missing or is not named; BackupError for no backup at all.
    """
    found: list[Member] = []
    text = b""
    try:
        with tarfile.open(archive, mode="r:") as tar:
            for header in tar:
                source = tar.extractfile(header) if header.isreg() else None
                if source is None:
                    raise unreadable(header.name)
                if header.name == NAME:
                    text = source.read(_LONGEST_MANIFEST)
                else:
                    found.append(_unpack(source, header.name, folder))
    except (tarfile.TarError, EOFError) as error:
        raise unreadable(str(error)) from error
    manifest = Manifest.from_json(text)
    _compare(found, manifest)
    return manifest


def _unpack(source: IO[bytes], name: str, folder: Path) -> Member:
    place = PurePosixPath(name)
    if place.is_absolute() or ".." in place.parts:
        raise unreadable(name)
    path = folder / place
    for above in reversed(path.relative_to(folder).parents[:-1]):
        (folder / above).mkdir(mode=FOLDER, exist_ok=True)
    hashed = _Hashed(source)
    with new_file(path) as file:
        while data := hashed.read(_CHUNK):
            file.write(data)
    return hashed.as_member(name)


def _compare(found: list[Member], manifest: Manifest) -> None:
    differing = sorted({member.name for member in set(found) ^ set(manifest.members)})
    if differing or len(found) != len(manifest.members):
        raise Damaged(
            _("{name} is not what was backed up: the file is damaged or has been changed."),
            code="damaged",
            name=", ".join(differing[:5]) or NAME,
        )
