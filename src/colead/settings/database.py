"""Database settings: SQLite that loses nothing it acknowledged, or PostgreSQL by URL."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from colead.kit import replica
from colead.kit.private_files import DATABASE
from colead.settings.environment import SettingError

# FULL and IMMEDIATE are measured choices: NORMAL loses acknowledged rows at a power cut,
# and deferred transactions fail with "database is locked" under load.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA secure_delete=ON;"
    "PRAGMA foreign_keys=ON;"
    "PRAGMA cache_size=-65536;"
)

# A host that does not answer is away, and pages say so: within 5 s when it is first asked, and where a
# connection dies unnoticed (a cable, a firewall that forgets), within some 25 s instead of two hours.
PATIENCE = {
    "connect_timeout": "5",  # seconds
    "keepalives_idle": "10",  # seconds
    "keepalives_interval": "5",  # seconds
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",  # milliseconds
}


def sqlite(path: Path) -> dict[str, Any]:
    """Settings of one SQLite file."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS},
    }


def postgresql(url: str, setting: str = "COLEAD_DATABASE_URL") -> dict[str, Any]:
    """Settings from `postgresql://user:password@host:port/name?option=value`; a socket goes in `?host=`."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SettingError(
            f"{setting} starts with {parts.scheme!r}. Use postgresql://user:password@host/name."
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": PATIENCE | options,
    }


def configure(url: str, home: Path) -> dict[str, Any]:
    """SQLite in `home` unless a URL names a PostgreSQL database."""
    return postgresql(url) if url else sqlite(home / DATABASE)


def replicas(url: str, primary: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The replica of the primary, where a URL names one; tests know it as the primary itself."""
    if not url:
        return {}
    if primary["ENGINE"] != "django.db.backends.postgresql":
        raise SettingError(
            "COLEAD_REPLICA_URL is set, but COLEAD_DATABASE_URL is not. SQLite has no replicas."
        )
    return {replica.ALIAS: postgresql(url, "COLEAD_REPLICA_URL") | {"TEST": {"MIRROR": "default"}}}
