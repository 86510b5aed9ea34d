from collections.abc import Iterator

import pytest

from apps.people.staff import NOW, take_in
from cast import Cast
from colead.apps.people import services
from colead.kit import scope
from remembered import remembered


@pytest.fixture
def clinic(cast: Cast) -> Iterator[Cast]:
    """The cast, inside the scope of the clinic."""
    with scope.organisation(cast.clinic):
        yield cast


@pytest.fixture
@remembered
def telling(clinic: Cast) -> Cast:
    """The clinic with its staff (Alma, Bo and Uma among them) and the catalogue of competencies."""
    take_in(clinic.carla)
    services.ensure_competencies(by=clinic.carla, now=NOW)
    return clinic
