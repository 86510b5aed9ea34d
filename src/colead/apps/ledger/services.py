"""Changes to the ledger: append, erase what an entry said, sign, export."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from datetime import datetime
from typing import Any, NamedTuple

import structlog
from django.db import transaction
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from colead.apps.ledger import permissions
from colead.apps.ledger.checkpoint import new_checkpoint, origin_of, sign, signing_key, verifier_key
from colead.apps.ledger.export import export_lines
from colead.apps.ledger.models import (
    CheckpointReceiver,
    LedgerCheckpoint,
    LedgerHead,
    LedgerLeaf,
    LedgerRecord,
)
from colead.apps.ledger.record import ERASED, Record, canonical, make_record, new_salt, record_hash
from colead.apps.ledger.selectors import no_record
from colead.apps.ledger.soundness import MORE, Fault, faults
from colead.apps.organisations.models import Membership, Organisation
from colead.kit import scope
from colead.kit.erasures import Erasure, note_erasure
from colead.kit.errors import Conflict, DomainError
from colead.kit.moves import Move
from colead.kit.owners import News, tell_owners
from colead.kit.roles import Member, console

MOST_TOLD = 20  # faults of one night that are kept and become a notice each; the others are counted
log = structlog.get_logger("colead.ledger")


class Entry(NamedTuple):
    """What is to be entered: what was done, to what, and ids and counts of it."""

    action: str
    subject: str
    details: Mapping[str, Any]


def append_entry(
    *, by: Member, action: str, subject: str, details: Mapping[str, Any] | None = None, now: datetime
) -> LedgerLeaf:
    """Append one entry to the organisation's ledger; see append_entries."""
    [leaf] = append_entries(by=by, entries=[Entry(action, subject, details or {})], now=now)
    return leaf


@transaction.atomic
def append_entries(*, by: Member, entries: Collection[Entry], now: datetime) -> list[LedgerLeaf]:
    """Append entries to the organisation's ledger: ids and counts, never names or contents.

    Call it last in a service: on PostgreSQL the log stays locked until the caller's transaction ends.
    Raises TypeError or ValueError for details that do not belong there. Cost O(log size) for each of them,
    four queries for each batch of them.
    """
    records = [make_record(actor=by.actor, at=now, **entry._asdict()) for entry in entries]
    with scope.organisation(by.organisation):
        return _append(by.organisation, records, now) if records else []


def append_move(move: Move, **details: Any) -> LedgerLeaf | None:
    """Append the entry that a workflow's table names for a move, where somebody made it; see append_entry."""
    flow = move.workflow
    if move.by is None or not move.transition.entry:
        return None
    return append_entry(
        by=move.by,
        action=f"{flow.app}.{move.transition.entry}",
        subject=f"{flow.name}:{move.key}",
        details=details,
        now=move.now,
    )


def _append(organisation: Organisation, records: Iterable[Record], now: datetime) -> list[LedgerLeaf]:
    head, leaves, kept = _lock_head(organisation), [], []
    for record in records:
        salt = new_salt()
        hashed = record_hash(salt, record)
        leaves.append(LedgerLeaf(organisation=organisation, index=head.size, hash=hashed.hex()))
        text = canonical(record).decode()
        kept.append((salt.hex(), text))
        head.frontier = head.frontier.append(hashed)
    LedgerLeaf.objects.bulk_create(leaves)
    LedgerRecord.objects.bulk_create(
        LedgerRecord(organisation=organisation, leaf=leaf, salt=salt, text=text, at=now)
        for leaf, (salt, text) in zip(leaves, kept, strict=True)
    )
    head.save(update_fields=["size", "peaks"])
    return leaves


def _lock_head(organisation: Organisation) -> LedgerHead:
    """The head, locked until the transaction ends (SQLite locks the whole file when a transaction begins)."""
    return LedgerHead.objects.select_for_update().get_or_create(organisation=organisation)[0]


@transaction.atomic
def erase_record(*, by: Member, index: int, now: datetime) -> LedgerLeaf:
    """Erase what entry `index` said, salt and all; its hash stays, and a new entry says that it was erased.

    Entries that tell of an erasure cannot be erased themselves. NotFound when there is nothing to erase.
    """
    by.require(permissions.ERASE)
    with scope.organisation(by.organisation):
        record = LedgerRecord.objects.filter(leaf__index=index).first()
        if record is None:
            raise no_record(index)
        if json.loads(record.text)["action"] == ERASED:
            raise Conflict(
                "tombstone_stays",
                _("Entry %(index)s tells of an erasure and stays.") % {"index": index},
                _("It holds a number only, nothing about a person."),
            )
        record.delete()
    note_erasure(by=by, what=LedgerRecord._meta.label_lower, ids=[index], now=now)
    return append_entry(by=by, action=ERASED, subject=f"entry:{index}", details={"index": index}, now=now)


