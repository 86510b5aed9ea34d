from collections.abc import Iterator

import pytest

from apps.leadership.builders import House, build_house
from cast import Cast
from colead.kit import scope
from remembered import remembered


@pytest.fixture
def clinic(cast: Cast) -> Iterator[Cast]:
    """The cast, inside the scope of the clinic."""
    with scope.organisation(cast.clinic):
        yield cast


@pytest.fixture
@remembered
def house(clinic: Cast) -> House:
    """The clinic with four units, nine people and a few competencies (see builders.py)."""
    return build_house(clinic)
