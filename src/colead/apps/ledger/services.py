"""Changes to the ledger: append, and erase what an entry said."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from colead.apps.ledger.models import LedgerHead, LedgerLeaf, LedgerRecord
from colead.apps.ledger.record import Record, canonical, make_record, new_salt, record_hash
from colead.apps.organisations import scope
from colead.apps.organisations.models import Organisation
from colead.apps.organisations.roles import Member


@transaction.atomic
def append_entry(
    *, by: Member, action: str, subject: str, details: Mapping[str, Any] | None = None, now: datetime
) -> LedgerLeaf:
    """Append one entry to the organisation's ledger: ids and counts, never names or contents.

    Call it last in a service: on PostgreSQL the log stays locked until the caller's transaction ends.
    Raises TypeError or ValueError for details that do not belong there. Cost O(log size), four queries.
    """
    record = make_record(actor=by.actor, action=action, subject=subject, details=details or {}, at=now)
    with scope.organisation(by.organisation):
        return _append(by.organisation, record, now)


def _append(organisation: Organisation, record: Record, now: datetime) -> LedgerLeaf:
    head, salt = _lock_head(organisation), new_salt()
    hashed = record_hash(salt, record)
    leaf = LedgerLeaf.objects.create(organisation=organisation, index=head.size, hash=hashed.hex())
    LedgerRecord.objects.create(
        organisation=organisation, leaf=leaf, salt=salt.hex(), text=canonical(record).decode(), at=now
    )
    head.frontier = head.frontier.append(hashed)
    head.save(update_fields=["size", "peaks"])
    return leaf


def _lock_head(organisation: Organisation) -> LedgerHead:
    """The head, locked until the transaction ends (SQLite locks the whole file when a transaction begins)."""
    return LedgerHead.objects.select_for_update().get_or_create(organisation=organisation)[0]
