"""People who are not on the list are asked about or set aside; those who have left are said to have left."""

import pytest

from colead.files.tie_people import TieAnswers
from files.cases.ties_read import TIES, read, shared, ties

EDGES = "from,to\n1,2\n2,A consultant\n3,2\n3,5\n99,1\n4,2\n4,A consultant\n"
ANSWERS = "id;choice 1;choice 2\n1;2;\n2;A consultant;\n3;2;5\n4;2;A consultant\n99;1;\n"


@pytest.mark.parametrize("text", [EDGES, ANSWERS])
def test_outsiders_are_counted_and_set_aside_in_one_step(text: str) -> None:
    found = read(text)
    assert {(one.written, one.times) for one in found.questions} == {("A consultant", 2), ("99", 1)}
    assert {one.code for one in found.problems} == {"unknown_person"}
    aside = read(text, answers=TieAnswers(set_aside=True))
    assert ties(aside) == TIES
    assert (aside.counts.outside, aside.counts.outsiders) == (3, 2)


def test_whoever_has_left_is_no_outsider() -> None:
    found = read("from,to\n1,2\n3,2\n3,5\n4,2\nPer Gone,1\n2,7\n")
    assert ties(found) == TIES
    assert (found.counts.left, found.counts.leavers, found.counts.outside) == (2, 2, 0)
    assert [note.code for note in found.notes] == ["ties_left"]


def test_one_is_set_aside_and_another_is_somebody() -> None:
    answers = TieAnswers({"A consultant": "", "99": "6"})
    assert ties(read(EDGES, answers=answers)) == sorted([*TIES, ("6", "1")])


def test_the_input_beside_the_repository() -> None:
    people = shared("outsiders/roster.csv")
    found = read(shared("outsiders/ties.csv"), people, answers=TieAnswers(set_aside=True))
    assert ties(found, people) == [("1", "2"), ("3", "2"), ("4", "2"), ("5", "2")]
    assert (found.counts.outside, found.counts.outsiders) == (2, 2)
