"""A kind of file a module: inputs as people have them, through the whole way to the organisation."""

from collections.abc import Iterator

import pytest

from cast import Cast
from colead.kit import scope


@pytest.fixture
def clinic(cast: Cast) -> Iterator[Cast]:
    """The cast, inside the scope of the clinic."""
    with scope.organisation(cast.clinic):
        yield cast
