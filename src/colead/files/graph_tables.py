"""A graph as a table with a row for each edge, so that ties are recognised and shown in one way."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from colead.files.limits import Limits
from colead.files.problems import refuse
from colead.files.tables import Table

DIRECTED, UNDIRECTED = "Directed", "Undirected"


class GraphEdge(NamedTuple):
    """An edge between two nodes; line : where it stands, or its number where the format knows no lines."""

    source: str
    target: str
    line: int
    weight: str | None = None
    kind: str | None = None
    direction: str = DIRECTED


Node = Mapping[str, str]
"""What a node is called, by the name of its attribute."""


def edge_table(
    edges: Sequence[GraphEdge],
    nodes: Mapping[str, Node],
    attributes: Iterable[str],
    name: str,
    limits: Limits,
) -> Table:
    """The edges, each end by all that its node is called: ``from``, ``to``, ``from label``, ``to label``, ...

    attributes : of the nodes, the one that people are most likely known by first; "" is the node itself. A
    node without an attribute that others have is ``#`` and itself: its number is nobody's id.
    Raises :class:`FileError` where there is no edge, or a limit is passed.
    """
    if not edges:
        raise refuse("graph_empty", name=name)
    if len(edges) > limits.cells // 4:
        raise refuse("too_large", name=name, columns=limits.columns, cells=limits.cells)
    columns: dict[str, Sequence[str | None]] = {}
    held = {name for named in nodes.values() for name, value in named.items() if value}
    for number, attribute in enumerate(one for one in attributes if not one or one in held):
        suffix = f" {attribute or 'node'}" if number else ""
        is_called = _caller(nodes, attribute)
        columns[f"from{suffix}"] = [is_called(edge.source) for edge in edges]
        columns[f"to{suffix}"] = [is_called(edge.target) for edge in edges]
    columns["weight"] = [edge.weight for edge in edges]
    columns["kind"] = [edge.kind for edge in edges]
    columns["direction"] = [edge.direction for edge in edges]
    frame = pl.DataFrame([pl.Series(label, cells, dtype=pl.String) for label, cells in columns.items()])
    filled = [column for column in frame.iter_columns() if column.null_count() < len(column)]
    lines = np.array([edge.line for edge in edges], np.int32)
    return Table(pl.DataFrame(filled), lines, name, header_lines=())


def _caller(nodes: Mapping[str, Node], attribute: str) -> Callable[[str], str]:
    if not attribute:
        return str
    called = {node: named[attribute] for node, named in nodes.items() if named.get(attribute)}
    return lambda node: called.get(node) or f"#{node}"
