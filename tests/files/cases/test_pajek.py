"""Networks of Pajek: arcs, edges, lists and matrices, of one relation or several."""

import pytest

from files.cases.ties_read import TIES, read, shared, ties

VERTICES = (
    '% a comment\n*Network care\n*Vertices 5\n1 "Ida Munk" 0.1 0.2 ellipse\n2 "Bo Lind"\n3 "Åse Holm"\n'
)
VERTICES += '4 "Søren Krog"\n5 "Eva Lund"\n'


@pytest.mark.parametrize(
    "sections",
    [
        "*Arcs\n1 2 1\n3 2 1\n3 5 1\n4 2 1\n",
        '*Arcs :1 "advice"\n1 2 1\n3 2\n*Arcs :1 "advice"\n3 5\n4 2 c Blue\n',
        "*Arcslist\n1 2\n3 2 5\n4 2\n",
        "*Matrix\n0 1 0 0 0\n0 0 0 0 0\n0 1 0 0 1\n0 1 0 0 0\n0 0 0 0 0\n",
    ],
)
def test_ties_are_read_in_every_form(sections: str) -> None:
    assert ties(read(VERTICES + sections)) == TIES


def test_relations_are_kinds() -> None:
    found = read(VERTICES + '*Arcs :1 "advice"\n1 2\n*Edges :2 "trust"\n3 2\n')
    assert ties(found) == [("1", "2"), ("2", "3"), ("3", "2")]
    assert found.kind is not None
    assert sorted(found.kind.to_list()) == ["advice", "trust", "trust"]


def test_the_input_beside_the_repository() -> None:
    people = shared("pajek/roster.csv")
    assert ties(read(shared("pajek/net.net"), people), people) == [("1", "2"), ("3", "2")]
