"""Years of two digits are of this century where that can be, and refused where nobody can tell."""

from datetime import date

import pytest

from cast import Cast
from colead.apps.people.models import Position
from files.cases.way_in import looked_at, people, rows, shared, twice

LIST = rows(
    "id;navn;leder;afdeling;ansat fra;ansat til",
    "1;Ida;;Pleje;01-05-15;",
    "2;Bo;1;Pleje;01-05-98;31-12-27",
    "3;Eva;1;Pleje;15-08-25;",
)


@pytest.mark.parametrize("text", [LIST, LIST.replace("-", "/"), LIST.replace("-", ".")])
def test_this_century_where_that_can_be(clinic: Cast, text: str) -> None:
    twice(clinic.carla, text)
    found = {
        key: (start, end)
        for key, start, end in Position.objects.values_list("person__key", "valid_from", "valid_until")
    }
    assert found == {
        "1": (date(2015, 5, 1), None),
        "2": (date(1998, 5, 1), date(2027, 12, 31)),
        "3": (date(2025, 8, 15), None),
    }


def test_an_end_that_may_be_of_either_century_is_refused(clinic: Cast) -> None:
    found = looked_at(clinic.carla, LIST.replace("31-12-27", "31-12-99"))
    (problem,) = found.file.findings["problems"]
    assert (problem["line"], problem["column"], problem["code"]) == (3, "ansat til", "bad_date")


def test_the_input_beside_the_repository(clinic: Cast) -> None:
    twice(clinic.carla, shared("two-digit-years/people.csv"))
    assert set(people()) == {"1", "2", "3", "4"}
