"""A path names a unit and all those above it."""

import pytest

from cast import Cast
from files.cases.way_in import people, shared, tree, twice

LIST = "id,name,manager,unit\n1,Ida,,{root}\n2,Bo,1,{north}\n3,Eva,1,{south}\n"
PATHS = [
    ("/", "/Care/North", "/Care/South"),
    ("Care", "Care > North", "Care>South"),
    ("Care", "Care\\North", "care \\ South"),
    ("Care", "Care / North", "Care / South"),
]


@pytest.mark.parametrize(("root", "north", "south"), PATHS)
def test_every_way_to_write_a_path(clinic: Cast, root: str, north: str, south: str) -> None:
    twice(clinic.carla, LIST.format(root=root, north=north, south=south))
    assert tree() == {"Care": None, "North": "Care", "South": "Care"}
    assert people()["2"] == ("Bo", "1", "North")
    assert people()["1"][2] == (None if root == "/" else "Care")


def test_a_stroke_in_a_name_is_no_path(clinic: Cast) -> None:
    twice(clinic.carla, LIST.format(root="Drift/teknik", north="Børn/unge", south="Drift/teknik"))
    assert tree() == {"Drift/teknik": None, "Børn/unge": None}


def test_the_input_beside_the_repository(clinic: Cast) -> None:
    twice(clinic.carla, shared("unit-path/people.csv"))
    assert tree() == {"Care": None, "North": "Care", "South": "Care"}
