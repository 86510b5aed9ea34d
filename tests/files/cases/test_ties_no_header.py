"""Edge lists without a header: every row is a tie, the first too."""

import pytest

from files.cases.ties_read import TIES, read, shared, ties

NUMBERS = "1,2\n3,2\n3,5\n4,2\n"
NAMES = "Ida Munk;Bo Lind\nÅse Holm;Bo Lind\nÅse Holm;Eva Lund\nSøren Krog;Bo Lind\n"
ADDRESSES = "ida@x.example\tbo@x.example\naase@x.example\t2\n3\t5\nsoeren@x.example\tbo@x.example\n"


@pytest.mark.parametrize("text", [NUMBERS, NAMES, ADDRESSES, f"\n\n{NUMBERS}", NUMBERS.replace("\n", "\r\n")])
def test_every_row_is_a_tie(text: str) -> None:
    assert ties(read(text)) == TIES


def test_a_third_number_is_the_weight() -> None:
    found = read("1,2,0.5\n3,2,1\n3,5,2\n4,2,1\n")
    assert ties(found) == TIES
    assert found.weight is not None
    assert sorted(found.weight.tolist()) == [0.5, 1, 1, 2]


def test_a_header_that_says_nothing_we_know_is_one_all_the_same() -> None:
    assert ties(read("ego no;alter no\n1;2\n3;2\n3;5\n4;2\n")) == TIES


def test_a_first_row_of_outsiders_is_a_tie_and_asked_about() -> None:
    found = read("Ola Nordmann;Kari Nordmann\n" + NAMES)
    assert {one.written for one in found.questions} == {"Ola Nordmann", "Kari Nordmann"}
    assert ties(read("Hvem svarer;Hvem nævner de\n" + NAMES)) == TIES


def test_the_input_beside_the_repository() -> None:
    people = shared("ties-no-header/roster.csv")
    found = ties(read(shared("ties-no-header/comma.csv"), people), people)
    assert found == [("1", "2"), ("2", "3"), ("3", "1"), *((str(at), "2") for at in range(4, 9))]
