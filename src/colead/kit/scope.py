"""Every query about an organisation runs inside the scope of exactly one; outside it raises.

with scope.organisation(municipality):
    Person.objects.count()          # this organisation's people only
Person.objects.count()              # raises UnscopedQuery

On PostgreSQL each connection is told as well, for row-level security (row_security.py).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from colead.kit import row_security

if TYPE_CHECKING:
    from colead.apps.organisations.models import Organisation

_EVERYTHING = 0  # no organisation has this id
_current: ContextVar[int | None] = ContextVar("colead_organisation", default=None)


class UnscopedQuery(RuntimeError):
    """A query about organisation data ran outside a scope: a fault in the code, never shown as data."""


@contextmanager
def organisation(of: "Organisation | int") -> Iterator[None]:
    """Limit every query inside to one organisation, given as the object or its id."""
    with _entered(of if isinstance(of, int) else of.pk):
        yield


@contextmanager
def everything(reason: str) -> Iterator[None]:
    """Lift the limit for maintenance across organisations; `reason` is for the reader of the code."""
    if not reason:
        raise UnscopedQuery("scope.everything needs a reason.")
    with _entered(_EVERYTHING):
        yield


def current_id() -> int | None:
    """The id of the organisation in scope; None inside `everything`. Raises UnscopedQuery outside a scope."""
    current = _current.get()
    if current is None:
        raise UnscopedQuery("This query runs outside an organisation. Wrap it in scope.organisation(...).")
    return None if current == _EVERYTHING else current


def tell_new_connection(connection: BaseDatabaseWrapper, **_rest: Any) -> None:
    """A connection that opens inside a scope, after a restart of the database say, learns it first."""
    row_security.meet_new_connection(connection)
    if _current.get() is not None:
        row_security.tell_connection(connection, _for_database())


@contextmanager
def _entered(organisation_id: int) -> Iterator[None]:
    is_new = organisation_id != _current.get()
    token = _current.set(organisation_id)
    try:
        if is_new:
            _tell_connections()
        yield
    finally:
        _current.reset(token)
        if is_new:
            _tell_connections()


def _tell_connections() -> None:
    for connection in connections.all(initialized_only=True):
        row_security.tell_connection(connection, _for_database())


def _for_database() -> str:
    current = _current.get()
    if current is None:
        return ""
    return row_security.EVERYTHING if current == _EVERYTHING else str(current)
