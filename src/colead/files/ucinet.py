"""UCINET's DL: settings and labels, then a matrix, or lists of ties."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from colead.files.graph_tables import DIRECTED, UNDIRECTED, GraphEdge, edge_table
from colead.files.limits import LIMITS, Limits
from colead.files.problems import FileError, refuse
from colead.files.tables import Table

_SETTING = re.compile(r"\b(n|nr|nc|nm|format|diagonal)\s*=\s*(\w+)", re.IGNORECASE)
_PART = re.compile(r"\b(?:(row|column|col|matrix)\s+)?labels\s*:|\bdata\s*:", re.IGNORECASE)
_EMBEDDED = re.compile(r"\blabels\s+embedded\b", re.IGNORECASE)
_TOKEN = re.compile(r'"([^"]*)"|\'([^\']*)\'|([^\s,]+)')
_MATRICES = ("fullmatrix", "lowerhalf", "upperhalf")

Token = tuple[int, str]
"""Line and text."""


@dataclass(frozen=True)
class _Dl:
    """A file taken apart. people : how many; labels, relations : in order, empty where none are given."""

    name: str
    people: int
    relations: list[str]
    format: str
    embedded: bool
    diagonal: bool
    labels: list[str]
    data: list[list[Token]]

    def damaged(self, line: int) -> FileError:
        return refuse("graph_damaged", name=self.name, line=line)


def is_dl(text: str) -> bool:
    """Whether it begins as a DL file."""
    return re.match(r"\s*dl\b", text[:200], re.IGNORECASE) is not None


def read_dl(text: str, name: str, limits: Limits = LIMITS) -> Table:
    """A row for each tie; zeros of a matrix are none.

    Raises :class:`FileError` for a format that is not one of fullmatrix, lowerhalf, upperhalf, edgelist1 and
    nodelist1, and naming the line that does not fit it.
    """
    dl = _taken_apart(text, name)
    labels = dl.labels
    if labels and dl.people and len(labels) != dl.people:  # the numbers of the others would be ids
        raise refuse("dl_labels", name=name, labels=len(labels), people=dl.people)
    if dl.format == "edgelist1":
        edges = list(_edge_list(dl))
    elif dl.format == "nodelist1":
        edges = list(_node_list(dl))
    elif dl.format in _MATRICES:
        labels, values = _matrix_cells(dl)
        edges = list(_matrices(dl, values))
    else:
        raise refuse("dl_format", name=name, format=dl.format)
    nodes = {str(number): {"label": label} for number, label in enumerate(labels, start=1)}
    known = ("label",) if labels and not _named_by_label(dl) else ("",)
    return edge_table(edges, nodes, known, name, limits)


def _named_by_label(dl: _Dl) -> bool:
    """Lists with embedded labels say names where others say numbers."""
    return dl.embedded and dl.format not in _MATRICES


def _taken_apart(text: str, name: str) -> _Dl:
    parts = {(found[1] or found[0]).lower().strip(": "): found for found in _PART.finditer(text)}
    if "data" not in parts:
        raise refuse("graph_damaged", name=name, line=1)
    head, data = text[: parts["data"].start()], parts["data"].end()
    first = parts.get("row") or parts.get("labels") or parts.get("column") or parts.get("col")
    settings = {found[1].lower(): found[2].lower() for found in _SETTING.finditer(_before_parts(head))}
    if settings.get("nr") != settings.get("nc"):
        raise refuse("dl_format", name=name, format=f"nr={settings.get('nr')}, nc={settings.get('nc')}")
    people = settings.get("n") or settings.get("nr") or "0"
    matrices = parts.get("matrix")
    return _Dl(
        name=name,
        people=int(people) if people.isdecimal() else 0,
        relations=_labels(head, matrices) if matrices else [],
        format=settings.get("format", "fullmatrix"),
        embedded=_EMBEDDED.search(head) is not None,
        diagonal=settings.get("diagonal") != "absent",
        labels=_labels(head, first) if first else [],
        data=_rows(text[data:], 1 + text.count("\n", 0, data)),
    )


def _before_parts(head: str) -> str:
    first = _PART.search(head)
    return head[: first.start()] if first else head


def _labels(head: str, part: re.Match[str]) -> list[str]:
    """The labels of one part: a line each, or with several on a line between commas or spaces."""
    after = _PART.search(head, part.end())
    text = _EMBEDDED.sub("", head[part.end() : after.start() if after else len(head)])
    lines = [line.strip(" \t,\"'") for line in text.splitlines() if line.strip(" \t,")]
    if len(lines) > 1 and not any("," in line for line in lines):
        return lines
    return [token for row in _rows(text, 1) for _, token in row]


def _rows(text: str, first_line: int) -> list[list[Token]]:
    lines = enumerate(text.splitlines(), start=first_line)
    found = ([(line, "".join(token)) for token in _TOKEN.findall(row)] for line, row in lines)
    return [row for row in found if row]


def _edge_list(dl: _Dl) -> Iterator[GraphEdge]:
    for row in dl.data:
        line = row[0][0]
        if len(row) not in {2, 3}:
            raise dl.damaged(line)
        yield GraphEdge(row[0][1], row[1][1], line, row[2][1] if len(row) > 2 else None)


def _node_list(dl: _Dl) -> Iterator[GraphEdge]:
    for (line, source), *targets in dl.data:
        for _, target in targets:
            yield GraphEdge(source, target, line)


def _matrix_cells(dl: _Dl) -> tuple[list[str], list[Token]]:
    """Labels, and the values of all matrices one after another."""
    if not dl.embedded:
        return dl.labels, [token for row in dl.data for token in row]
    labels = [text for _, text in dl.data[0]] if dl.data else []
    return labels, [token for row in dl.data if len(row) > len(labels) for token in row[1:]]


def _matrices(dl: _Dl, values: list[Token]) -> Iterator[GraphEdge]:
    size = dl.people * (dl.people + (1 if dl.diagonal else -1)) // 2
    if dl.format == "fullmatrix":
        size = dl.people * (dl.people if dl.diagonal else dl.people - 1)
    if size < 1 or len(values) % size or not values:
        raise dl.damaged(values[-1][0] if values else 1)
    cells = list(_cells(dl, dl.people))
    direction = DIRECTED if dl.format == "fullmatrix" else UNDIRECTED
    for number in range(len(values) // len(cells)):
        relation = dl.relations[number] if number < len(dl.relations) else None
        matrix = values[number * len(cells) : (number + 1) * len(cells)]
        for (row, column), (line, value) in zip(cells, matrix, strict=True):
            if value.strip("0.") != "":
                yield GraphEdge(str(row), str(column), line, value, relation, direction)


def _cells(dl: _Dl, people: int) -> Iterator[tuple[int, int]]:
    """Row and column of each value of a matrix, counted from 1."""
    for row in range(1, people + 1):
        for column in range(1, people + 1):
            below, above = (
                dl.format == "lowerhalf" and column > row,
                dl.format == "upperhalf" and column < row,
            )
            if not below and not above and (dl.diagonal or row != column):
                yield row, column
