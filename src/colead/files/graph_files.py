"""GraphML, GEXF, GML and node-link JSON through networkx, Pajek and UCINET's DL by readers of our own.

They are parsed by libraries: an upload comes here only in a process of its own, see :mod:`confined`.
"""

import io
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from colead.files.columns import STAFF_COLUMNS, guess_columns
from colead.files.decoding import decode
from colead.files.graph_tables import DIRECTED, UNDIRECTED, GraphEdge, edge_table
from colead.files.limits import LIMITS, Limits
from colead.files.pajek import is_pajek, read_pajek
from colead.files.plain_json import read_json
from colead.files.problems import FileError, refuse
from colead.files.tables import Table
from colead.files.ucinet import is_dl, read_dl

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    import networkx as nx

_START = 4_000
_XML_ROOT = re.compile(rb"<(?:\w+:)?(graphml|gexf)\b", re.IGNORECASE)
_GML = re.compile(r"\s*(#.*\s*|(creator|version|comment)\b.*\s*)*graph\s*\[", re.IGNORECASE)
_DIRECTIONS = {"directed", "undirected", "mutual"}
_KNOWN_BY = ("email", "name", "key")


def is_graph(content: bytes) -> bool:
    """Whether it looks like a graph file; looks at the beginning alone."""
    start = content[:_START]
    if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"<"}:
        return _XML_ROOT.search(start) is not None or _is_json_graph(start)
    return _text_reader(start.decode("latin-1").lstrip("ï»¿")) is not None


def read_graph(content: bytes, name: str, limits: Limits = LIMITS) -> Table:
    """A table with a row for each edge: ``from``, ``to`` and what else the file says of the two and the tie.

    Raises :class:`FileError` for a file that is damaged, passes a limit, or holds no edge.
    """
    try:
        return _read(content, name, limits)
    except (FileError, MemoryError):
        raise
    except Exception as error:  # networkx lets through whatever damage provokes
        raise refuse("graph_damaged", name=name) from error


def _read(content: bytes, name: str, limits: Limits) -> Table:
    found = _XML_ROOT.search(content[:_START])
    if found is not None:
        return _table(_xml_graph(content, found[1].lower()), name, limits)
    text = decode(content, name)
    reader = _text_reader(text)
    if reader is not None:
        return reader(text, name, limits)
    return _table(_json_graph(text), name, limits)


def _text_reader(text: str) -> Callable[[str, str, Limits], Table] | None:
    if is_pajek(text):
        return read_pajek
    if is_dl(text):
        return read_dl
    return _read_gml if _GML.match(text[:_START]) else None


def _is_json_graph(start: bytes) -> bool:
    return (
        start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"
        and re.search(rb'"(nodes|links|edges|directed|multigraph|graph)"\s*:', start) is not None
    )


def _read_gml(text: str, name: str, limits: Limits) -> Table:
    import networkx as nx

    several = re.sub(r"\bgraph\s*\[", "graph [ multigraph 1 ", text, count=1)
    whole = text if re.search(r"\bmultigraph\s+\d", text) else several
    return _table(nx.parse_gml(whole, label="id"), name, limits)


def _xml_graph(content: bytes, root: bytes) -> "nx.Graph[str]":
    import networkx as nx
    from defusedxml import ElementTree

    tree = ElementTree.fromstring(content)
    _make_directed(tree)
    text = ElementTree.tostring(tree, encoding="unicode")
    if root == b"gexf":
        return nx.read_gexf(io.BytesIO(text.encode()))
    return nx.parse_graphml(text, node_type=str, force_multigraph=True)


def _make_directed(tree: "Element") -> None:
    """Undirected edges as two directed ones: networkx refuses a graph that holds both kinds."""
    for graph in tree.iter():
        if graph.tag.endswith("}graph") or graph.tag == "graph":
            default = graph.get("edgedefault") or graph.get("defaultedgetype") or "undirected"
            for parent in [graph, *graph]:
                _double(parent, default)
            graph.attrib.update(dict.fromkeys(graph.attrib.keys() & {"edgedefault"}, "directed"))
            if graph.get("edgedefault") is None:
                graph.set("defaultedgetype", "directed")


def _double(parent: "Element", default: str) -> None:
    """The undirected edges right below an element once more, the other way."""
    for edge in [child for child in parent if child.tag.rpartition("}")[2] == "edge"]:
        directed, kind = edge.attrib.pop("directed", ""), edge.get("type")
        if kind in _DIRECTIONS:
            edge.attrib.pop("type")
        stated = {"true": "directed", "false": "undirected"}.get(directed, kind)
        if (stated if stated in _DIRECTIONS else default) != "directed":
            ends = {"source": edge.get("target", ""), "target": edge.get("source", "")}
            back = parent.makeelement(edge.tag, {**edge.attrib, **ends})
            back.attrib.pop("id", None)
            back.extend(list(edge))
            parent.append(back)


def _json_graph(text: str) -> "nx.Graph[Any]":
    import networkx as nx

    data = read_json(text)
    edges = "links" if "links" in data else "edges"
    for node in data["nodes"]:
        if "id" not in node and "key" in node:  # graphology and sigma
            node["id"] = node["key"]
            node.update(node.pop("attributes", None) or {})
    for edge in data[edges]:
        edge.pop("key", None)
        edge.update(edge.pop("attributes", None) or {})
    data.setdefault("directed", True)
    data["multigraph"] = True
    return nx.node_link_graph(data, edges=edges)


def _table(graph: "nx.Graph[Any]", name: str, limits: Limits) -> Table:
    if graph.number_of_edges() > limits.cells // 4:
        raise refuse("too_large", name=name, columns=limits.columns, cells=limits.cells)
    nodes = {str(node): _texts(attributes) for node, attributes in graph.nodes(data=True)}
    direction = DIRECTED if graph.is_directed() else UNDIRECTED
    edges = [
        _edge(source, target, number, _texts(data), direction)
        for number, (source, target, data) in enumerate(graph.edges(data=True), start=1)
    ]
    return edge_table(edges, nodes, _naming(nodes), name, limits)


def _edge(source: object, target: object, number: int, data: dict[str, str], direction: str) -> GraphEdge:
    kind = next((data[word] for word in ("kind", "relation", "label", "type") if data.get(word)), None)
    weight = next((data[word] for word in ("weight", "value", "strength") if data.get(word)), None)
    return GraphEdge(str(source), str(target), number, weight, kind, direction)


def _naming(nodes: dict[str, dict[str, str]]) -> list[str]:
    """The attributes that may say who somebody is; those last that may be numbers which a program gave."""
    names = list(dict.fromkeys(name for attributes in nodes.values() for name in attributes))
    guess = guess_columns(names, {ours: STAFF_COLUMNS[ours] for ours in _KNOWN_BY})
    called = [label for ours in ("email", "name") if (label := guess.header(ours))]
    return list(dict.fromkeys([*called, "label", *guess.columns.values(), ""]))


def _texts(attributes: dict[str, Any]) -> dict[str, str]:
    return {
        str(name): str(value).strip()
        for name, value in attributes.items()
        if isinstance(value, str | int | float) and str(value).strip()
    }
