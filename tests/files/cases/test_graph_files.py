"""Graphs of other programs, and what they must not do to us."""

import json

import pytest

from colead.files.problems import FileError
from files.cases.ties_read import TIES, read, shared, ties

EDGES = "".join(f'<edge source="{at}" target="{to}"/>' for at, to in TIES)
BARE = f"<graphml><graph edgedefault='directed'>{EDGES}</graph></graphml>"
GRAPHML = BARE.replace("<graphml>", '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">')
GML = "graph [ directed 1 " + "".join(
    [
        *(f'node [ id {at} label "{name}" ] ' for at, name in enumerate(["3", "2", "5", "1", "4"])),
        *(f"edge [ source {at} target {to} ] " for at, to in ((3, 1), (0, 1), (0, 2), (4, 1), (4, 1))),
        "]",
    ]
)
SIGMA = json.dumps(
    {
        "nodes": [{"key": f"n{at}", "attributes": {"email": f"{at}@x.example"}} for at in ("ida", "bo")],
        "edges": [{"source": "nida", "target": "nbo", "attributes": {"weight": 2}}],
    }
)
BOMB = """<?xml version="1.0"?>
<!DOCTYPE graphml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<graphml><graph edgedefault="directed"><edge source="1" target="2">&b;</edge></graph></graphml>"""


@pytest.mark.parametrize("text", [GRAPHML, BARE])
def test_the_same_ties_as_an_edge_list(text: str) -> None:
    assert ties(read(text)) == TIES


def test_gml_may_hold_a_tie_twice_and_people_are_its_labels() -> None:
    assert ties(read(GML)) == sorted([*TIES, ("4", "2")])


def test_people_are_found_by_whatever_the_nodes_are_called() -> None:
    found = read(SIGMA)
    assert ties(found) == [("1", "2")]
    assert found.weight is not None
    assert found.weight.tolist() == [2]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BOMB, "graph_damaged"),
        (GRAPHML[:-20], "graph_damaged"),
        ("graph [ directed 1 node [ id 1 ] edge [ source 1 target 9 ] ]", "graph_damaged"),
        ('{"nodes": [], "links": []}', "graph_empty"),
        ('{"nodes": {}, "links": 3}', "graph_damaged"),
        ("*Vertices 2\n1 a\n2 b\n*Polygons\n1 2\n", "graph_damaged"),
        ("dl n=2 format=edgelist2\ndata:\n1 2\n", "dl_format"),
        ("dl n=2 format=fullmatrix\ndata:\n1 2 3\n", "graph_damaged"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, code: str) -> None:
    with pytest.raises(FileError) as refused:
        read(text)
    assert [one.code for one in refused.value.problems] == [code]


def test_the_input_beside_the_repository() -> None:
    people = shared("graph-files/roster.csv")
    assert ties(read(shared("graph-files/ties.graphml"), people), people) == [("1", "2"), ("3", "2")]
