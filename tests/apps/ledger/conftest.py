"""The ledger's key belongs to the test, not to the machine."""

from pathlib import Path

import pytest

from apps.jobs.installation import installation, migrated

__all__ = ["installation", "migrated"]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings) -> Path:
    settings.HOME = tmp_path / "ledger_home"
    settings.HOME.mkdir()
    return settings.HOME
