"""Signed statements of a log's size and root, in the form of C2SP signed notes. No Django, no database.

    colead/clinic
    5
    0Xk5…base64 of the root…=
    time 2026-03-02T12:00:00Z

    — colead/clinic Az3g…base64 of key id and signature…=

Source: C2SP tlog-checkpoint and signed-note (c2sp.org); signatures are Ed25519 (RFC 8032).
"""

from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from colead.kit.private_files import make_once

FILE_NAME = "ledger_key"


def signing_key() -> Ed25519PrivateKey:
    """The key of this installation, which alone needs its settings: whoever verifies has none."""
    from django.conf import settings

    path = Path(settings.HOME) / FILE_NAME
    if not path.exists():
        make_once(path, Ed25519PrivateKey.generate().private_bytes_raw().hex() + "\n")
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text(encoding="ascii").strip()))


ED25519 = b"\x01"  # the signature type of signed notes
ID_BYTES = 4


class BadNote(ValueError):
    """A checkpoint or key is not what it should be; the text says what is wrong."""


@dataclass(frozen=True)
class Checkpoint:
    """The log `origin` had `size` entries with this root at `at` (UTC, to the second)."""

    origin: str
    size: int
    root: bytes
    at: str

    @property
    def text(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\ntime {self.at}\n"


@dataclass(frozen=True)
class VerifierKey:
    """A public key with the name of the log that it signs; its text is `name+id+base64`."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """Four bytes that tell keys apart in a note."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:ID_BYTES]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{b64encode(ED25519 + self.public).decode()}"


def origin_of(organisation: str) -> str:
    """The name of an organisation's log, from its short name."""
    return f"colead/{organisation}"


def new_checkpoint(*, origin: str, size: int, root: bytes, at: datetime) -> Checkpoint:
    """A checkpoint not yet signed."""
    return Checkpoint(origin, size, root, at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def verifier_key(name: str, private: Ed25519PrivateKey) -> VerifierKey:
    """The public half of a key, as it is handed to those who check."""
    return VerifierKey(name, private.public_key().public_bytes_raw())


def sign(checkpoint: Checkpoint, private: Ed25519PrivateKey) -> str:
    """The checkpoint as a signed note."""
    key = verifier_key(checkpoint.origin, private)
    signature = b64encode(key.id + private.sign(checkpoint.text.encode())).decode()
    return f"{checkpoint.text}\n— {key.name} {signature}\n"


def open_note(note: str, keys: list[VerifierKey]) -> tuple[Checkpoint, VerifierKey]:
    """The checkpoint in a note and the key that signed it; BadNote unless one of `keys` did."""
    text, blank, last = note.partition("\n\n")
    parts = last.removesuffix("\n").split(" ")
    if not blank or len(parts) != 3 or parts[0] != "—" or not last.endswith("\n"):
        raise BadNote("it is not a signed note: text, an empty line, and one line with the signature")
    checkpoint = _read_text(text + "\n")
    signed = _decode(parts[2])
    for key in keys:
        if (key.name, key.id) == (parts[1], signed[:ID_BYTES]) and key.name == checkpoint.origin:
            return _checked(checkpoint, key, signed[ID_BYTES:])
    raise BadNote(f"it is signed by a key that is not known here (id {signed[:ID_BYTES].hex()})")


def read_key(text: str) -> VerifierKey:
    """A verifier key from its text; BadNote when it is none."""
    parts = text.strip().split("+", 2)
    data = _decode(parts[-1])
    key = VerifierKey(parts[0], data[1:])
    if str(key) != text.strip() or len(key.public) != 32:
        raise BadNote(f"{text[:60]!r} is not a verifier key. Write it as name+id+base64")
    return key


def _checked(checkpoint: Checkpoint, key: VerifierKey, signature: bytes) -> tuple[Checkpoint, VerifierKey]:
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, checkpoint.text.encode())
    except (InvalidSignature, ValueError) as error:
        raise BadNote("its signature does not fit its text") from error
    return checkpoint, key


def _read_text(text: str) -> Checkpoint:
    """The fields of the signed text; writing them again must give the same text."""
    lines = text.split("\n")
    if len(lines) != 5 or not lines[1].isdecimal() or not lines[3].startswith("time "):
        raise BadNote("its text is not origin, size, root and time, each on a line")
    checkpoint = Checkpoint(lines[0], int(lines[1]), _decode(lines[2]), lines[3].removeprefix("time "))
    if checkpoint.text != text:
        raise BadNote("its text is written in an unusual way")
    return checkpoint


def _decode(text: str) -> bytes:
    """Base64 in its one usual spelling."""
    try:
        data = b64decode(text, validate=True)
    except (Base64Error, ValueError) as error:
        raise BadNote(f"{text[:60]!r} is not base64") from error
    if b64encode(data).decode() != text:
        raise BadNote(f"{text[:60]!r} is written in an unusual way")
    return data
