"""Check an exported ledger: every entry, the tree, the signatures. No Django, no database, no trust."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from colead.apps.ledger.checkpoint import BadNote, Checkpoint, VerifierKey, open_note, origin_of, read_key
from colead.apps.ledger.record import ERASED, SALT_BYTES, canonical, record_hash
from colead.apps.ledger.tree import Frontier
from colead.files.plain_json import read_json

FORMAT = "colead-ledger-1"


class NotReadable(Exception):
    """The file is not an exported ledger at all."""


class CheckFailed(Exception):
    """The file says something that cannot be true; the text names the entry."""

    @property
    def entry(self) -> int | None:
        """The entry that the text names; None when it is about the header or about every line."""
        named = re.search(r"[Ee]ntry (\d+)", str(self))
        return int(named[1]) if named else None


@dataclass
class Verified:
    """What was checked, for the one who reads the result."""

    organisation: str
    keys: list[VerifierKey]
    frontier: Frontier = field(default_factory=Frontier)
    checkpoints: int = 0
    erased: set[int] = field(default_factory=set)
    tombstones: set[int] = field(default_factory=set)
    last: Checkpoint | None = None
    used: set[VerifierKey] = field(default_factory=set)

    @property
    def entries(self) -> int:
        """How many entries the file holds."""
        return self.frontier.size


def verify(lines: Iterable[bytes], *, trusted_key: str = "", older_note: str = "") -> Verified:
    """Read an export and check all that can be checked; memory does not grow with its length.

    `trusted_key`: a verifier key noted earlier; checkpoints by another fail. Without it the file's own key is
    taken on trust. `older_note`: a checkpoint kept outside; the file must begin with exactly what it covers.
    Raises NotReadable or CheckFailed (naming the entry); BadNote when key or older checkpoint are unusable.
    """
    numbered = enumerate(lines, start=1)
    found = _header(next(numbered, (1, b""))[1], trusted_key)
    older = _open_older(older_note, found) if older_note else None
    for number, line in numbered:
        _line(found, _parsed(line, number), number)
        if older and found.entries == older.size:
            _same_root(found, older)
    _check_whole(found, older)
    return found


def _header(line: bytes, trusted_key: str) -> Verified:
    try:
        header = read_json(line)
        if header["format"] != FORMAT:
            raise NotReadable(f"Its format is {header['format']!r}; this program reads {FORMAT!r}.")
        found = Verified(str(header["organisation"]), [read_key(key) for key in header["keys"]])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotReadable(f"Its first line is not the header of an exported ledger ({error}).") from error
    if canonical(header) + b"\n" != line or set(header) != {"format", "organisation", "keys"}:
        raise CheckFailed("Line 1: the header has been rewritten.")
    if trusted_key:
        trusted = read_key(trusted_key)
        if any(key != trusted for key in found.keys):
            raise CheckFailed(f"Line 1: the file is signed by another key than {trusted}.")
    return found


def _parsed(line: bytes, number: int) -> dict[str, Any]:
    try:
        value = read_json(line)
        if isinstance(value, dict) and canonical(value) + b"\n" == line:
            return value
    except ValueError:
        pass
    raise CheckFailed(f"Line {number}: it is damaged or cut off; it is not one canonical JSON object.")


def _line(found: Verified, value: dict[str, Any], number: int) -> None:
    if set(value) == {"checkpoint"}:
        _checkpoint(found, value["checkpoint"])
    elif set(value) in ({"entry", "hash"}, {"entry", "hash", "salt", "record"}):
        _entry(found, value)
    else:
        raise CheckFailed(f"Line {number}: neither an entry nor a checkpoint.")


def _entry(found: Verified, value: dict[str, Any]) -> None:
    index = found.entries
    if value["entry"] != index or isinstance(value["entry"], bool):
        raise CheckFailed(
            f"Entry {index}: missing or out of order; entry {value['entry']!r} is in its place."
        )
    try:
        leaf = _hexadecimal(value["hash"], 32)
        computed = (
            record_hash(_hexadecimal(value["salt"], SALT_BYTES), value["record"]) if "salt" in value else leaf
        )
    except (ValueError, TypeError) as error:
        raise CheckFailed(f"Entry {index}: its hash or salt is damaged.") from error
    if computed != leaf:
        raise CheckFailed(f"Entry {index}: its record does not have the hash that stands in the ledger.")
    found.frontier = found.frontier.append(leaf)
    _note_erasure(found, value.get("record"), index)


def _hexadecimal(text: str, size: int) -> bytes:
    data = bytes.fromhex(text)
    if data.hex() != text or len(data) != size:
        raise ValueError(text)
    return data


def _note_erasure(found: Verified, record: Any, index: int) -> None:
    """Remember which entries are erased, and which entries say so."""
    match record:
        case None:
            found.erased.add(index)
        case {"action": action, "details": {"index": int(erased)}} if action == ERASED and erased < index:
            found.tombstones.add(erased)


def _checkpoint(found: Verified, note: Any) -> None:
    after = f"Checkpoint after entry {found.entries - 1}"
    try:
        checkpoint, key = open_note(note if isinstance(note, str) else "", found.keys)
    except BadNote as error:
        raise CheckFailed(f"{after}: {error}.") from error
    if checkpoint.origin != origin_of(found.organisation):
        raise CheckFailed(f"{after}: it belongs to {checkpoint.origin!r}.")
    if checkpoint.size != found.entries:
        raise CheckFailed(
            f"{after}: it covers {checkpoint.size} entries, but {found.entries} come before it."
        )
    if found.last and checkpoint.size == found.last.size:
        raise CheckFailed(f"{after}: it stands there twice.")
    _same_root(found, checkpoint)
    found.last, found.checkpoints = checkpoint, found.checkpoints + 1
    found.used.add(key)


def _same_root(found: Verified, checkpoint: Checkpoint) -> None:
    if found.frontier.root() != checkpoint.root:
        raise CheckFailed(
            f"Entry {found.entries - 1}: the entries so far are not those that were signed {checkpoint.at}."
        )


def _check_whole(found: Verified, older: Checkpoint | None) -> None:
    """What only the whole file shows."""
    if found.entries and (found.last is None or found.last.size != found.entries):
        raise CheckFailed(
            f"Entry {found.entries - 1}: no checkpoint after the last entry; the file is cut off."
        )
    if missing := sorted(found.erased - found.tombstones):
        raise CheckFailed(f"Entry {missing[0]}: its record is missing, and no entry says that it was erased.")
    if unused := sorted(str(key) for key in found.keys if key not in found.used):
        raise CheckFailed(f"Line 1: no checkpoint is signed by the key {unused[0]}.")
    if older and older.size > found.entries:
        raise CheckFailed(
            f"Entry {found.entries}: missing; the older checkpoint covers {older.size} entries."
        )


def _open_older(note: str, found: Verified) -> Checkpoint:
    try:
        return open_note(note, found.keys)[0]
    except BadNote as error:
        raise CheckFailed(f"The older checkpoint: {error}.") from error
