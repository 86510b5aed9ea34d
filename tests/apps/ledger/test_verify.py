"""The verifier against somebody who rewrites the file: whatever is changed, it names an entry and fails."""

import json
import random
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from colead.apps.ledger.checkpoint import BadNote, new_checkpoint, open_note, read_key, sign, verifier_key
from colead.apps.ledger.record import ERASED, canonical, make_record, record_hash
from colead.apps.ledger.tree import Frontier
from colead.apps.ledger.verify import FORMAT, CheckFailed, NotReadable, verify

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
ORIGIN = "colead/clinic"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
SIZE, ERASED_INDEX = 24, 5


def build(size: int = SIZE, *, key: Ed25519PrivateKey = KEY, first: int = 0) -> list[bytes]:
    """An export made without Colead's database: entry 5 erased, checkpoints after 8, 16 and the last."""
    lines, grown = (
        [_line(format=FORMAT, organisation="clinic", keys=[str(verifier_key(ORIGIN, key))])],
        Frontier(),
    )
    for index in range(size):
        salt, record = index.to_bytes(32, "big"), _record(index, first)
        leaf = record_hash(salt, record)
        grown = grown.append(leaf)
        kept = {} if index == ERASED_INDEX else {"salt": salt.hex(), "record": record}
        lines.append(_line(entry=index, hash=leaf.hex(), **kept))
        if grown.size in {8, 16, size}:
            checkpoint = new_checkpoint(origin=ORIGIN, size=grown.size, root=grown.root(), at=AT)
            lines.append(_line(checkpoint=sign(checkpoint, key)))
    return lines


def _record(index: int, first: int) -> dict[str, object]:
    action, details = "decisions.decided", {"decision": index + first}
    if index == 6:
        action, details = ERASED, {"index": ERASED_INDEX}
    return make_record(actor="user:1", action=action, subject=f"decision:{index}", details=details, at=AT)


def _line(**values: object) -> bytes:
    return canonical(values) + b"\n"


def note_of(lines: list[bytes], number: int) -> str:
    return [json.loads(line)["checkpoint"] for line in lines if b'"checkpoint"' in line][number]


GOOD = build()
KEPT = note_of(GOOD, -1)


def test_a_good_file_passes_and_says_what_it_holds() -> None:
    found = verify(GOOD, trusted_key=str(verifier_key(ORIGIN, KEY)), older_note=KEPT)
    assert (found.organisation, found.entries, found.erased, found.checkpoints) == ("clinic", SIZE, {5}, 3)


def mutations(seed: int) -> list[tuple[str, bytes]]:
    """Every kind of attack on the bytes of the file."""
    chance, whole = random.Random(seed), b"".join(GOOD)
    at, other = sorted(chance.sample(range(len(GOOD)), 2))
    byte = chance.randrange(len(whole))
    flipped = bytearray(whole)
    flipped[byte] ^= 1 << chance.randrange(8)
    swapped = list(GOOD)
    swapped[at], swapped[other] = swapped[other], swapped[at]
    return [
        ("flip", bytes(flipped)),
        ("drop a byte", whole[:byte] + whole[byte + 1 :]),
        ("insert a byte", whole[:byte] + bytes([chance.randrange(256)]) + whole[byte:]),
        ("cut", whole[:byte]),
        ("drop a line", b"".join(GOOD[:at] + GOOD[at + 1 :])),
        ("repeat a line", b"".join([*GOOD[: at + 1], *GOOD[at:]])),
        ("swap lines", b"".join(swapped)),
        ("move a line", b"".join([*GOOD[:at], *GOOD[at + 1 : other + 1], GOOD[at], *GOOD[other + 1 :]])),
        ("drop many", b"".join(GOOD[:at] + GOOD[other:])),
    ]


def entries_of(data: bytes) -> list[bytes]:
    return [line for line in data.splitlines(keepends=True) if b'"checkpoint"' not in line]


def passes(data: bytes, older_note: str = KEPT) -> bool:
    try:
        verify(data.splitlines(keepends=True), older_note=older_note)
    except (CheckFailed, NotReadable):
        return False
    return True


