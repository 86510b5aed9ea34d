"""E-mail addresses have no case: whoever is written otherwise in the next list is the same person."""

import pytest

from cast import Cast
from colead.apps.people.models import Person
from files.cases.way_in import people, rows, shared, twice

FIRST = rows(
    "email,name,manager email,department",
    "ida.munk@x.example,Ida Munk,,Care",
    "bo@x.example,Bo Lind,ida.munk@x.example,Care",
)
SECOND = FIRST.replace("ida.munk@x", "Ida.Munk@X").replace("bo@x.example,Bo", "BO@x.example,Bo")
NUMBERED = rows(
    "id,name,email,manager,unit",
    "1,Ida Munk,Ida.Munk@x.example,,Care",
    "2,Bo Lind,bo@x.example,IDA.MUNK@x.example,Care",
)
LOWER = NUMBERED.replace("Ida.Munk@", "ida.munk@")
IN_BRACKETS = NUMBERED.replace("bo@x", "BO@x").replace("IDA.MUNK@x.example", "Ida <ida.munk@x.example>")


def test_addresses_as_ids(clinic: Cast) -> None:
    twice(clinic.carla, FIRST, SECOND)
    assert people() == {
        "ida.munk@x.example": ("Ida Munk", None, "Care"),
        "bo@x.example": ("Bo Lind", "ida.munk@x.example", "Care"),
    }


@pytest.mark.parametrize("second", [LOWER, IN_BRACKETS])
def test_addresses_beside_ids(clinic: Cast, second: str) -> None:
    twice(clinic.carla, NUMBERED, second)
    assert people()["2"] == ("Bo Lind", "1", "Care")
    assert set(Person.objects.values_list("email", flat=True)) == {"Ida.Munk@x.example", "bo@x.example"}


def test_the_input_beside_the_repository(clinic: Cast) -> None:
    twice(clinic.carla, shared("email-case/first.csv"), shared("email-case/second.csv"))
