"""A unit that is spelled otherwise in the next list is the same unit: nobody moves."""

import pytest

from cast import Cast
from colead.apps.people.models import Unit
from files.cases.way_in import people, rows, shared, tree, twice

JAN = "id,name,manager,unit,parent unit\n1,Ida,,Clinic,\n2,Bo,1,Care Home,Clinic\n3,Eva,2,Care Home,Clinic\n"
CASE = JAN.replace("Care Home", "CARE home")
SPACES = JAN.replace("3,Eva,2,Care Home,Clinic", "3,Eva,2,Care  Home,clinic ")
NUMBERED = rows(
    "id,name,manager,unit_key,unit,parent unit",
    "1,Ida,,A1,Clinic,",
    "2,Bo,1,B1,Care Home,a1",
    "3,Eva,2,b1,Care home,Clinic",
)
PATH = "id,name,manager,unit\n1,Ida,,Clinic\n2,Bo,1,Clinic / Care Home\n3,Eva,2,clinic / care home\n"


@pytest.mark.parametrize("second", [CASE, SPACES])
def test_the_next_list_spells_it_otherwise(clinic: Cast, second: str) -> None:
    twice(clinic.carla, JAN, second)
    assert tree() == {"Clinic": None, "Care Home": "Clinic"}
    assert people()["3"] == ("Eva", "2", "Care Home")


@pytest.mark.parametrize("text", [NUMBERED, PATH])
def test_two_spellings_in_one_list(clinic: Cast, text: str) -> None:
    twice(clinic.carla, text)
    assert tree() == {"Clinic": None, "Care Home": "Clinic"}
    assert Unit.objects.count() == 2


def test_the_input_beside_the_repository(clinic: Cast) -> None:
    twice(clinic.carla, shared("unit-respelled/jan.csv"), shared("unit-respelled/feb-case.csv"))