def is_harmless(kind: str, data: bytes) -> bool:
    """An earlier checkpoint is gone, and every entry stands as it did."""
    return kind.startswith("drop") and entries_of(data) == entries_of(b"".join(GOOD))


def test_every_mutation_of_an_entry_is_caught() -> None:
    whole = b"".join(GOOD)
    tried, missed = 0, []
    for seed in range(100):
        for kind, data in mutations(seed):
            if data == whole:
                continue
            tried += 1
            if passes(data) and not is_harmless(kind, data):
                missed.append((seed, kind))
    assert missed == []
    assert tried > 750


def test_one_bit_of_every_byte_is_caught() -> None:
    short = build(8)  # every kind of line is in it
    whole, kept = b"".join(short), note_of(short, -1)
    assert passes(whole, kept)
    missed = []
    for position in range(len(whole)):
        flipped = bytearray(whole)
        flipped[position] ^= 1 << (position % 8)
        if passes(bytes(flipped), kept):
            missed.append(position)
    assert missed == []


def test_a_changed_record_is_named() -> None:
    changed = [line.replace(b'"decision":11', b'"decision":12') for line in GOOD]
    with pytest.raises(CheckFailed, match="Entry 11"):
        verify(changed)


def test_a_history_written_again_with_the_right_key_differs_from_the_kept_checkpoint() -> None:
    fork = build(SIZE + 4, first=100)
    verify(fork)  # consistent in itself: only what was kept outside can tell
    with pytest.raises(CheckFailed, match=f"Entry {SIZE - 1}"):
        verify(fork, older_note=KEPT)


def test_a_history_that_only_grew_begins_with_the_kept_checkpoint() -> None:
    assert verify(build(SIZE + 4), older_note=KEPT).entries == SIZE + 4


def test_a_history_cut_at_a_checkpoint_is_shorter_than_the_kept_one() -> None:
    with pytest.raises(CheckFailed, match="Entry 8: missing"):
        verify(build(8), older_note=KEPT)


def test_another_key_is_not_trusted() -> None:
    forged = build(key=OTHER_KEY)
    with pytest.raises(CheckFailed, match="another key"):
        verify(forged, trusted_key=str(verifier_key(ORIGIN, KEY)))
    with pytest.raises(CheckFailed, match="not known here"):
        verify(forged, older_note=KEPT)


def test_a_record_that_is_missing_without_a_tombstone_is_named() -> None:
    silent = list(GOOD)
    entry = json.loads(silent[4])
    silent[4] = _line(entry=entry["entry"], hash=entry["hash"])
    with pytest.raises(CheckFailed, match="Entry 3: its record is missing"):
        verify(silent)


@pytest.mark.parametrize("data", [b"", b"{}\n", b"hello\n", b'{"format":"other"}\n', b"\xff\xfe\n"])
def test_what_is_no_ledger_is_not_readable(data: bytes) -> None:
    with pytest.raises(NotReadable):
        verify(data.splitlines(keepends=True))


def test_a_note_is_read_only_in_its_one_spelling() -> None:
    key = verifier_key(ORIGIN, KEY)
    assert open_note(KEPT, [key])[0].size == SIZE
    for changed in (KEPT.replace("\n24\n", "\n024\n"), KEPT.replace("—", "-"), KEPT + "\n", KEPT.rstrip()):
        with pytest.raises(BadNote):
            open_note(changed, [key])
    with pytest.raises(BadNote, match="not a verifier key"):
        read_key("colead/clinic+00000000+" + str(key).split("+", 2)[2])


@pytest.mark.parametrize("number", [0, 3])
@pytest.mark.parametrize("opening", [b"[", b'{"a":'])
def test_a_line_nested_deeper_than_anybody_means_is_named(number: int, opening: bytes) -> None:
    lines = build()
    lines[number] = 100_000 * opening + b"\n"
    with pytest.raises((NotReadable, CheckFailed)):
        verify(lines)
