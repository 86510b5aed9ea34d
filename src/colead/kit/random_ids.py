"""Numbers of rows that tell nothing: neither which of two rows is older, nor how many there are.

Rows that somebody may not see would otherwise show as gaps between those that they may. What has an order in
time has a time, and is put in order by it. See docs/decisions/0020.
"""

from secrets import randbelow
from typing import TypeVar

from django.db.migrations import AlterField, SeparateDatabaseAndState
from django.db.models import BigAutoField, Model

Set = TypeVar("Set")
Get = TypeVar("Get")

BELOW = 2**53
"""JavaScript keeps whole numbers up to here."""


class RandomIdField(BigAutoField[Set, Get]):
    """The primary key of every model of the house that has no natural one (DEFAULT_AUTO_FIELD).

    Drawn when the row is saved, as a database draws the next number: until then it is None. A number that is
    taken, one insert in nine thousand million when a table holds a million rows, is an IntegrityError.
    """

    def has_default(self) -> bool:
        """True: Django then inserts a new row, and never writes over one that has its number."""
        return True

    def get_default(self) -> None:
        """Not before it is saved: code and forms tell by it whether a row is stored."""

    def get_pk_value_on_save(self, instance: Model) -> int:  # noqa: ARG002  (Django's hook)
        """From 1; 0 is nobody's."""
        return 1 + randbelow(BELOW - 1)


def drawn_from_here_on(*models: str) -> SeparateDatabaseAndState:
    """For migrations: new rows of these models draw their numbers; column and old rows stay as they are."""
    field = {"auto_created": True, "primary_key": True, "serialize": False, "verbose_name": "ID"}
    return SeparateDatabaseAndState(
        state_operations=[AlterField(name, "id", RandomIdField(**field)) for name in models]
    )
