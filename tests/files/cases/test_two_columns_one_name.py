"""Two columns of one name: asked which of the two, never the first in silence."""

import pytest

from cast import Cast
from files.cases.way_in import asked, looked_at, people, questions, rows, shared, tree, twice

LIST = rows("id,name,manager,unit,unit", "1,Ida,,100,Care", "2,Bo,1,100,Care", "3,Eva,1,200,Home")
MANAGERS = rows("id,name,manager,manager,unit", "1,Ida,,,Care", "2,Bo,,1,Care", "3,Eva,,1,Care")
THREE = (
    LIST.replace("unit,unit", "unit,unit,unit")
    .replace(",Care\n", ",Care,x\n")
    .replace(",Home\n", ",Home,y\n")
)


@pytest.mark.parametrize("text", [LIST, THREE])
def test_the_one_that_is_chosen_counts(clinic: Cast, text: str) -> None:
    found = looked_at(clinic.carla, text)
    assert asked(found) == ["which_column"]
    assert questions(found)[0].choices[:2] == ("unit", "unit (2)")
    twice(clinic.carla, text, which_column="unit (2)")
    assert set(tree()) == {"Care", "Home"}


def test_managers(clinic: Cast) -> None:
    twice(clinic.carla, MANAGERS, which_column="manager (2)")
    assert people()["3"] == ("Eva", "1", "Care")


def test_the_input_beside_the_repository(clinic: Cast) -> None:
    found = looked_at(clinic.carla, shared("two-columns-one-name/people.csv"))
    assert asked(found) == ["which_column", "which_column"]
