"""Which backups are kept, and the names by which they are known. Pure but for the last two functions."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from colead.backup.errors import BackupError
from colead.files.translation import gettext_noop as _

_RULE = re.compile(r"(\d{1,4})([dwm])")
_TIME = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"colead-(?P<place>[a-z0-9._-]+)-(?P<time>\d{8}T\d{6}Z)\.tar(\.age)?")


@dataclass(frozen=True)
class Keep:
    """For how many days, weeks and months that have a backup the newest one of each is kept."""

    days: int = 0
    weeks: int = 0
    months: int = 0


def read_keep(text: str) -> Keep:
    """Read `7d,4w,12m`, any part left out. Raises BackupError for anything else, and for keeping nothing.

    >>> read_keep("7d,12m")
    Keep(days=7, weeks=0, months=12)
    """
    parts = [_RULE.fullmatch(part.strip()) for part in text.split(",")]
    counts = {part[2]: int(part[1]) for part in parts if part}
    if None in parts or len(counts) != len(parts) or not any(counts.values()):
        hint = _("Write days, weeks and months, such as 7d,4w,12m.")
        raise BackupError(_("'{text}' does not say what to keep."), code="bad_keep", hint=hint, text=text)
    return Keep(counts.get("d", 0), counts.get("w", 0), counts.get("m", 0))


def kept(times: Iterable[datetime], keep: Keep) -> set[datetime]:
    """Those that stay: the newest of each of the last days, ISO weeks and months (UTC) that have one.

    A day without a backup does not count, so that nothing goes merely because time passes. The newest stays.

    >>> [first, second] = [datetime(2026, 3, 2, hour, tzinfo=UTC) for hour in (1, 2)]
    >>> kept([first, second], Keep(days=7)) == {second}
    True
    """
    newest_first = sorted(times, reverse=True)
    periods: list[tuple[int, Callable[[datetime], tuple[int, ...]]]] = [
        (keep.days, lambda time: (time.year, time.month, time.day)),
        (keep.weeks, lambda time: tuple(time.isocalendar()[:2])),
        (keep.months, lambda time: (time.year, time.month)),
    ]
    stay = set(newest_first[:1])
    for count, period in periods:
        newest: dict[tuple[int, ...], datetime] = {}
        for time in newest_first:
            newest.setdefault(period(time), time)
        stay |= set(list(newest.values())[:count])
    return stay


def name_of(place: str, at: datetime, *, encrypted: bool) -> str:
    """The name of a backup of the installation at `place` (a host name).

    >>> name_of("colead.example.org", datetime(2026, 3, 2, 12, tzinfo=UTC), encrypted=True)
    'colead-colead.example.org-20260302T120000Z.tar.age'
    """
    known = re.sub(r"[^a-z0-9._-]", "_", place.lower()) or "_"
    return f"colead-{known}-{at.astimezone(UTC).strftime(_TIME)}.tar{'.age' if encrypted else ''}"


def time_of(name: str, place: str) -> datetime | None:
    """When a file of that name was made of the installation at `place`; None for any other file."""
    found = _NAME.fullmatch(name)
    if not found:
        return None
    try:
        at = datetime.strptime(found["time"], _TIME).replace(tzinfo=UTC)
    except ValueError:
        return None
    return at if name == name_of(place, at, encrypted=name.endswith(".age")) else None


def superseded(folder: Path, place: str, keep: Keep) -> list[Path]:
    """Backups of this installation in the folder that need not be kept, oldest first. Follows no link."""
    files = [path for path in folder.iterdir() if path.is_file() and not path.is_symlink()]
    times = {path: at for path in files if (at := time_of(path.name, place))}
    stay = kept(times.values(), keep)
    return sorted((path for path, at in times.items() if at not in stay), key=times.__getitem__)


def delete_superseded(folder: Path, place: str, keep: Keep) -> list[Path]:
    """Delete them; returns which."""
    gone = superseded(folder, place, keep)
    for path in gone:
        path.unlink()
    return gone
