"""Fixtures that every floor's tests share."""

import pytest

from cast import Cast, whole_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Alma, Bo, Carla, Dan, Olga and Uma of the clinic, Ida elsewhere (see tests/cast.py)."""
    return whole_cast()
