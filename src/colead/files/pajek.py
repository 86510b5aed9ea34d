"""Pajek's .net: vertices, then arcs, edges, lists of them or a matrix, of one relation or several.

networkx reads it too, but not what follows the first block of arcs, nor names of relations.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from colead.files.graph_tables import DIRECTED, UNDIRECTED, GraphEdge, edge_table
from colead.files.limits import LIMITS, Limits
from colead.files.problems import refuse
from colead.files.tables import Table

_TOKEN = re.compile(r'"([^"]*)"|(\S+)')
_NUMBER = re.compile(r"[-+]?\d*\.?\d+(?:[eE][-+]?\d+)?")
_SECTION = re.compile(r'\*(\w+)\s*(?::?\s*(\d+))?\s*(?:"([^"]*)"|(.*))?')
_SECTIONS = {"vertices", "network", "arcs", "edges", "arcslist", "edgeslist", "matrix"}


class _Section(NamedTuple):
    name: str
    relation: str | None


def is_pajek(text: str) -> bool:
    """Whether it begins as a network of Pajek, after comments."""
    return re.match(r"\s*(%.*\s*)*\*(network|vertices)\b", text[:4_000], re.IGNORECASE) is not None


def read_pajek(text: str, name: str, limits: Limits = LIMITS) -> Table:
    """A row for each tie. Raises :class:`FileError` naming the line that cannot be understood."""
    labels: dict[str, str] = {}
    edges: list[GraphEdge] = []
    for section, rows in _sections(text, name):
        if section.name == "vertices":
            labels |= {row[0]: row[1] for _, row in rows if len(row) > 1}
        elif section.name == "matrix":
            edges += _matrix(section, rows, list(labels) or [str(at + 1) for at in range(len(rows))], name)
        else:
            edges += [edge for line, row in rows for edge in _edges(section, row, line, name)]
    nodes = {number: {"label": label} for number, label in labels.items()}
    return edge_table(edges, nodes, ("label",) if labels else ("",), name, limits)


Rows = list[tuple[int, list[str]]]


def _sections(text: str, name: str) -> Iterator[tuple[_Section, Rows]]:
    """Each section with its rows, every row with its line."""
    section, rows = _Section("", None), Rows()
    for line, row in enumerate(text.splitlines(), start=1):
        if row.lstrip().startswith("*"):
            yield section, rows
            section, rows = _section(row.strip(), line, name), Rows()
        elif row.strip() and not row.lstrip().startswith("%"):
            rows.append((line, [quoted or bare for quoted, bare in _TOKEN.findall(row)]))
    yield section, rows


def _section(row: str, line: int, name: str) -> _Section:
    found = _SECTION.fullmatch(row)
    if found is None or found[1].lower() not in _SECTIONS:
        raise refuse("graph_damaged", name=name, line=line)
    return _Section(found[1].lower(), found[3] or (found[2] and row.find(":") > 0 and found[2]) or None)


def _edges(section: _Section, row: list[str], line: int, name: str) -> Iterator[GraphEdge]:
    direction = UNDIRECTED if section.name.startswith("edges") else DIRECTED
    if not section.name or section.name == "network" or len(row) < 2:
        raise refuse("graph_damaged", name=name, line=line)
    if section.name.endswith("list"):
        for target in row[1:]:
            yield GraphEdge(row[0].lstrip("-"), target, line, None, section.relation, direction)
    else:
        weight = row[2] if len(row) > 2 and _NUMBER.fullmatch(row[2]) else None
        yield GraphEdge(row[0], row[1], line, weight, section.relation, direction)


def _matrix(section: _Section, rows: Rows, numbers: list[str], name: str) -> Iterator[GraphEdge]:
    for (line, row), source in zip(rows, numbers, strict=False):
        if len(row) != len(numbers):
            raise refuse("graph_damaged", name=name, line=line)
        for target, value in zip(numbers, row, strict=True):
            if value.strip("0.") != "":
                yield GraphEdge(source, target, line, value, section.relation)
