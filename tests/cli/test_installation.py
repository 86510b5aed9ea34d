"""Commands that need an installation look first whether it is whole."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from colead.cli.main import COMMANDS, main

WORDS = {
    "import": ["people", "staff.csv", "--organisation", "clinic"],
    "serve": [],
    "worker": ["--once"],
    "setup": [],
    "doctor": [],
    "backup": ["copies"],
    "ledger": ["erase", "clinic", "1", "--yes"],
    "forget": ["clinic", "1042", "--yes"],
    "manage": ["check"],
}
NEEDS_NONE = {"demo", "analyse", "allocate", "restore"}  # a place of their own, files alone, or what mends it


def test_every_command_is_tried_here():
    assert set(WORDS) | NEEDS_NONE == set(COMMANDS)


@pytest.mark.parametrize("command", sorted(WORDS))
def test_nothing_starts_in_a_home_that_is_half_restored(command: str, tmp_path: Path, settings):
    unfinished = tmp_path / ".restore"
    unfinished.mkdir()
    (unfinished / "colead.sqlite3").touch()
    settings.HOME = tmp_path
    result = CliRunner().invoke(main, [command, *WORDS[command]])
    assert result.exit_code == 2
    assert f"A restore into {tmp_path} is running or was interrupted." in result.stderr
