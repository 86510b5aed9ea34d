"""The secret key: from the environment, else made once and kept beside the database."""

from pathlib import Path

from django.core.management.utils import get_random_secret_key

from colead.kit.private_files import make_once, make_private_folder
from colead.settings.environment import SettingError

SHORTEST_TOKEN = 16


def secret_key(configured: str, home: Path) -> str:
    """The configured key, or the one in `home/secret_key`, which is made at the first start."""
    if configured:
        return configured
    path = home / "secret_key"
    if not path.exists():
        make_private_folder(home)
        make_once(path, get_random_secret_key())
    return path.read_text(encoding="utf-8").strip()


def metrics_token(configured: str) -> str:
    """The token of /metrics, or none; SettingError for one that can be guessed."""
    if configured and len(configured) < SHORTEST_TOKEN:
        raise SettingError(
            f"COLEAD_METRICS_TOKEN has {len(configured)} characters. "
            f"Use {SHORTEST_TOKEN} or more, or leave it out."
        )
    return configured
