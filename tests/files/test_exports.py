"""What Colead writes: cells no spreadsheet runs, graphs others open, charts that can be read out."""

import io
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colead.files import charts
from colead.files.dialects import Dialect
from colead.files.exports import csv_text, error_file, json_text, write_together, xlsx_bytes
from colead.files.graphs import Edge, Node, gexf, graphml
from colead.files.problems import problem
from colead.files.reading import read_pasted, read_table_from_bytes
from colead.files.safe_cells import bare, safe

RUNS = "=+-@\t\r"
RISKY = st.builds(
    str.__add__,
    st.sampled_from(["", '"', "'", " ", "\n", "'\""]),
    st.builds(str.__add__, st.sampled_from([*RUNS, "＝", "＠"]), st.text()),
)


@given(st.text() | RISKY)
def test_a_safe_cell_gives_back_its_value_and_never_begins_like_a_formula(text: str) -> None:
    cell = str(safe(text))
    assert bare(cell) == text
    assert not cell.startswith(tuple("=@\t\r＝＋－＠"))


@pytest.mark.parametrize("text", ["-3", "+45", "-3,5", "1.5", "80%"])
def test_numbers_written_as_text_stay_numbers(text: str) -> None:
    assert safe(text) == text


READABLE = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)


@pytest.mark.parametrize("dialect", Dialect)
@given(
    rows=st.lists(
        st.tuples(READABLE, READABLE | RISKY.map(str.strip).filter(str.isprintable)), min_size=1, max_size=5
    )
)
def test_our_own_csv_reads_back_as_it_was(dialect: Dialect, rows: list[tuple[str, str]]) -> None:
    table = read_table_from_bytes(csv_text(["id", "name"], rows, dialect).encode(), "own.csv")
    assert [tuple(bare(cell or "").strip() for cell in row) for row in table.frame.rows()] == [
        tuple(cell.strip() for cell in row) for row in rows
    ]


@given(st.lists(RISKY.filter(lambda text: text.isprintable()), min_size=1, max_size=5))
def test_no_cell_of_our_own_workbook_is_a_formula(texts: list[str]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(["name"], [[text] for text in texts])))
    cells = [row[0] for row in book.worksheets[0].iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [bare(str(cell.value)) for cell in cells] == texts


def test_json_holds_no_number_that_is_none() -> None:
    assert json_text({"å": [1.5, None]}) == '{\n  "å": [\n    1.5,\n    null\n  ]\n}\n'
    assert json_text(["x"] * 400_000).count("\n") == 1
    with pytest.raises(ValueError, match="JSON"):
        json_text(float("nan"))


def test_the_error_file_holds_the_rows_to_correct_without_cpr_numbers() -> None:
    table = read_pasted("id,note\n1,fine\n2,010170-1234\n")
    found = [problem("cpr", line=3, column="note"), problem("no_key_column", header="id")]
    text = error_file(table, found, Dialect.SEMICOLON)
    rows = read_table_from_bytes(text.encode(), "errors.csv").frame.rows()
    assert [row[0] for row in rows] == [None, "3"]
    assert rows[1][2:] == ("2", "******-****")
    assert "010170" not in text


def test_files_are_written_together_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text("old")
    with pytest.raises(OSError, match="No such file"):
        write_together({tmp_path / "old.json": "new", tmp_path / "nowhere" / "a.html": "x"})
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]
    write_together({tmp_path / "old.json": "new", tmp_path / "a.html": "æ"})
    assert (tmp_path / "a.html").read_bytes() == "æ".encode()


@given(st.text(max_size=20), st.floats(allow_nan=False, allow_infinity=False))
def test_graphml_and_gexf_are_opened_by_networkx(label: str, weight: float) -> None:
    def nodes() -> Iterator[Node]:
        yield Node("1", label, {"people": 12, "unit": label, "dropped": "x"})
        yield Node("2", "B", {"people": None})

    edges = [Edge("1", "2", {"weight": weight, "mutual": True})]
    kinds = {"node_types": {"people": int, "unit": str}, "edge_types": {"weight": float, "mutual": bool}}
    for write, read in [(graphml, nx.read_graphml), (gexf, nx.read_gexf)]:
        text = "".join(write(nodes(), edges, **kinds))
        graph = read(io.BytesIO(text.encode()))
        assert graph.is_directed()
        assert graph.nodes["1"]["people"] == 12
        assert "people" not in graph.nodes["2"]
        assert graph.edges["1", "2"]["mutual"] is True
        assert graph.edges["1", "2"]["weight"] == pytest.approx(weight)


def drawn(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314


@pytest.mark.parametrize("themed", [False, True])
def test_every_chart_is_valid_and_says_what_it_shows(themed: bool) -> None:
    words = charts.Words("Spans & layers", "How many people <each> leads.")
    bars = [charts.Bar("A & B", 3, 1), charts.Bar("C", 2)]
    dots = [charts.Interval("A", 0.5, 0.25, 0.75), charts.Interval("B", 0.5, None, None)]
    pictures = [
        draw(bars, words, themed=themed)
        for draw in (charts.columns, charts.pyramid, charts.shares, charts.parts)
    ]
    for svg in [*pictures, charts.intervals(dots, words, themed=themed)]:
        root = drawn(svg)
        said = {part.get("id"): part.text for part in root if part.tag.endswith(("title", "desc"))}
        assert [said[key] for key in root.attrib["aria-labelledby"].split()] == [
            words.title,
            words.description,
        ]
        assert root.get("role") == "img"
        assert ("var(--chart-main" in svg) == themed
        assert "style=" not in svg
        assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")
