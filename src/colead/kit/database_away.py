"""When the database cannot be asked just now: what tells it from a fault of ours, and what is said then."""

from http import HTTPStatus

from django.db import DatabaseError, InterfaceError, OperationalError
from django.utils.translation import gettext_lazy as _

from colead.kit.errors import DomainError

RETRY_SECONDS = 5
# SQLite says of a wrong query, too, that it is "operational"; these say that the file cannot be used.
SQLITE_AWAY = (
    "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_FULL", "SQLITE_READONLY",
    "SQLITE_NOTADB", "SQLITE_PERM", "SQLITE_PROTOCOL",
)  # fmt: skip


class DatabaseAway(DomainError):
    """The database does not answer, or not now; waiting helps.

    Where it went while it was storing, nobody knows whether it stored.
    """

    status = HTTPStatus.SERVICE_UNAVAILABLE
    retry_after_seconds = RETRY_SECONDS


def database_away() -> DatabaseAway:
    """The 503 that every page and route answers meanwhile."""
    return DatabaseAway(
        "database_away",
        _("Colead cannot reach its database just now."),
        _("Try again in a moment. If you were storing something, look first whether it was stored."),
    )


def is_away(error: BaseException | None) -> bool:
    """Whether the error, or one that led to it, says that the database cannot be used just now."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if _says_away(error):
            return True
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return False


def _says_away(error: BaseException) -> bool:
    if not isinstance(error, DatabaseError | InterfaceError):
        return False
    if name := getattr(error.__cause__, "sqlite_errorname", ""):
        return str(name).startswith(SQLITE_AWAY)
    return isinstance(error, OperationalError | InterfaceError)
