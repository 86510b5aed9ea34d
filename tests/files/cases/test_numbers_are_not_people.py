"""Numbers that count, rate or number nodes, where the staff numbers are as small."""

import json

import pytest

from colead.files.problems import FileError
from files.cases.ties_read import TIES, read, ties

FORMS = "ID,Start time,Email,Name,Whom\n1,x,ida@x.example,Ida Munk,Bo Lind\n2,x,aase@x.example,Åse Holm,2;5\n"
FORMS += "3,x,soeren@x.example,Søren Krog,Bo Lind\n"
RATED = "Name,How satisfied (1-5)?,Alder,Whom\nIda Munk,4,5,Bo Lind\nÅse Holm,2,3,Bo Lind;Eva Lund\n"
RATED += "Søren Krog,3,3,Bo Lind\n"
STRENGTHS = "Name,Name 1,Strength 1,Name 2,Strength 2\nIda Munk,Bo Lind,5,,\nÅse Holm,Bo Lind,3,Eva Lund,1\n"
STRENGTHS += "Søren Krog,Bo Lind,3,,\n"
BY_NUMBER = "ID,Email,Whom\n1,ida@x.example,2\n2,aase@x.example,2;5\n3,soeren@x.example,2\n"
LABELS = ["Eva Lund", "Bo Lind", "Ida Munk", "Soren Krog"]
VERTICES = "*Vertices 4\n" + "".join(f'{at} "{label}"\n' for at, label in enumerate(LABELS, start=1))
NODES = [{"id": str(at), "name": label} for at, label in enumerate(LABELS, start=1)]
LINKS = [{"source": "1", "target": "2"}, {"source": "2", "target": "3"}]


@pytest.mark.parametrize("text", [FORMS, RATED, STRENGTHS, BY_NUMBER])
def test_counters_and_ratings_name_nobody(text: str) -> None:
    found = read(text)
    assert ties(found) == TIES
    assert found.kind is None


@pytest.mark.parametrize(
    "text",
    [
        VERTICES + "*Arcs\n1 2\n2 3\n",
        json.dumps({"nodes": NODES, "links": LINKS}),
        "graph [ directed 1 "
        + "".join(f'node [ id {one["id"]} label "{one["name"]}" ] ' for one in NODES)
        + "edge [ source 1 target 2 ] edge [ source 2 target 3 ] ]",
        '<graphml><key id="n" for="node" attr.name="name" attr.type="string"/><graph edgedefault="directed">'
        + "".join(f'<node id="{one["id"]}"><data key="n">{one["name"]}</data></node>' for one in NODES)
        + '<edge source="1" target="2"/><edge source="2" target="3"/></graph></graphml>',
    ],
)
def test_the_number_of_a_node_is_nobodys_id_where_its_label_names_somebody(text: str) -> None:
    assert ties(read(text)) == [("2", "1"), ("5", "2")]


def test_misspelled_labels_are_asked_about_though_every_number_is_an_id() -> None:
    found = read(VERTICES.replace("Ida Munk", "Ida Munck") + "*Arcs\n1 2\n2 3\n3 4\n")
    assert {one.written for one in found.questions} == {"Ida Munck", "Soren Krog"}


def test_ids_beside_names_tell_people_of_one_name_apart() -> None:
    people = "id,name\n1,Bo Lind\n2,Bo Lind\n3,Eva Lund\n4,Ida Munk\n"
    nodes = [{"id": str(at), "name": "Bo Lind" if at < 3 else "Eva Lund"} for at in (1, 2, 3)]
    links = [{"source": "1", "target": "2"}, {"source": "3", "target": "2"}, {"source": "3", "target": "1"}]
    assert ties(read(json.dumps({"nodes": nodes, "links": links}), people), people) == [
        ("1", "2"),
        ("3", "1"),
        ("3", "2"),
    ]


def test_a_node_without_a_label_is_nobody() -> None:
    found = read(VERTICES.replace('3 "Ida Munk"\n', "") + "*Arcs\n1 2\n2 3\n")
    assert [one.written for one in found.questions] == ["#3"]


def test_a_dl_file_with_fewer_labels_than_people_is_refused() -> None:
    with pytest.raises(FileError) as refused:
        read("dl n=4 format=edgelist1\nlabels:\nIda Munk\nBo Lind\nEva Lund\ndata:\n1 2\n1 4\n")
    assert [one.code for one in refused.value.problems] == ["dl_labels"]


def test_a_matrix_larger_than_its_file_is_refused_at_once() -> None:
    with pytest.raises(FileError) as refused:
        read("dl n=1000000000 format=fullmatrix\ndata:\n0 1\n")
    assert [one.code for one in refused.value.problems] == ["graph_damaged"]
