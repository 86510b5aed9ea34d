"""The ledger as a file that anybody can verify without Colead's database: one JSON object a line.

{"format": "colead-ledger-1", "organisation": "clinic", "keys": ["colead/clinic+…"]}
{"entry": 0, "hash": "…", "salt": "…", "record": {…}}     without salt and record when these are erased
{"checkpoint": "…signed note…"}                           after the last entry that it covers

Every line is canonical JSON (sorted keys, no blanks), so that no byte of the file can change unseen.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from colead.apps.ledger.models import LedgerCheckpoint, LedgerLeaf
from colead.apps.ledger.record import canonical
from colead.apps.ledger.verify import FORMAT
from colead.apps.organisations.models import Organisation
from colead.kit import scope

CHUNK = 2000


def export_lines(organisation: Organisation, size: int) -> Iterator[bytes]:
    """The first `size` entries and the checkpoints over them, line by line, in little memory."""
    with scope.organisation(organisation):
        checkpoints = list(LedgerCheckpoint.objects.filter(size__lte=size).order_by("size"))
    keys = sorted({checkpoint.verifier_key for checkpoint in checkpoints})
    yield _line({"format": FORMAT, "organisation": organisation.slug, "keys": keys})
    due = {checkpoint.size: checkpoint.note for checkpoint in checkpoints}
    for start in range(0, size, CHUNK):
        # Entered for each chunk, so that the reader is never inside our scope between two lines.
        with scope.organisation(organisation):
            leaves = list(_leaves().filter(index__gte=start, index__lt=min(start + CHUNK, size)))
        for leaf in leaves:
            yield _line(_entry(leaf))
            if note := due.get(leaf.index + 1):
                yield _line({"checkpoint": note})


def _leaves() -> QuerySet[LedgerLeaf]:
    return LedgerLeaf.objects.select_related("record").order_by("index")


def _entry(leaf: LedgerLeaf) -> dict[str, Any]:
    entry: dict[str, Any] = {"entry": leaf.index, "hash": leaf.hash}
    if hasattr(leaf, "record"):
        entry |= {"salt": leaf.record.salt, "record": json.loads(leaf.record.text)}
    return entry


def _line(value: dict[str, Any]) -> bytes:
    return canonical(value) + b"\n"
