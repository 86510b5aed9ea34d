"""Every action of every workflow, by everybody, in every state, beside tables that people wrote.

An app brings its machines in `tests/apps/<app>/machines.py`. A table says for an action and the state before
what comes of it for each party:

    action   before     after      person  steward  owner
    accept   open       accepted   yes     .        .        yes: it is done, and the state is `after`
    accept   accepted   -          same    .        .        same: as if nothing had been asked
    accept   declined   -          late    .        .        late: 409, the state does not allow it

A dot: 404, as if it were not there.   role: 403, one's role does not include it.   wrong: 422.
/: it would be about another row.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from cast import Cast
from colead.apps.ledger.models import LedgerRecord
from colead.apps.notices.models import Notice
from colead.kit.errors import Conflict, DomainError, NotAllowed, NotFound
from colead.kit.roles import Member

REFUSALS: dict[type, str] = {NotAllowed: "role", NotFound: ".", Conflict: "late", DomainError: "wrong"}


class Machine:
    """A workflow on a stage: the members by what they are to the row, rows in any state, and the actions.

    table : what comes of each action; see above.   effects : for an action by a party, or a cause by nobody
    (-), what is entered in the audit log and who is told what.   follows : for each step of the house
    a cause, the state before and after.

    Each action and each cause is a method that takes the member who acts and the row, None for a new one.
    """

    name: str
    model: Any
    table: str = ""
    effects: str = ""
    follows: str = ""
    column: str = "state"

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    def parties(self) -> dict[str, Member]:
        """Who acts."""
        raise NotImplementedError

    def make(self, state: str) -> Any:
        """A row in the state."""
        raise NotImplementedError

    def state_of(self, row: Any) -> str:
        """As it is stored now."""
        found = self.model.objects.filter(pk=row.pk or 0).values_list(self.column, flat=True).first()
        return "gone" if found is None else found or "none"


def read(table: str) -> tuple[list[str], list[list[str]]]:
    """Heading and lines of a table."""
    head, *lines = [line.split() for line in table.strip().splitlines()] or [[]]
    return head, lines


@dataclass
class Seen:
    """What came of an action."""

    outcome: str
    after: str
    entries: list[str]
    told: set[tuple[int, str]]


def see(machine: Machine, before: str, act: Callable[[Any], Any]) -> Seen:
    """Do it with a row in the state, look what came of it, and take it back."""
    with taken_back():
        row = None if before == "new" else machine.make(before)
        assert row is None or machine.state_of(row) == before
        entries = list(LedgerRecord.objects.values_list("pk", flat=True))
        notices = list(Notice.objects.values_list("pk", flat=True))
        try:
            with transaction.atomic():
                made = act(row)
        except DomainError as error:
            return Seen(REFUSALS[type(error)], before, [], set())
        about = row if row is not None else made
        after = before if about is None else machine.state_of(about)
        new = (
            LedgerRecord.objects.exclude(pk__in=entries)
            .order_by("leaf__index")
            .values_list("text", flat=True)
        )
        told = set(Notice.objects.exclude(pk__in=notices).values_list("user_id", "kind"))
        is_same = after == before and not new and not told
        return Seen("same" if is_same else "yes", after, list(new), told)


@contextmanager
def taken_back() -> Iterator[None]:
    """What is done inside has not happened afterwards."""
    savepoint = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(savepoint)
