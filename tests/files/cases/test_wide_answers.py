"""Answers as survey forms export them: a row for each person who answered."""

import pytest

from colead.files.tie_layout import TieChoices
from files.cases.ties_read import TIES, read, shared, ties

CHOICES = "id,choice 1,choice 2,choice 3\n1,2,,\n2,,,\n3,2,5,\n4,2,,\n"
ORDINALS = "Medarbejdernr;Første valg;Andet valg\n1;Bo Lind;\n3;Eva Lund;Bo Lind\n4;2;\n"
WITHOUT_HEADER = "1,2\n3,2,5\n4,2\n"
ONE_CELL = 'E-mail;Hvem går du til?\nida@x.example;Bo Lind\naase@x.example;"Lind, Bo, Lund, Eva"\n4;2\n5;\n'
LINES = 'id,Whom do you ask?\n1,2\n3,"2\n5"\n4,Bo Lind\n'
SURVEY = "respondent;Q1 [2];Q1 [5]\n1;Yes;No\n3;Yes;Yes\n4;Ja;Nej\n"


@pytest.mark.parametrize("text", [CHOICES, ORDINALS, WITHOUT_HEADER, ONE_CELL, LINES, SURVEY])
def test_every_choice_counts(text: str) -> None:
    assert ties(read(text)) == TIES


def test_each_question_is_a_kind_unless_somebody_says_that_they_are_one() -> None:
    text = "Email,Whom do you ask?,Whom do you trust?\nida@x.example,Bo Lind;Eva Lund,3\n3,2,Bo Lind\n"
    found = read(text)
    assert found.kind is not None
    assert sorted(found.kind.to_list()) == ["Whom do you ask?"] * 3 + ["Whom do you trust?"] * 2
    assert read(text, choices=TieChoices(one_question=True)).kind is None


def test_qualtrics_tells_questions_in_its_second_row() -> None:
    text = (
        "RecipientEmail,Q1_1,Q1_2,Q2_1\nRecipient Email,Advice? - Name 1,Advice? - Name 2,Trust? - Name 1\n"
        '"{""ImportId"":""a""}","{""ImportId"":""b""}","{""ImportId"":""c""}","{""ImportId"":""d""}"\n'
        "ida@x.example,Bo Lind,Eva Lund,3\naase@x.example,2,,Bo Lind\n"
    )
    found = read(text)
    assert len(ties(found)) == 5
    assert found.kind is not None
    assert found.kind.n_unique() == 2


def test_who_has_a_row_is_counted() -> None:
    assert read(CHOICES).with_a_row == 4
    assert read("from,to\n1,2\n").with_a_row is None


def test_what_a_column_holds_can_be_said() -> None:
    text = "id,a,b\n1,2,3\n3,2,5\n"
    assert len(ties(read(text))) == 4
    chosen = TieChoices.of({"columns": {"source": ["id"], "target": ["b"]}})
    assert ties(read(text, choices=chosen)) == [("1", "3"), ("3", "5")]


def test_the_input_beside_the_repository() -> None:
    people = shared("wide-answers/roster.csv")
    assert len(ties(read(shared("wide-answers/wide-id.csv"), people), people)) == 16
