"""Pages read from a copy of the database that PostgreSQL keeps up to date: a streaming replica.

With `COLEAD_REPLICA_URL`, pages read from there, and so do calls with a token that may only read; writes stay
with the primary. Nobody reads what is no more: the replica is asked when it holds all that the primary had
acknowledged as the page was asked for, and is given a moment to come that far. So a consent that was taken
back, or a right that has ended, counts at once on both. Where the replica lags or is away, the primary is
read, and nobody is stopped.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic, sleep
from typing import Any

import structlog
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections, models

ALIAS = "replica"
OF_RIGHTS = {"organisations", "sessions"}  # who somebody is, and whether they may: as it is this moment
TRIES, PAUSE_SECONDS = 5, 0.01  # for the last milliseconds of writes to arrive
AWAY_SECONDS = 30.0  # before a replica that did not answer is asked again by this process

log = structlog.get_logger("colead.replica")
_is_read: ContextVar[bool] = ContextVar("colead_replica", default=False)
_away_until = 0.0


class Router:
    """Django asks which database a query goes to."""

    def db_for_read(self, model: type[models.Model], **_hints: Any) -> str:
        """The replica while it is read, but for rights."""
        return ALIAS if _is_read.get() and model._meta.app_label not in OF_RIGHTS else DEFAULT_DB_ALIAS

    def db_for_write(self, model: type[models.Model], **_hints: Any) -> str:  # noqa: ARG002  (Django's signature)
        """Always the primary, also for what was read from the replica."""
        return DEFAULT_DB_ALIAS

    def allow_relation(self, _one: models.Model, _other: models.Model, **_hints: Any) -> bool:
        """Both hold the same rows."""
        return True

    def allow_migrate(self, db: str, _app_label: str, **_hints: Any) -> bool:
        """The replica gets its tables from the primary."""
        return db != ALIAS


def is_there() -> bool:
    """Whether this installation has a replica."""
    return ALIAS in settings.DATABASES


@contextmanager
def reading(use: bool) -> Iterator[None]:
    """Read from the replica meanwhile, or not."""
    token = _is_read.set(use)
    try:
        yield
    finally:
        _is_read.reset(token)


def read_on() -> None:
    """Read from the replica for the rest of this request, if it is up to date. Two queries, rarely more."""
    if is_there() and is_up_to_date():
        _is_read.set(True)


def is_up_to_date() -> bool:
    """Whether the replica answers, and holds all that the primary has acknowledged until now.

    One query of the primary and up to TRIES of the replica; none while it is away.
    """
    global _away_until  # of this process: another one finds out for itself
    if monotonic() < _away_until:
        return False
    acknowledged = _ask(DEFAULT_DB_ALIAS, "SELECT pg_current_wal_flush_lsn()::text")
    try:
        return any(_has_reached(acknowledged, attempt) for attempt in range(TRIES))
    except (DatabaseError, InterfaceError) as error:
        log.warning("replica_away", kind=type(error).__name__, again_in_seconds=AWAY_SECONDS)
        connections[ALIAS].close()
        _away_until = monotonic() + AWAY_SECONDS
        return False


def _has_reached(position: str, attempt: int) -> bool:
    sleep(PAUSE_SECONDS if attempt else 0)
    return bool(_ask(ALIAS, "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", position))


def _ask(alias: str, query: str, *values: str) -> Any:
    with connections[alias].cursor() as cursor:
        cursor.execute(query, values)
        row = cursor.fetchone()
        return row and row[0]
