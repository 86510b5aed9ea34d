"""The secret key: from the environment, else made once and kept beside the database."""

import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key

from colead.kit.private_files import make_private_folder


def secret_key(configured: str, home: Path) -> str:
    """The configured key, or the one in `home/secret_key`, which is made at the first start."""
    if configured:
        return configured
    path = home / "secret_key"
    if not path.exists():
        make_private_folder(home)
        _write_private(path, get_random_secret_key())
    return path.read_text(encoding="utf-8").strip()


def _write_private(path: Path, text: str) -> None:
    """Create the file with mode 600; a second process that was faster keeps its key."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
