"""People in files of ties are found as managers are in staff lists; what is not sure is asked."""

import pytest

from colead.files.tie_people import TieAnswers
from files.cases.ties_read import TIES, read, shared, ties

LAST_FIRST = "from;to\nMunk, Ida;Lind, Bo\nHolm, Åse;2\n3;Lund, Eva\nKrog, Søren;Bo Lind (2)\n"
MIXED = (
    "from;to\nIDA MUNK;Bo Lind <bo@x.example>\naase@X.example;2\nÅse  Holm;Eva\u200b Lund\n"
    "4;mailto:bo@x.example\n"
)


@pytest.mark.parametrize("text", [LAST_FIRST, MIXED])
def test_people_are_found_as_managers_are(text: str) -> None:
    assert ties(read(text)) == TIES


def test_near_misses_are_offered_and_taken_when_somebody_says_so() -> None:
    text = "from,to\n1,Lind Bo\nAse Holm,2\n3,Eva Lundt\n4.0,2\n"
    found = read(text)
    asked = {one.written: ([person.key for person in one.candidates], one.alike) for one in found.questions}
    assert asked == {
        "Lind Bo": (["2", "6"], "2"),
        "Ase Holm": (["3"], None),
        "Eva Lundt": (["5"], None),
        "4.0": (["4"], "4"),
    }
    assert {one.code for one in found.problems} == {"person_suggested"}
    answers = TieAnswers({"Ase Holm": "3", "Eva Lundt": "5"}, alike=True)
    assert ties(read(text, answers=answers)) == TIES


def test_a_name_that_several_have_is_asked_by_name() -> None:
    people = "id,name,manager\n1,Ida Munk,\n2,Bo Lind,1\n3,Bo Lind,1\n"
    found = read("from,to\n1,Bo Lind\n3,1\n", people)
    assert [(one.code, one.line) for one in found.problems] == [("ambiguous_person", 2)]
    assert "Bo Lind (2), Bo Lind (3)" in str(found.problems[0])
    chosen = read("from,to\n1,Bo Lind\n3,1\n", people, answers=TieAnswers({"Bo Lind": "3"}))
    assert ties(chosen, people) == [("1", "3"), ("3", "1")]


def test_the_input_beside_the_repository() -> None:
    people = shared("ties-by-name/people.csv")
    found = read(shared("ties-by-name/email.csv"), people)
    assert ties(found, people) == [("1", "2"), ("3", "2")]
