"""The ledger's key belongs to the test, not to the machine."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings) -> Path:
    settings.HOME = tmp_path / "ledger_home"
    settings.HOME.mkdir()
    return settings.HOME
