"""A network as GraphML and GEXF, which Gephi, yEd, networkx and igraph open. Written as a stream of lines."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

Value = str | int | float | bool | None
Attributes = Mapping[str, Value]

# Characters that XML cannot hold in any form.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_GRAPHML_TYPES = {str: "string", int: "long", float: "double", bool: "boolean"}
_GEXF_TYPES = {str: "string", int: "long", float: "double", bool: "boolean"}


@dataclass(frozen=True)
class Node:
    """A person, a unit or a group: an id, a label to show, and further attributes."""

    id: str
    label: str
    attributes: Attributes = field(default_factory=dict)


@dataclass(frozen=True)
class Edge:
    """A tie from one node to another."""

    source: str
    target: str
    attributes: Attributes = field(default_factory=dict)


def graphml(
    nodes: Iterable[Node],
    edges: Iterable[Edge],
    *,
    node_types: Mapping[str, type] | None = None,
    edge_types: Mapping[str, type] | None = None,
) -> Iterator[str]:
    """A directed network as lines of GraphML.

    node_types, edge_types : name of each attribute -> str, int, float or bool. Attributes not named here are
        left out; None values too.
    """
    kinds = {"node": {"label": str, **(node_types or {})}, "edge": dict(edge_types or {})}
    keys = {(owner, name): f"{owner[0]}{i}" for owner, named in kinds.items() for i, name in enumerate(named)}
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for (owner, name), key in keys.items():
        kind = _GRAPHML_TYPES[kinds[owner][name]]
        yield f'<key id="{key}" for="{owner}" attr.name={_quoted(name)} attr.type="{kind}"/>\n'
    yield '<graph edgedefault="directed">\n'
    for node in nodes:
        data = _graphml_data("node", {"label": node.label, **node.attributes}, keys)
        yield f"<node id={_quoted(node.id)}>{data}</node>\n"
    for edge in edges:
        data = _graphml_data("edge", edge.attributes, keys)
        yield f"<edge source={_quoted(edge.source)} target={_quoted(edge.target)}>{data}</edge>\n"
    yield "</graph>\n</graphml>\n"


def gexf(
    nodes: Iterable[Node],
    edges: Iterable[Edge],
    *,
    node_types: Mapping[str, type] | None = None,
    edge_types: Mapping[str, type] | None = None,
) -> Iterator[str]:
    """A directed network as lines of GEXF 1.3. Parameters are those of :func:`graphml`.

    An edge attribute called ``weight`` becomes the edge's weight.
    """
    node_kinds = dict(node_types or {})
    edge_kinds = {name: kind for name, kind in (edge_types or {}).items() if name != "weight"}
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
    yield '<graph defaultedgetype="directed" mode="static">\n'
    yield from _gexf_declarations("node", node_kinds)
    yield from _gexf_declarations("edge", edge_kinds)
    yield "<nodes>\n"
    for node in nodes:
        values = _gexf_values(node.attributes, node_kinds)
        yield f"<node id={_quoted(node.id)} label={_quoted(node.label)}>{values}</node>\n"
    yield "</nodes>\n<edges>\n"
    for number, edge in enumerate(edges):
        weight = edge.attributes.get("weight")
        weighted = "" if weight is None else f" weight={_quoted(_text(weight))}"
        ends = f"source={_quoted(edge.source)} target={_quoted(edge.target)}"
        yield f'<edge id="{number}" {ends}{weighted}>{_gexf_values(edge.attributes, edge_kinds)}</edge>\n'
    yield "</edges>\n</graph>\n</gexf>\n"


def _graphml_data(owner: str, attributes: Attributes, keys: Mapping[tuple[str, str], str]) -> str:
    return "".join(
        f'<data key="{keys[owner, name]}">{_escaped(value)}</data>'
        for name, value in attributes.items()
        if value is not None and (owner, name) in keys
    )


def _gexf_declarations(owner: str, kinds: Mapping[str, type]) -> Iterator[str]:
    if kinds:
        yield f'<attributes class="{owner}">\n'
        for number, (name, kind) in enumerate(kinds.items()):
            yield f'<attribute id="{number}" title={_quoted(name)} type="{_GEXF_TYPES[kind]}"/>\n'
        yield "</attributes>\n"


def _gexf_values(attributes: Attributes, kinds: Mapping[str, type]) -> str:
    given = [(number, attributes.get(name)) for number, name in enumerate(kinds)]
    values = "".join(
        f'<attvalue for="{number}" value={_quoted(_text(value))}/>'
        for number, value in given
        if value is not None
    )
    return f"<attvalues>{values}</attvalues>" if values else ""


def _text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _escaped(value: Value) -> str:
    return escape(_NO_XML.sub("\ufffd", _text(value)))


def _quoted(text: str) -> str:
    return quoteattr(_NO_XML.sub("\ufffd", text))
