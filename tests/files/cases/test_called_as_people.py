"""Columns that are called as people, as choices, or as somebody who is nearly one of them."""

import pytest

from colead.files.tie_people import TieAnswers
from files.cases.ties_read import TIES, read, ties

FORM = (
    "Respondent;Hvem [Ida Munk];Hvem [Bo Lind];Hvem [Søren Krogh]\n1;Nej;Ja;Ja\n3;Nej;Nej;Ja\n4;Nej;Ja;Nej\n"
)
MATRIX = (
    ";Ida Munk;Bo Lind;Søren Krogh;I alt\nIda Munk;;1;1;2\nÅse Holm;;;1;1\nSøren Krog;;1;;1\nI alt;0;2;2;4\n"
)
CHOICES = "E-mail;s_3_1;s_3_2;s_3_3;Whom?\nida@x.example;0;1;0;Bo Lind\n"
CHOICES += "aase@x.example;1;1;0;Bo Lind, Eva Lund\n"
CHOICES += "soeren@x.example;1;0;0;Bo Lind\n"
WORDS = "Respondent;Uses [1];Uses [2];Ask [Bo Lind];Ask [Eva Lund]\n"
WORDS += "1;Yes;No;Yes;No\n3;No;Yes;Yes;Yes\n4;Yes;Yes;Yes;No\n"
RATED = ";Ida Munk;Bo Lind;Eva Lund\nIda Munk;.;0,5;NA\nÅse Holm;0;1;0,5\nSøren Krog;n/a;3;0\n"
LABELLED = ";Ida Munk;Bo Lind;Eva Lund\n"
LABELLED += "Ida Munk;;5 - daily;1 - never\nÅse Holm;9 = ved ikke;3 - weekly;2 - seldom\n"
LABELLED += "Søren Krog;1 - never;4 - often;\n"
NOBODY = "Email,Whom do you ask?,Whom do you trust?\n"
NOBODY += "ida@x.example,Bo Lind,Ingen\naase@x.example,Bo Lind;Eva Lund,-\n"
NOBODY += "soeren@x.example,Bo Lind,Ved ikke\neva@x.example,None,\n"


@pytest.mark.parametrize("text", [FORM, MATRIX])
def test_a_misspelled_column_is_asked_about(text: str) -> None:
    found = read(text)
    assert [one.written for one in found.questions] == ["Søren Krogh"]
    assert ties(read(text, answers=TieAnswers({"Søren Krogh": "4"}))) == [
        ("1", "2"),
        ("1", "4"),
        ("3", "4"),
        ("4", "2"),
    ]


@pytest.mark.parametrize("text", [CHOICES, WORDS, RATED, LABELLED, NOBODY])
def test_only_people_are_named(text: str) -> None:
    assert ties(read(text)) == TIES


def test_the_number_of_a_rating_is_its_weight() -> None:
    weight = read(LABELLED).weight
    assert weight is not None
    assert sorted(weight.tolist()) == [2, 3, 4, 5]


def test_a_decimal_is_not_two_people() -> None:
    found = read('Email;Whom\nida@x.example;Bo Lind\naase@x.example;"0,5"\nbo@x.example;"1,3"\n')
    assert [one.written for one in found.questions] == ["0,5"]
