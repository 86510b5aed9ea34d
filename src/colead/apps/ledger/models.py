"""One append-only log for each organisation: hashes that stay, and records that can be erased."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from colead.apps.ledger.tree import Frontier
from colead.apps.organisations.models import OrganisationOwned, User


class LedgerHead(OrganisationOwned):
    """Where the next entry goes. Appending locks this row, so that indexes have no gap and no double."""

    size = models.PositiveBigIntegerField(default=0)
    peaks = models.JSONField(default=list)  # hexadecimal, largest subtree first
    # Of the nightly check, and of the e-mails that carry checkpoints out of the house.
    checked_at = models.DateTimeField(null=True)
    faults = models.JSONField(default=list, db_default=[])  # soundness.Fault: kind, entry, subject
    mailed_size = models.PositiveBigIntegerField(default=0, db_default=0)

    class Meta:
        verbose_name = _("head of the record")
        verbose_name_plural = _("heads of the record")
        constraints = [models.UniqueConstraint(fields=["organisation"], name="ledgerhead_one")]

    def __str__(self) -> str:
        return f"{self.size} entries of organisation {self.organisation_id}"

    @property
    def frontier(self) -> Frontier:
        """The head as the tree knows it."""
        return Frontier(self.size, tuple(bytes.fromhex(peak) for peak in self.peaks))

    @frontier.setter
    def frontier(self, value: Frontier) -> None:
        self.size = value.size
        self.peaks = [peak.hex() for peak in value.peaks]


class LedgerLeaf(OrganisationOwned):
    """The hash of one entry. It is never changed and never deleted."""

    index = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)  # hexadecimal

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        constraints = [models.UniqueConstraint(fields=["organisation", "index"], name="ledgerleaf_index")]

    def __str__(self) -> str:
        return f"entry {self.index} of organisation {self.organisation_id}"


class LedgerRecord(OrganisationOwned):
    """What the entry says, with its salt. Erasing this row leaves the hash, which then tells nothing."""

    leaf = models.OneToOneField(LedgerLeaf, on_delete=models.CASCADE, related_name="record")
    salt = models.CharField(max_length=64)  # hexadecimal
    # The canonical text itself: a JSON column may write the same value differently and break the hash.
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("record of an entry")
        verbose_name_plural = _("records of entries")
        indexes = [models.Index(fields=["organisation", "at"])]

    def __str__(self) -> str:
        return f"record {self.pk}"


class LedgerCheckpoint(OrganisationOwned):
    """A signed statement of size and root. Kept outside, it makes a later rewrite visible."""

    size = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64)  # hexadecimal
    at = models.DateTimeField()
    verifier_key = models.CharField(max_length=200)
    note = models.TextField()

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "size"], name="ledgercheckpoint_size"),
            models.CheckConstraint(condition=Q(size__gt=0), name="ledgercheckpoint_not_empty"),
        ]

    def __str__(self) -> str:
        return f"checkpoint {self.size} of organisation {self.organisation_id}"


class CheckpointReceiver(OrganisationOwned):
    """A member to whom every new checkpoint is mailed, so that it leaves the house."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("receiver of checkpoints")
        verbose_name_plural = _("receivers of checkpoints")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="checkpointreceiver_once")
        ]

    def __str__(self) -> str:
        return f"checkpoints of organisation {self.organisation_id} to user {self.user_id}"
