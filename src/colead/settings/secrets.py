"""The secret key: from the environment, else made once and kept beside the database."""

from pathlib import Path

from django.core.management.utils import get_random_secret_key

from colead.kit.private_files import make_once, make_private_folder


def secret_key(configured: str, home: Path) -> str:
    """The configured key, or the one in `home/secret_key`, which is made at the first start."""
    if configured:
        return configured
    path = home / "secret_key"
    if not path.exists():
        make_private_folder(home)
        make_once(path, get_random_secret_key())
    return path.read_text(encoding="utf-8").strip()
