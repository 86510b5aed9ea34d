"""Everybody in a file of respondents has answered: with a header or without, by id, name or e-mail."""

import pytest

from files.cases.ties_read import answered, shared


@pytest.mark.parametrize(
    "text",
    [
        "1\n3\n4\n",
        "id\n1\n3\n4\n",
        "Ida Munk\nÅse Holm\nSøren Krog\n",
        "ida@x.example\n3\nKrog, Søren\n",
        "Svartidspunkt;E-mail\n2026-08-01;ida@x.example\n2026-08-02;aase@x.example\n2026-08-02;soeren@x.example\n",
        "id,choice 1\n1,2\n3,2\n4,\n",
        "1\n1\n3\n4\nPer Gone\n",
    ],
)
def test_everybody_in_the_file_has_answered(text: str) -> None:
    assert answered(text) == ["1", "3", "4"]


def test_the_input_beside_the_repository() -> None:
    people = shared("respondents-no-header/roster.csv")
    assert answered(shared("respondents-no-header/answered.txt"), people) == [str(at) for at in range(1, 9)]
