"""Fixtures that every floor's tests share."""

import hypothesis
import pytest

from cast import Cast, whole_cast

# A busy machine is slow, not wrong: examples have no deadline, and are the same in every run.
hypothesis.settings.register_profile("colead", deadline=None, derandomize=True)
hypothesis.settings.load_profile("colead")


@pytest.fixture
def cast(db: None) -> Cast:
    """Alma, Bo, Carla, Dan, Olga and Uma of the clinic, Ida elsewhere (see tests/cast.py)."""
    return whole_cast()
