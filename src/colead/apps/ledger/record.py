"""What one entry says, and the bytes that are hashed. No Django, no database."""

import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from colead.apps.ledger.tree import leaf_hash

SALT_BYTES = 32
LONGEST_TEXT = 200
ERASED = "ledger.record_erased"
RESTORED = "ledger.restored"

Record = dict[str, Any]


def new_salt() -> bytes:
    """Random bytes that keep an erased record from being guessed from its hash."""
    return secrets.token_bytes(SALT_BYTES)


def make_record(*, actor: str, action: str, subject: str, details: Mapping[str, Any], at: datetime) -> Record:
    """One entry: who (an id), did what, to what (an id), with which counts and ids, and when (UTC).

    Raises TypeError or ValueError for details that do not belong in a ledger.
    """
    check_details(details)
    return {
        "action": action,
        "actor": actor,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "details": dict(details),
        "subject": subject,
    }


def canonical(value: Any) -> bytes:
    """JSON with sorted keys, no blanks, in UTF-8: one text for one value."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def record_hash(salt: bytes, record: Record) -> bytes:
    """SHA-256(0x00 ‖ salt ‖ canonical JSON)."""
    return leaf_hash(salt + canonical(record))


def check_details(value: Any) -> None:
    """Refuse what does not belong in a ledger: long texts, and floats, whose text differs by language."""
    match value:
        case None | bool() | int():
            return
        case str():
            if len(value) > LONGEST_TEXT:
                raise ValueError(
                    f"{value[:30]!r}… has {len(value)} characters, a ledger text at most {LONGEST_TEXT}. "
                    "Write ids and counts, not contents."
                )
        case Mapping():
            for name, inner in value.items():
                if not isinstance(name, str):
                    raise TypeError(f"{name!r} is no text. The names of ledger details are texts.")
                check_details(inner)
        case list() | tuple():
            for inner in value:
                check_details(inner)
        case _:
            raise TypeError(
                f"{value!r} cannot stand in the ledger. Use whole numbers, texts, True, False, None, "
                "and lists or mappings of them; write a date with isoformat() and a share as text."
            )
