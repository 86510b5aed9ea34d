"""The measures that Colead and its peers share, each the way its own manual would do it: files to figures."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

SAMPLES = 256
EXACT_PEOPLE = 5000
"""Up to so many people betweenness is exact, beyond from 256 starting people."""
Figures = dict[str, Any]


def centralisation(in_degree: Any) -> float:
    n = len(in_degree)
    return float((n * int(np.max(in_degree)) - int(np.sum(in_degree))) / (n - 1) ** 2)


def read_arcs(place: Path) -> tuple[int, Any, Any]:
    import polars as pl

    people = pl.read_parquet(place / "people.parquet", columns=["id"]).height
    ties = pl.read_parquet(place / "ties.parquet")
    return people, ties["from"].to_numpy(), ties["to"].to_numpy()


def starts(people: int) -> list[int]:
    if people <= EXACT_PEOPLE:
        return list(range(people))
    return sorted(np.random.default_rng(1).choice(people, SAMPLES, replace=False).tolist())


def colead(place: Path, with_betweenness: bool) -> Figures:
    from colead.engine.network.betweenness import betweenness
    from colead.engine.network.core_kernels import core_numbers, weak_components
    from colead.engine.network.dyads import dyads_by_group
    from colead.engine.network.groups import Groups
    from colead.engine.network.spread import spread_by_group
    from colead.engine.network.ties import Ties

    people, source, target = read_arcs(place)
    ties = Ties.build(source, target, people)
    groups = Groups.whole(ties)
    pairs = dyads_by_group(groups)
    components = weak_components.at(ties.n_ties)(ties.out_indptr, ties.out_indices)
    figures = {
        "density": pairs.density.item(),
        "reciprocity": pairs.reciprocity.item(),
        "centralisation": spread_by_group(groups).centralisation_in.item(),
        "components": int((components == np.arange(people)).sum()),
        "core": int(core_numbers.at(ties.n_ties)(*ties.undirected).max()),
    }
    if with_betweenness:
        figures["betweenness"] = float(betweenness(ties, seed=1, samples=SAMPLES).max())
    return figures


def leadership_map(place: Path, _with_betweenness: bool) -> Figures:
    """Everything that `colead analyse` does: the whole organisation and every unit, intervals, JSON."""
    import colead as product

    organisation = product.read_organisation(place / "people.parquet")
    ties = product.read_ties(place / "ties.parquet", organisation)
    report = product.leadership_map(organisation, ties, seed=1)
    text = json.dumps(report.to_dict())
    whole = json.loads(text)["whole"]
    return {
        "density": whole["density"],
        "reciprocity": whole["reciprocity"],
        "centralisation": whole["spread"]["centralisation_in"],
        "core": whole["resilience"]["k_core_weak"],
        "betweenness": whole["brokerage"]["betweenness_max"],
        "megabytes_of_json": round(len(text) / 1e6, 1),
    }


def igraph(place: Path, with_betweenness: bool) -> Figures:
    import igraph as ig

    people, source, target = read_arcs(place)
    graph = ig.Graph(people, list(zip(source.tolist(), target.tolist(), strict=True)), directed=True)
    figures = {
        "density": graph.density(),
        "reciprocity": graph.reciprocity(),
        "centralisation": centralisation(graph.indegree()),
        "components": len(graph.connected_components(mode="weak")),
        "core": max(graph.as_undirected(mode="collapse").coreness()),
    }
    if with_betweenness:
        figures["betweenness"] = max(graph.betweenness(sources=starts(people)))
    return figures


def networkx(place: Path, with_betweenness: bool) -> Figures:
    import networkx as nx

    people, source, target = read_arcs(place)
    graph: Any = nx.DiGraph()
    graph.add_nodes_from(range(people))
    graph.add_edges_from(zip(source.tolist(), target.tolist(), strict=True))
    figures = {
        "density": nx.density(graph),
        "reciprocity": nx.overall_reciprocity(graph),
        "centralisation": centralisation([degree for _, degree in graph.in_degree()]),
        "components": nx.number_weakly_connected_components(graph),
        "core": max(nx.core_number(graph.to_undirected()).values()),
    }
    if with_betweenness:
        k = None if people <= EXACT_PEOPLE else SAMPLES
        figures["betweenness"] = max(nx.betweenness_centrality(graph, k=k, normalized=False, seed=1).values())
    return figures


def rustworkx(place: Path, with_betweenness: bool) -> Figures:
    import rustworkx as rx

    people, source, target = read_arcs(place)
    graph = rx.PyDiGraph()
    graph.add_nodes_from(range(people))
    arcs = list(zip(source.tolist(), target.tolist(), strict=True))
    graph.add_edges_from_no_data(arcs)
    present = set(arcs)
    figures = {
        "density": len(arcs) / (people * (people - 1)),
        "reciprocity": sum((b, a) in present for a, b in arcs) / len(arcs),
        "centralisation": centralisation([graph.in_degree(person) for person in range(people)]),
        "components": rx.number_weakly_connected_components(graph),
        "core": max(rx.core_number(graph.to_undirected(multigraph=False)).values()),
    }
    if with_betweenness:
        figures["betweenness"] = max(rx.digraph_betweenness_centrality(graph, normalized=False).values())
    return figures


TOOLS: dict[str, Callable[[Path, bool], Figures]] = {
    "leadership map": leadership_map,
    "colead": colead,
    "igraph": igraph,
    "rustworkx": rustworkx,
    "networkx": networkx,
}
LARGEST = {  # people up to which a tool is run: without betweenness, and with it
    "leadership map": (0, 10_000_000),
    "colead": (10_000_000, 10_000_000),
    "igraph": (1_000_000, 1_000_000),
    "rustworkx": (1_000_000, 1_000),
    "networkx": (100_000, 10_000),
}
WHY_NOT = {
    "rustworkx": "betweenness of all pairs only: beyond 1,000 people not affordable",
    "networkx": "betweenness of 100,000 people takes minutes; a million people do not fit",
}


def start_up(tool: str) -> float:
    """Seconds to import a tool; of Colead also to load its compiled code."""
    began = time.perf_counter()
    if tool in {"colead", "leadership map"}:
        _load_compiled_code()
    else:
        __import__(tool)
    return time.perf_counter() - began


def _load_compiled_code() -> None:
    """Send a small organisation through the code for large ones."""
    import organisations
    from colead.engine.network import betweenness, groups, kernels, ties

    usual = kernels.SMALL, betweenness.PLAIN_STEPS, ties.KERNEL_TIES, groups.KERNEL_TIES
    kernels.SMALL, betweenness.PLAIN_STEPS, ties.KERNEL_TIES, groups.KERNEL_TIES = -1, -1, 0, 0
    place = organisations.write(1000)
    colead(place, True)
    leadership_map(place, True)
    kernels.SMALL, betweenness.PLAIN_STEPS, ties.KERNEL_TIES, groups.KERNEL_TIES = usual


def versions() -> dict[str, str]:
    peers = ["numpy", "scipy", "numba", "polars", "igraph", "rustworkx", "networkx"]
    return {name: version(name) for name in peers}
