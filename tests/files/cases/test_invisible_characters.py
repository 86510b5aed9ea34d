"""What cannot be seen makes nobody somebody else, and no unit another."""

import pytest

from cast import Cast
from files.cases.way_in import people, rows, shared, tree, twice

CLEAN = rows(
    "id,name,manager,unit",
    "1001,Ida Munk,,Care home",
    "1002,Bo Lind,1001,Care home",
    "1003,Eva Holm,1001,Care home",
)
NO_WIDTH = (
    CLEAN.replace("1001,Ida", "1001\u200b,Ida")
    .replace("1003,", "\ufeff1003\u2060,")
    .replace("1002,Bo", "1002\u200e,Bo")
)
SPACES = CLEAN.replace("Bo Lind,1001,Care home", "Bo\u00a0Lind,\u00a01001\u202f,Care\u00a0home").replace(
    "Eva Holm", "Eva\u2009Holm"
)
SOFT = CLEAN.replace("1003,Eva Holm,1001,Care", "1003,Eva Holm,10\u00ad01,Ca\u00adre").replace(
    "Ida Munk", "\u202bIda\u200f Munk\u202c"
)


@pytest.mark.parametrize("other", [NO_WIDTH, SPACES, SOFT])
def test_the_same_list_with_what_cannot_be_seen(clinic: Cast, other: str) -> None:
    twice(clinic.carla, CLEAN, other)
    assert people()["1003"] == ("Eva Holm", "1001", "Care home")


@pytest.mark.parametrize("first", [NO_WIDTH, SPACES, SOFT])
def test_what_cannot_be_seen_is_not_kept(clinic: Cast, first: str) -> None:
    twice(clinic.carla, first, CLEAN)
    assert set(people()) == {"1001", "1002", "1003"}
    assert tree() == {"Care home": None}


def test_the_input_beside_the_repository(clinic: Cast) -> None:
    twice(clinic.carla, shared("invisible-characters/people.csv"))
    assert people()["1003"] == ("Eva Holm", "1001", "Care")
    assert tree() == {"Care": None}
