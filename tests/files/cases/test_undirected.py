"""Ties without a direction count both ways, in one network."""

import pytest

from files.cases.ties_read import read, shared, ties

GEPHI = "Source,Target,Type,Id,Label,timeset,Weight\n1,2,Undirected,0,,,1.0\n3,2,Directed,1,,,2.0\n"
DANISH = "fra;til;type\n1;2;urettet\n3;2;rettet\n"
GRAPHML = """<?xml version="1.0"?><graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<graph edgedefault="undirected"><node id="1"/><node id="2"/><node id="3"/>
<edge source="1" target="2"/><edge source="3" target="2" directed="true"/></graph></graphml>"""
GEXF = """<gexf xmlns="http://gexf.net/1.3" version="1.3"><graph defaultedgetype="directed">
<nodes><node id="1"/><node id="2"/><node id="3"/></nodes>
<edges><edge id="0" source="1" target="2" type="undirected"/><edge id="1" source="3" target="2"/></edges>
</graph></gexf>"""
PAJEK = '*Vertices 3\n1 "Ida Munk"\n2 "Bo Lind"\n3 "Åse Holm"\n*Edges\n1 2\n*Arcs\n3 2\n'


@pytest.mark.parametrize("text", [GEPHI, DANISH, GRAPHML, GEXF, PAJEK])
def test_ties_without_a_direction_count_both_ways(text: str) -> None:
    found = read(text)
    assert ties(found) == [("1", "2"), ("2", "1"), ("3", "2")]
    assert found.kind is None


def test_they_are_counted() -> None:
    found = read(GEPHI)
    assert found.counts.both_ways == 1
    assert [note.code for note in found.notes] == ["ties_both_ways", "ties_passed_over"]


def test_the_input_beside_the_repository() -> None:
    people = shared("undirected/roster.csv")
    found = read(shared("undirected/edges.csv"), people)
    assert len(ties(found, people)) == 13
    assert found.counts.both_ways == 6
