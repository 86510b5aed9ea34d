"""Which erasures were done: a file outside the database, so that they can be done again after a restore.

One JSON object a line: when, in which organisation, what (the label of the model, or a name of an app's
manifest), and ids; never a name or content. A line is on the disk before the erasure is committed: what
is noted and then fails was asked for all the same.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.module_loading import import_string

from colead.kit import scope
from colead.kit.manifest import gathered
from colead.kit.private_files import ERASURES, FILE, settle
from colead.kit.roles import Member

NEW_HISTORY = "restored"  # a line that is no erasure: from here on, ids are those of the restored database


@dataclass(frozen=True, order=True)
class Erasure:
    """One line.

    organisation : its id, 0 for NEW_HISTORY.
    backup : when the backup was made that NEW_HISTORY begins with.
    """

    at: datetime
    organisation: int
    what: str
    ids: tuple[int, ...]
    backup: datetime | None = None

    def to_json(self) -> str:
        """The line, without its end."""
        values = [self.at.isoformat(), self.organisation, self.what, list(self.ids)]
        return json.dumps([*values, self.backup.isoformat()] if self.backup else values)

    @classmethod
    def from_json(cls, line: str) -> "Erasure":
        """Read it back. Raises ValueError or TypeError for a line that is none."""
        at, organisation, what, ids, *backup = json.loads(line)
        if len(backup) != (what == NEW_HISTORY):
            raise ValueError(line)
        made = datetime.fromisoformat(backup[0]) if backup else None
        return cls(datetime.fromisoformat(at), int(organisation), str(what), tuple(map(int, ids)), made)


def path() -> Path:
    """Where they are noted."""
    return Path(settings.ERASURES or Path(settings.HOME) / ERASURES)


def note_erasure(*, by: Member, what: str, ids: Iterable[int], now: datetime) -> None:
    """Note it in the transaction that erases. Raises OSError when it cannot be noted: then nothing goes."""
    erasure = Erasure(now.astimezone(UTC), by.organisation.pk, what, tuple(ids))
    if erasure.ids:
        append([erasure])


def append(erasures: Iterable[Erasure]) -> None:
    """Add lines, on the disk when this returns; those of several processes do not mix."""
    lines = "".join(f"{erasure.to_json()}\n" for erasure in erasures)
    handle = os.open(path(), os.O_RDWR | os.O_APPEND | os.O_CREAT, FILE)
    try:
        size = os.fstat(handle).st_size
        is_torn = size > 0 and os.pread(handle, 1, size - 1) != b"\n"  # by a power cut
        os.write(handle, (b"\n" if is_torn else b"") + lines.encode())
        os.fsync(handle)
        if size == 0:  # the file may be new: its name must be on the disk, too
            settle(path().parent)
    finally:
        os.close(handle)


def erase_again(erasure: Erasure, organisation: Any, *, now: datetime) -> None:
    """Do one again: as the app says that brings it, else by deleting the rows with these ids.

    What is gone already, or was made after the backup, is no fault. Raises LookupError for an unknown kind.
    """
    with scope.organisation(organisation):
        if again := gathered("erasures").get(erasure.what):
            import_string(again)(organisation, erasure, now=now)
        else:
            apps.get_model(erasure.what)._default_manager.filter(pk__in=erasure.ids).delete()
