"""A manager named by an address, or a name, that several people share is refused with all of them."""

import pytest

from cast import Cast
from files.cases.way_in import looked_at, people, rows, shared, twice

LIST = rows(
    "id,name,email,manager,unit",
    "1,Ida Munk,ida@x.example,,Clinic",
    "2,Bo Lind,ward@x.example,ida@x.example,Ward",
    "3,Eva Holm,{second},ida@x.example,Ward",
    "4,Per Friis,per@x.example,{manager},Ward",
)
SHARED_ADDRESS = LIST.format(second="Ward@x.example", manager="ward@x.example")
IN_BRACKETS = LIST.format(second="ward@x.example", manager="The ward <WARD@x.example>")
SHARED_NAME = LIST.replace("Eva Holm", "Bo Lind").format(second="eva@x.example", manager="bo  lind")


@pytest.mark.parametrize("text", [SHARED_ADDRESS, IN_BRACKETS, SHARED_NAME])
def test_it_is_refused_with_both_names(clinic: Cast, text: str) -> None:
    (problem,) = looked_at(clinic.carla, text).file.findings["problems"]
    assert (problem["line"], problem["code"]) == (5, "ambiguous_manager")
    third = "Bo Lind" if text == SHARED_NAME else "Eva Holm"
    assert problem["values"]["several"] == f"Bo Lind (2), {third} (3)"


def test_an_id_settles_it(clinic: Cast) -> None:
    twice(clinic.carla, LIST.format(second="ward@x.example", manager="2"))
    assert people()["4"] == ("Per Friis", "2", "Ward")


def test_the_input_beside_the_repository(clinic: Cast) -> None:
    found = looked_at(clinic.carla, shared("shared-email/people.csv")).file.findings["problems"]
    assert [(one["line"], one["code"]) for one in found] == [
        (5, "ambiguous_manager"),
        (6, "ambiguous_manager"),
    ]
