"""A small share of what `make power-cuts` does, with its two counter-examples."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OWN = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")])}


@pytest.mark.ci
@pytest.mark.database("sqlite")
@pytest.mark.skipif(shutil.which("gcc") is None, reason="needs gcc")
def test_nothing_acknowledged_is_lost_where_the_power_is_cut_and_without_fsync_it_is() -> None:
    words = [sys.executable, "-m", "power_cuts", "--count", "150", "--rounds", "20"]
    done = subprocess.run(words, cwd=ROOT, env=OWN, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
