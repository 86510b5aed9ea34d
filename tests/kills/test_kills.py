"""A small share of what `make kills` does, on the database of the suite; its server is one of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
OWN = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")])}


@pytest.mark.ci
@pytest.mark.database("both")
def test_nothing_is_lost_doubled_half_or_stuck_after_sixty_kills() -> None:
    words = [sys.executable, "-m", "kills", "--count", "60", "--databases", connection.vendor]
    done = subprocess.run(words, cwd=ROOT, env=OWN, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert killed(done.stdout, "inside a transaction") > 0


def killed(text: str, where: str) -> int:
    """How many of the table's kills fell there."""
    head, _line, *rows = [line.split("|") for line in text.splitlines() if line.startswith("|")]
    column = [cell.strip() for cell in head].index(where)
    return sum(int(row[column].replace(",", "")) for row in rows)
