"""Looking up weaknesses: what counts as nobody having answered."""

from pathlib import Path

import pytest

from house_tools import tool

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
    made = tool("audit")
    assert made.is_away(1, said) is away
    assert not made.is_away(0, said)
