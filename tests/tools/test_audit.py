"""Looking up weaknesses: what counts as nobody having answered."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("said", "away"),
    [
        ("requests.exceptions.ConnectionError: ... Max retries exceeded with url: /pypi/django/json", True),
        ("ERROR:pip_audit._cli:Could not connect to PyPI's vulnerability feed", True),
        ("ERROR:pip_audit._cli:x: Dependency not found on PyPI and could not be audited: x (1.0)", False),
        ("requests.exceptions.HTTPError: 503 Server Error: Service Unavailable for url: x", False),
        ("Found 1 known vulnerability in 1 package", False),
    ],
)
def test_only_silence_counts_as_not_reached(said: str, away: bool) -> None:
    spec = importlib.util.spec_from_file_location("audit_tool", ROOT / "tools/audit.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.is_away(1, said) is away
    assert not tool.is_away(0, said)
