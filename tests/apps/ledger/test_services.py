"""Appending, erasing and signing, on the databases that Colead runs on."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from cast import Cast
from colead.apps.ledger import services, tree
from colead.apps.ledger.checkpoint import open_note, read_key, signing_key
from colead.apps.ledger.models import LedgerHead, LedgerLeaf, LedgerRecord
from colead.apps.ledger.record import record_hash
from colead.apps.ledger.verify import verify
from colead.kit import scope
from colead.kit.errors import Conflict, NotAllowed, NotFound
from colead.kit.roles import Member
from installation import Installation

pytestmark = pytest.mark.database("both")

NOW = timezone.now()


def append(by: Member, number: int = 0) -> LedgerLeaf:
    return services.append_entry(
        by=by, action="people.imported", subject=f"import:{number}", details={"joined": number}, now=NOW
    )


def exported(by: Member) -> list[bytes]:
    return list(services.export_ledger(by=by, now=NOW))


def test_entries_are_numbered_without_gap_and_hashed(cast: Cast) -> None:
    leaves = [append(cast.carla, number) for number in range(5)]
    assert [leaf.index for leaf in leaves] == [0, 1, 2, 3, 4]
    with scope.organisation(cast.clinic):
        record = LedgerRecord.objects.get(leaf=leaves[3])
        head = LedgerHead.objects.get()
    assert record_hash(bytes.fromhex(record.salt), json.loads(record.text)).hex() == leaves[3].hash
    assert json.loads(record.text)["actor"] == f"user:{cast.carla.user.pk}"
    assert head.frontier.root() == tree.frontier(bytes.fromhex(leaf.hash) for leaf in leaves).root()


def test_each_organisation_has_its_own_log(cast: Cast) -> None:
    append(cast.carla)
    assert append(cast.ida).index == 0


def test_an_entry_is_undone_with_its_transaction(cast: Cast) -> None:
    append(cast.carla)
    with transaction.atomic():
        append(cast.carla)
        transaction.set_rollback(True)
    assert append(cast.carla).index == 1


def test_appending_costs_the_same_at_every_size(cast: Cast, django_assert_max_num_queries) -> None:
    for number in range(40):
        with django_assert_max_num_queries(9):  # with savepoints, and the head made at the first
            append(cast.carla, number)


def test_an_erased_record_leaves_a_tree_that_verifies(cast: Cast) -> None:
    for number in range(6):
        append(cast.carla, number)
    tombstone = services.erase_record(by=cast.olga, index=2, now=NOW)
    assert tombstone.index == 6
    found = verify(exported(cast.olga))
    assert (found.entries, found.erased) == (7, {2})
    with scope.organisation(cast.clinic):
        assert not LedgerRecord.objects.filter(leaf__index=2).exists()


def test_only_an_owner_erases_and_never_twice(cast: Cast) -> None:
    append(cast.carla)
    with pytest.raises(NotAllowed):
        services.erase_record(by=cast.carla, index=0, now=NOW)
    services.erase_record(by=cast.olga, index=0, now=NOW)
    with pytest.raises(NotFound):
        services.erase_record(by=cast.olga, index=0, now=NOW)
    with pytest.raises(Conflict):
        services.erase_record(by=cast.olga, index=1, now=NOW)


def test_a_checkpoint_is_signed_once_for_a_size(cast: Cast) -> None:
    assert services.sign_checkpoint(organisation=cast.clinic, now=NOW) is None
    append(cast.carla)
    first = services.sign_checkpoint(organisation=cast.clinic, now=NOW)
    assert first is not None
    assert services.sign_checkpoint(organisation=cast.clinic, now=NOW) == first
    checkpoint, _key = open_note(first.note, [read_key(first.verifier_key)])
    assert (checkpoint.origin, checkpoint.size, checkpoint.root.hex()) == ("colead/clinic", 1, first.root)


def test_the_key_is_made_once_and_private(home: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = {key.private_bytes_raw() for key in pool.map(lambda _n: signing_key(), range(8))}
    assert len(keys) == 1
    assert (home / "ledger_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in home.iterdir()] == ["ledger_key"]


def test_exports_of_an_empty_and_a_long_ledger_verify(cast: Cast) -> None:
    assert verify(exported(cast.olga)).entries == 0
    for number in range(30):
        append(cast.carla, number)
        if number % 10 == 4:
            services.sign_checkpoint(organisation=cast.clinic, now=NOW)
    found = verify(exported(cast.olga))
    assert (found.entries, found.checkpoints) == (30, 4)
    with pytest.raises(NotAllowed):
        exported(cast.alma)


APPEND = """
from django.utils import timezone
from colead.apps.ledger.services import append_entry
from colead.apps.organisations.models import Organisation
from colead.kit.roles import console
by = console(Organisation.objects.get(slug="clinic"))
for number in range(25):
    append_entry(by=by, action="a.b", subject="x:1", details={"n": number}, now=timezone.now())
"""
EXPORT = """
import json
from django.utils import timezone
from colead.apps.ledger.services import export_ledger
from colead.apps.organisations.models import Organisation
from colead.kit.roles import console
by = console(Organisation.objects.get(slug="clinic"))
print(json.dumps([line.decode() for line in export_ledger(by=by, now=timezone.now())]))
"""


def test_processes_that_append_at_the_same_moment_lose_nothing(installation: Installation) -> None:
    writers = [installation.start(APPEND) for _ in range(4)]
    for writer in writers:
        writer.answer()
    assert verify(line.encode() for line in installation.run(EXPORT)).entries == 100
