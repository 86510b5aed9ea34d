"""A matrix of who looks to whom: a row for each who answers, a column for each who is named."""

import pytest

from colead.files.tie_layout import Shape, TieChoices
from files.cases.ties_read import TIES, read, shared, ties

IDS = ";1;2;3;4;5\n1;0;1;0;0;0\n2;0;0;0;0;0\n3;0;1;0;0;1\n4;0;1;0;0;0\n5;0;0;0;0;0\n"
NAMES = (
    "Who\tIda Munk\tBo Lind\tÅse Holm\tSøren Krog\tEva Lund\n"
    "Ida Munk\t-\tx\t\t\t\nBo Lind\t\t-\t\t\t\nÅse Holm\t\tx\t-\t\tx\nSøren Krog\t\tx\t\t-\t\n"
)
TITLED = f"Who looks to whom\n\n{IDS}"
NOT_SQUARE = "id,email,Bo Lind,Eva Lund\n1,ida@x.example,1,0\n3,aase@x.example,1,1\n4,soeren@x.example,1,0\n"


@pytest.mark.parametrize("text", [IDS, NAMES, TITLED, NOT_SQUARE])
def test_rows_answer_and_columns_are_named(text: str) -> None:
    found = read(text)
    assert found.layout.shape is Shape.MATRIX
    assert ties(found) == TIES


def test_the_columns_answer_when_somebody_says_so() -> None:
    found = read(IDS, choices=TieChoices(transposed=True))
    assert ties(found) == sorted((to, at) for at, to in TIES)


def test_ratings_are_weights() -> None:
    found = read(IDS.replace("3;0;1;0;0;1", "3;0;4;0;0;2,5"))
    assert ties(found) == TIES
    assert found.weight is not None
    assert sorted(found.weight.tolist()) == [1, 1, 2.5, 4]


def test_a_cell_that_says_neither_yes_nor_a_number_is_named() -> None:
    rows = "".join(f"{at};0;1;0\n" for at in (1, 3) for _ in range(120))
    found = read(f";1;2;3\n{rows}2;often;0;0\n")
    assert [(one.code, one.line, one.column) for one in found.problems] == [("bad_number", 242, "1")]


@pytest.mark.parametrize("name", ["ids.csv", "names.csv"])
def test_the_inputs_beside_the_repository(name: str) -> None:
    people = shared("matrix/roster.csv")
    expected = [
        ("1", "2"),
        ("2", "1"),
        ("2", "3"),
        ("3", "2"),
        ("4", "2"),
        ("5", "1"),
        ("6", "2"),
        ("7", "2"),
    ]
    assert ties(read(shared(f"matrix/{name}"), people), people) == expected
