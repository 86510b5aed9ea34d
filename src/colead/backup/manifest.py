"""What a backup says about itself: the member `manifest.json`, the last one of the archive."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from colead.backup.errors import BackupError
from colead.files.plain_json import read_json
from colead.files.translation import gettext_noop as _

FORMAT = "colead-backup-1"
NAME = "manifest.json"
HOME = "home/"  # what stood in the home folder stands below this name


@dataclass(frozen=True)
class Member:
    """One file of the archive; `sha256` in hexadecimal."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class AuditLog:
    """How far the audit log of an organisation went, and the root of its tree in hexadecimal."""

    organisation: int
    name: str
    size: int
    root: str


@dataclass(frozen=True)
class State:
    """What the database said of itself in the instant that was copied."""

    migrations: tuple[tuple[str, str], ...]
    audit_logs: tuple[AuditLog, ...]


@dataclass(frozen=True)
class Manifest:
    """Everything that is known about a backup before its database is opened.

    at : when the copy began, UTC.
    database : "sqlite" or "postgresql".
    settings : the names, never the values, of the settings that came from the environment.
    """

    version: str
    at: datetime
    database: str
    state: State
    settings: tuple[str, ...]
    members: tuple[Member, ...]

    def to_json(self) -> bytes:
        """As it stands in the archive."""
        values: dict[str, Any] = asdict(self)
        values |= {"format": FORMAT, "at": self.at.isoformat()} | values.pop("state")
        return json.dumps(values, ensure_ascii=False, indent=1).encode() + b"\n"

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        """Read it back. Raises BackupError for anything that this program did not write."""
        try:
            values = read_json(text)
            if values["format"] != FORMAT:
                raise BackupError(
                    _("Its format is {format}; this program reads {known}."),
                    code="other_format",
                    format=values["format"],
                    known=FORMAT,
                )
            return cls(
                version=str(values["version"]),
                at=datetime.fromisoformat(values["at"]),
                database=str(values["database"]),
                state=State(
                    tuple((str(app), str(name)) for app, name in values["migrations"]),
                    _all(AuditLog, values["audit_logs"]),
                ),
                settings=tuple(map(str, values["settings"])),
                members=_all(Member, values["members"]),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise unreadable(str(error)) from error


def unreadable(why: str) -> BackupError:
    """The answer for a file that is no backup at all."""
    return BackupError(_("This is no backup that colead backup has made ({why})."), code="no_backup", why=why)


def _all(kind: type[Any], rows: Iterable[dict[str, Any]]) -> tuple[Any, ...]:
    return tuple(kind(**row) for row in rows)
