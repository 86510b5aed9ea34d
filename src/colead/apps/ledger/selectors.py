"""Reads about the ledger."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from colead.apps.ledger import permissions
from colead.apps.ledger.models import (
    CheckpointReceiver,
    LedgerCheckpoint,
    LedgerHead,
    LedgerLeaf,
    LedgerRecord,
)
from colead.apps.ledger.record import ERASED
from colead.apps.ledger.texts import fault_texts
from colead.apps.organisations.models import Membership, Organisation, User
from colead.kit import scope
from colead.kit.columns import Column, Kind, ListOf, Withheld
from colead.kit.errors import NotFound
from colead.kit.languages import as_read
from colead.kit.manifest import gathered
from colead.kit.paging import Listing
from colead.kit.roles import Member


def describe(action: str, details: Mapping[str, Any]) -> str:
    """The action in plain words and the reader's language; an unknown action shows its code."""
    text = gathered("entries").get(action)
    return action if text is None else str(text) % defaultdict(lambda: "–", as_read(details))


SHORT = 10  # characters of a hash that a page shows


@dataclass(frozen=True)
class Entry:
    """One line of the record; without text, actor and time once it is erased."""

    index: Annotated[int, Column(_("No."), Kind.TEXT)]
    at: Annotated[datetime | None, Column(_("When"))] = None
    actor: Annotated[str, Column(_("Who"))] = ""
    text: Annotated[str, Column(_("What"))] = ""
    subject: Annotated[str, Column(_("About"))] = ""
    hash: Annotated[str, Column(_("Fingerprint"), cell="ledger/_fingerprint_cell.html")] = ""
    is_erasable: Annotated[
        bool, Column(_("Erase"), Kind.ACTION, cell="ledger/_erase_cell.html", permission=permissions.ERASE)
    ] = False
    is_erased: bool = False

    @property
    def withheld(self) -> Withheld | None:
        """What stands in place of an entry that is erased."""
        text = _("Erased. The fingerprint shows that an entry stood here.")
        return Withheld(text, after="index", before="hash") if self.is_erased else None

    @property
    def short_hash(self) -> str:
        """The beginning of the fingerprint, enough to compare by eye."""
        return self.hash[:SHORT]


@dataclass(frozen=True)
class CheckpointView:
    """A signed checkpoint, as it is to be kept outside."""

    size: int
    at: datetime
    note: str
    key: str


ENTRIES = ListOf(_("Audit log"), Entry, page="ledger:list")


def entries(member: Member, *, day: date, today: date) -> Listing[LedgerLeaf, Entry]:
    """The entries up to and with `day`, newest first. Two queries a page, one more for a day in the past."""
    leaves = LedgerLeaf.objects.select_related("record")
    if day < today:
        leaves = leaves.filter(index__lte=_last_index(member.organisation.end_of(day)))
    return Listing(leaves, ("-index",), _read)


def _read(leaves: list[LedgerLeaf]) -> list[Entry]:
    records = [json.loads(leaf.record.text) for leaf in leaves if hasattr(leaf, "record")]
    names = _names(record["actor"] for record in records)
    return [_entry(leaf, names) for leaf in leaves]


def entry(index: int) -> Entry:
    """One entry. NotFound when there is none, or it is erased. Two queries."""
    leaf = LedgerLeaf.objects.select_related("record").filter(index=index, record__isnull=False).first()
    if leaf is None:
        raise no_record(index)
    return _entry(leaf, _names([json.loads(leaf.record.text)["actor"]]))


def latest_checkpoint(day: date, member: Member) -> CheckpointView | None:
    """The newest checkpoint of that day or before. One query."""
    found = LedgerCheckpoint.objects.filter(at__lt=member.organisation.end_of(day)).order_by("-size").first()
    return CheckpointView(found.size, found.at, found.note, found.verifier_key) if found else None


@dataclass(frozen=True)
class CheckView:
    """What the last nightly check has found; without `at` there was none."""

    at: datetime | None = None
    faults: Sequence[str] = ()


def last_check(member: Member) -> CheckView:
    """The last check of the log and the rows beside it. One query."""
    head = LedgerHead.objects.filter(organisation=member.organisation).first()
    return CheckView(head.checked_at, fault_texts(head.faults)) if head else CheckView()


def receivers() -> list[User]:
    """To whom checkpoints are mailed, by address. One query."""
    rows = CheckpointReceiver.objects.select_related("user").order_by("user__email")
    return [row.user for row in rows]


def receivers_of(organisation: Organisation, *, now: datetime) -> list[User]:
    """Those of them who are still members. One query."""
    members = Membership.objects.on(organisation.today(now)).filter(organisation=organisation)
    rows = CheckpointReceiver.objects.filter(
        user__in=members.values("user"), user__is_active=True
    ).select_related("user")
    return [row.user for row in rows.order_by("user_id")]


def unmailed(organisation: Organisation) -> tuple[LedgerCheckpoint, LedgerHead] | None:
    """The newest checkpoint and what the check found, while receivers do not have it or it is not sound."""
    with scope.organisation(organisation):
        checkpoint = LedgerCheckpoint.objects.order_by("-size").first()
        head = LedgerHead.objects.filter(organisation=organisation).first()
    if checkpoint is None or head is None or (checkpoint.size <= head.mailed_size and not head.faults):
        return None
    return checkpoint, head


def no_record(index: int) -> NotFound:
    """The answer for an entry that there is not, or that has been erased."""
    return NotFound("no_record", _("There is no entry %(index)s, or it is erased.") % {"index": index})


def _last_index(before: datetime) -> int:
    """The last entry written before an instant; -1 when there is none. One query."""
    last = LedgerRecord.objects.filter(at__lt=before).aggregate(last=Max("leaf__index"))["last"]
    return -1 if last is None else int(last)


def _names(actors: Iterable[str]) -> dict[str, str]:
    """What to call those who acted. One query."""
    ids = {int(actor.removeprefix("user:")) for actor in actors if actor.startswith("user:")}
    names = {f"user:{user.pk}": str(user) for user in User.objects.filter(pk__in=ids)}
    return {"console": gettext("The operator, at the command line"), **names}


def _entry(leaf: LedgerLeaf, names: dict[str, str]) -> Entry:
    if not hasattr(leaf, "record"):
        return Entry(leaf.index, hash=leaf.hash, is_erased=True)
    record = json.loads(leaf.record.text)
    return Entry(
        index=leaf.index,
        hash=leaf.hash,
        text=describe(record["action"], record["details"]),
        actor=names.get(record["actor"], gettext("Somebody who is no longer a user")),
        subject=record["subject"],
        at=leaf.record.at,
        is_erasable=record["action"] != ERASED,
    )
