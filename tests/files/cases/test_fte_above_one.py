"""One person's share of full time changes nobody else's."""

import pytest

from cast import Cast
from colead.files.reading import read_pasted
from colead.files.staff_list import read_staff_list
from files.cases.way_in import people, rows, shared, twice

LIST = rows("id,name,manager,unit,fte", "1,Ida,,Care,{}", "2,Bo,1,Care,{}", "3,Eva,1,Care,{}")
COLUMNS = [
    (("1", "0.8", "1.6"), [1.0, 0.8, 1.6]),
    (("100", "80", "160"), [1.0, 0.8, 1.6]),
    (("100 %", "80 %", "160%"), [1.0, 0.8, 1.6]),
    (("1", "1", "1.05"), [1.0, 1.0, 1.05]),
]


@pytest.mark.parametrize(("written", "shares"), COLUMNS)
def test_percent_and_share_are_told_by_the_column(
    clinic: Cast, written: tuple[str, ...], shares: list[float]
) -> None:
    text = LIST.format(*written)
    assert read_staff_list(read_pasted(text)).rows["share"].to_list() == pytest.approx(shares)
    twice(clinic.carla, text)
    assert set(people()) == {"1", "2", "3"}


def test_a_share_that_cannot_be_is_refused_for_that_person_alone() -> None:
    found = read_staff_list(read_pasted(LIST.format("1", "0.8", "16")))
    assert [(one.line, one.code) for one in found.problems] == [(4, "share_out_of_range")]


def test_the_input_beside_the_repository(clinic: Cast) -> None:
    twice(clinic.carla, shared("fte-above-one/people.csv"))
    assert set(people()) == {"1", "2", "3"}
