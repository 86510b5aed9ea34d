"""What the database itself guarantees about the ledger."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cast import Cast
from colead.apps.ledger.models import LedgerCheckpoint, LedgerHead, LedgerLeaf
from colead.kit import scope


def test_two_entries_cannot_have_one_index(cast: Cast) -> None:
    with scope.organisation(cast.clinic):
        LedgerLeaf.objects.create(organisation=cast.clinic, index=0, hash="0" * 64)
        with pytest.raises(IntegrityError), transaction.atomic():
            LedgerLeaf.objects.create(organisation=cast.clinic, index=0, hash="1" * 64)


def test_an_organisation_has_one_head(cast: Cast) -> None:
    with scope.organisation(cast.clinic):
        LedgerHead.objects.create(organisation=cast.clinic)
        with pytest.raises(IntegrityError), transaction.atomic():
            LedgerHead.objects.create(organisation=cast.clinic)


def test_an_empty_log_has_no_checkpoint(cast: Cast) -> None:
    with scope.organisation(cast.clinic), pytest.raises(IntegrityError), transaction.atomic():
        LedgerCheckpoint.objects.create(organisation=cast.clinic, size=0, at=timezone.now())
