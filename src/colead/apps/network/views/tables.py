"""The map as rows, nodes and edges for files: the published dataclasses, and nothing else."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from colead.apps.network.bridge.clusters import Cluster
from colead.apps.network.bridge.figures import UnitFigures
from colead.apps.network.bridge.matrix import Matrix
from colead.apps.network.bridge.picture import Mark, Picture
from colead.apps.network.models import LeadershipMap
from colead.apps.network.selectors import Method
from colead.files.graphs import Edge, Node

NODE_TYPES: dict[str, type] = {
    "kind": str, "unit": str, "people": int, "formal_leader": bool, "size_band": int, "me": bool,
    "x": float, "y": float,
}  # fmt: skip
EDGE_TYPES: dict[str, type] = {"kind": str, "weight": int}

Table = tuple[list[str], list[list[Any]]]


def cluster_name(cluster: Cluster) -> str:
    """How a group is called: its unit, what is left of it, or several small units together."""
    if not cluster.key:
        return _("Other units")
    return _("%(unit)s, centrally") % {"unit": cluster.name} if cluster.is_central else cluster.name


def mark_name(mark: Mark) -> str:
    """A person's name where they agreed; “you” for the reader; a colleague else."""
    if mark.is_me:
        return _("You")
    return mark.name or _("A colleague")


def matrix_table(matrix: Matrix) -> Table:
    """Header and rows: who names in the first column, who is named across."""
    header = [_("from / to"), *(cluster_name(cluster) for cluster in matrix.clusters)]
    return header, [[cluster_name(row.cluster), *(cell.count for cell in row.cells)] for row in matrix.rows]


def network_nodes(picture: Picture) -> Iterator[Node]:
    """A node for every cluster, and for every mark."""
    for cluster in picture.clusters:
        yield Node(
            f"u{cluster.number}",
            cluster_name(cluster),
            {"kind": "group", "people": cluster.people, "x": round(cluster.x, 2), "y": round(cluster.y, 2)},
        )
    for mark in picture.marks:
        unit = cluster_name(picture.clusters[mark.cluster])
        attributes = {"kind": "person", "unit": unit, "formal_leader": mark.leads, "size_band": mark.size}
        yield Node(f"p{mark.id}", mark_name(mark), {**attributes, "me": mark.is_me, "x": mark.x, "y": mark.y})


def network_edges(picture: Picture) -> Iterator[Edge]:
    """An edge for every line: rounded nominations between groups, and between people who are named."""
    for line in picture.flows:
        yield Edge(f"u{line.source}", f"u{line.target}", {"kind": "groups", "weight": line.count})
    for line in picture.ties:
        yield Edge(f"p{line.source}", f"p{line.target}", {"kind": "people", "weight": 1})


def figures_document(
    leadership_map: LeadershipMap, whole: UnitFigures, units: list[UnitFigures], *, method: Method, name: str
) -> dict[str, Any]:
    """Every figure that may be shown, and how it was found."""
    return {
        "name": name,
        "as_of": leadership_map.as_of.isoformat(),
        "computed_at": method.computed_at.isoformat(),
        "seed": method.seed,
        "version": method.version,
        "methods": method.methods,
        "whole": _document(whole),
        "units": [_document(unit) for unit in units],
    }


def _document(unit: UnitFigures) -> dict[str, Any]:
    return asdict(unit) | {"shown": unit.shown.name.lower()}
