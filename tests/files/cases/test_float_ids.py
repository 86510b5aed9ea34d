"""Ids that a program wrote as decimals are the whole numbers they were."""

import pytest

from cast import Cast
from files.cases.way_in import applied, asked, looked_at, people, rows, shared, twice

WHOLE = rows("id,name,manager,unit", "1001,Ida,,Care", "1002,Bo,1001,Care", "1003,Eva,1001,Care")
MANAGERS = WHOLE.replace(",1001,Care", ",1001.0,Care")
EVERYWHERE = rows(
    "id,name,manager,unit", "1001.0,Ida,,Care", "1002.0,Bo,1001.0,Care", "1003.0,Eva,1001.0,Care"
)
COMMAS = rows("id;name;manager;unit", "1001,0;Ida;;Care", "1002,0;Bo;1001,0;Care", "1003,0;Eva;1001,0;Care")
SOME = rows("id,name,manager,unit", "1001,Ida,,Care", "1002.0,Bo,1001,Care", "1003,Eva,1001.0,Care")


@pytest.mark.parametrize("text", [MANAGERS, EVERYWHERE, COMMAS])
def test_a_whole_column_of_decimals_says_nothing_else(clinic: Cast, text: str) -> None:
    assert asked(looked_at(clinic.carla, text)) == []
    twice(clinic.carla, WHOLE, text)
    assert people()["1003"] == ("Eva", "1001", "Care")


def test_some_decimals_are_asked_about_and_then_the_same_people(clinic: Cast) -> None:
    applied(clinic.carla, WHOLE)
    assert asked(looked_at(clinic.carla, SOME)) == ["same_people"]
    assert applied(clinic.carla, SOME, same_people="same") == {}


@pytest.mark.parametrize("name", ["people", "reimport"])
def test_the_input_beside_the_repository(clinic: Cast, name: str) -> None:
    twice(clinic.carla, shared(f"float-ids/{name}.csv"), same_people="same")
