"""Backups for a recipient: encrypted with age (https://age-encryption.org), by the package pyrage."""

from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from colead.backup.archive import new_file
from colead.backup.errors import BackupError, Damaged
from colead.files.translation import gettext_noop as _

_MAGIC = b"age-encryption.org/v1\n"


def make_identity(path: Path) -> str:
    """Write a new identity, for its user alone; returns the recipient that belongs to it."""
    identity = _age().x25519.Identity.generate()
    recipient = str(identity.to_public())
    try:
        with new_file(path) as file:
            file.write(f"# public key: {recipient}\n{identity}\n".encode())
    except OSError as error:
        raise BackupError(
            _("{path} cannot be written: {error}."), code="cannot_write", path=path, error=error.strerror
        ) from error
    return recipient


def read_recipients(texts: Sequence[str]) -> list[object]:
    """The recipients (`age1…`). Raises BackupError for one that cannot be read."""
    age = _age() if texts else None
    found = []
    for text in texts:
        try:
            found.append(age.x25519.Recipient.from_str(text.strip()))  # type: ignore[union-attr]
        except Exception as error:  # its errors have no common base
            hint = _("It begins with age1: colead backup --make-key prints one.")
            raise BackupError(
                _("'{text}' is no age recipient."), code="bad_recipient", hint=hint, text=text
            ) from error
    return found


def encrypt(source: Path, to: Path, recipients: Sequence[object]) -> None:
    """Write `source` encrypted to a new file `to`, on the disk when this returns."""
    with source.open("rb") as plain, new_file(to) as file:
        _age().encrypt_io(plain, file, list(recipients))


def is_encrypted(path: Path) -> bool:
    """True when the file is encrypted with age."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def decrypt(source: Path, to: Path, identity: Path | None) -> None:
    """Write what was encrypted to a new file.

    Raises BackupError without the right identity, Damaged when the file has been changed.
    """
    if identity is None:
        raise BackupError(
            _("The backup is encrypted."), code="needs_identity", hint=_("Name the key with --identity.")
        )
    age, keys = _age(), _read_identities(identity)
    with source.open("rb") as file, new_file(to) as plain:
        try:
            age.decrypt_io(file, plain, keys)
        except age.DecryptError as error:
            raise BackupError(
                _("{identity} does not open this backup ({error})."),
                code="wrong_identity",
                identity=identity,
                error=error,
            ) from error
        except OSError as error:
            raise Damaged(
                _("The backup cannot be decrypted: it is damaged or cut off."), code="damaged"
            ) from error


def _read_identities(path: Path) -> list[object]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        keys = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        found = [_age().x25519.Identity.from_str(key) for key in keys]
    except Exception as error:  # its errors have no common base
        raise _no_identity(path) from error
    if not found:
        raise _no_identity(path)
    return found


def _no_identity(path: Path) -> BackupError:
    return BackupError(_("{path} is no age identity (AGE-SECRET-KEY-1…)."), code="bad_identity", path=path)


def _age() -> ModuleType:
    try:
        import pyrage
    except ImportError as error:
        raise BackupError(
            _("The package pyrage is missing, without which nothing can be encrypted."),
            code="no_pyrage",
            hint=_("Install what the lock file names."),
        ) from error
    return pyrage  # type: ignore[no-any-return]