def erase_again(organisation: Organisation, erasure: Erasure, *, now: datetime) -> None:
    """After a restore: erase what the entries with these numbers said, where they still say it.

    An entry that is younger than its erasure is another one: numbers begin anew where the backup ended.
    """
    older = LedgerRecord.objects.filter(leaf__index__in=erasure.ids, at__lte=erasure.at)
    for index in list(older.values_list("leaf__index", flat=True)):
        erase_record(by=console(organisation), index=index, now=now)


@transaction.atomic
def sign_checkpoint(*, organisation: Organisation, now: datetime) -> LedgerCheckpoint | None:
    """Sign size and root of now; the latest checkpoint if nothing was added since, None without entries."""
    with scope.organisation(organisation):
        head = _lock_head(organisation)
        if head.size == 0:
            return None
        if signed := LedgerCheckpoint.objects.filter(size=head.size).first():
            return signed
        key, origin = signing_key(), origin_of(organisation.slug)
        root = head.frontier.root()
        return LedgerCheckpoint.objects.create(
            organisation=organisation,
            size=head.size,
            root=root.hex(),
            at=now,
            verifier_key=str(verifier_key(origin, key)),
            note=sign(new_checkpoint(origin=origin, size=head.size, root=root, at=now), key),
        )


def export_ledger(*, by: Member, now: datetime) -> Iterator[bytes]:
    """The lines of an export that ends with a checkpoint of now (format: export.py)."""
    by.require(permissions.VIEW)
    checkpoint = sign_checkpoint(organisation=by.organisation, now=now)
    return export_lines(by.organisation, checkpoint.size if checkpoint else 0)


def check_record(
    *, organisation: Organisation, now: datetime, check: Callable[[], None] = lambda: None
) -> list[Fault]:
    """Check the whole log and the rows beside it, note what was found, and tell the owners of each fault.

    A fault counts when it is found twice: somebody may erase an entry while it is read. `check` is called now
    and then and may raise to stop. Cost: see soundness.faults.
    """
    found = _faults(organisation, now, check)
    if found:
        again = set(_faults(organisation, now, check))
        found = [fault for fault in found if fault in again]
    with scope.organisation(organisation):
        LedgerHead.objects.filter(organisation=organisation).update(checked_at=now, faults=_told(found))
    for fault in found[:MOST_TOLD]:
        _tell(organisation, fault, now)
    if found:
        entries = [one.entry for one in found[:MOST_TOLD]]
        log.error("ledger_unsound", organisation=organisation.pk, faults=len(found), entries=entries)
    return found


def _told(found: list[Fault]) -> list[Fault]:
    """The first faults, and how many more there are: a log written anew may have as many as rows."""
    more = len(found) - MOST_TOLD
    return [*found[:MOST_TOLD], Fault(MORE, more)] if more > 0 else found


def _faults(organisation: Organisation, now: datetime, check: Callable[[], None]) -> list[Fault]:
    checkpoint = sign_checkpoint(organisation=organisation, now=now)
    if checkpoint is None:
        return []
    key = verifier_key(origin_of(organisation.slug), signing_key())
    return faults(organisation, checkpoint.size, key, check)


def _tell(organisation: Organisation, fault: Fault, now: datetime) -> None:
    news = News(
        kind=f"ledger.fault_{fault.kind}",
        subject=f"entry:{fault.entry}:{fault.subject}",
        url=reverse("ledger:list", args=[organisation.slug]),
        values={"entry": fault.entry, "about": fault.subject},
    )
    tell_owners(organisation, news, now=now)


@transaction.atomic
def choose_receivers(*, by: Member, emails: Collection[str], now: datetime) -> int:
    """Choose the members to whom checkpoints are mailed, by address; returns how many there are.

    DomainError names the addresses that no member of today has.
    """
    by.require(permissions.CHOOSE_RECEIVERS)
    chosen = _members(by.organisation, {email.casefold() for email in emails}, now)
    with scope.organisation(by.organisation):
        # not noted: it says only who gets e-mails from now on
        CheckpointReceiver.objects.exclude(user__in=chosen).delete()
        rows = [CheckpointReceiver(organisation=by.organisation, user_id=user) for user in sorted(chosen)]
        CheckpointReceiver.objects.bulk_create(rows, ignore_conflicts=True)
    append_entry(
        by=by, action="ledger.receivers_chosen", subject="ledger", details={"count": len(chosen)}, now=now
    )
    return len(chosen)


def _members(organisation: Organisation, emails: Set[str], now: datetime) -> set[int]:
    members = Membership.objects.on(organisation.today(now)).filter(organisation=organisation)
    users = members.annotate(email=Lower("user__email")).filter(email__in=emails)
    found = dict(users.values_list("email", "user_id"))
    if unknown := sorted(emails - found.keys()):
        raise DomainError(
            "no_such_member",
            _("No member has the address %(emails)s.") % {"emails": ", ".join(unknown)},
            _("Invite them on the page “Members and roles” first."),
            field="emails",
        )
    return set(found.values())


def note_mailed(*, organisation: Organisation, size: int) -> None:
    """Every receiver has the checkpoint of this size."""
    with scope.organisation(organisation):
        LedgerHead.objects.filter(organisation=organisation).update(mailed_size=size)
