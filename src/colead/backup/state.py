"""What a database says of itself, and whether a copy of it says the same. Plain SQL: any version has it."""

import json
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any

from colead.apps.ledger.tree import Frontier, frontier
from colead.backup.errors import Damaged
from colead.backup.manifest import AuditLog, State
from colead.files.translation import gettext_noop as _

LEAVES = "ledger_ledgerleaf"
Ask = Callable[[str], Iterable[Sequence[Any]]]

_MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY app, name"
_HEADS = (
    "SELECT organisation_id, slug, size, peaks FROM ledger_ledgerhead AS head"
    " JOIN organisations_organisation AS organisation ON organisation.id = head.organisation_id"
    " ORDER BY organisation_id"
)


def read_state(ask: Ask) -> State:
    """Migrations, and how far each audit log goes. `ask`: runs a query, in the transaction that is copied."""
    migrations = tuple((app, name) for app, name in ask(_MIGRATIONS))
    return State(migrations, tuple(_audit_log(*row) for row in ask(_HEADS)))


def _audit_log(organisation: int, name: str, size: int, peaks: Any) -> AuditLog:
    hashes = json.loads(peaks) if isinstance(peaks, str) else peaks
    root = Frontier(size, tuple(map(bytes.fromhex, hashes))).root()
    return AuditLog(organisation, name, size, root.hex())


def check_audit_logs(leaves: Iterable[tuple[int, str]], state: State) -> None:
    """Build the tree of every audit log again; Damaged where size or root differs.

    leaves : organisation and hash in hexadecimal of every entry, by organisation and in order.
    """
    found = {
        organisation: frontier(bytes.fromhex(hash_) for _organisation, hash_ in rows)
        for organisation, rows in groupby(leaves, key=lambda leaf: leaf[0])
    }
    known = {log.organisation: log for log in state.audit_logs}
    for organisation in known.keys() | found.keys():
        tree, log = found.get(organisation, Frontier()), known.get(organisation)
        if log is None or (tree.size, tree.root().hex()) != (log.size, log.root):
            raise Damaged(
                _("The audit log of {name} is not whole: its entries do not give the root that was noted."),
                code="audit_log_damaged",
                name=log.name if log else organisation,
            )
