"""The same ties written as everything that is read: what a program or a survey form would make of them."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import networkx as nx
import polars as pl

from colead.files.known_people import KnownPeople
from colead.files.person_finder import PersonFinder


@dataclass(frozen=True)
class Case:
    """People by key, name and e-mail; ties as pairs of indices."""

    keys: tuple[str, ...]
    names: tuple[str, ...]
    emails: tuple[str, ...]
    ties: frozenset[tuple[int, int]]

    @property
    def known(self) -> KnownPeople:
        everybody = pl.Series(range(len(self.keys)), dtype=pl.Int32).to_numpy()
        return KnownPeople(PersonFinder(*map(pl.Series, (self.keys, self.names, self.emails))), everybody)

    @property
    def named(self) -> list[list[int]]:
        """Whom each person names."""
        return [sorted(to for at, to in self.ties if at == person) for person in range(len(self.keys))]

    @property
    def most(self) -> int:
        return max(map(len, self.named))


def written(rows: Iterable[Sequence[object]], separator: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode()


def edge_list(case: Case) -> bytes:
    return written([["to", "from"], *([case.keys[to], case.keys[at]] for at, to in sorted(case.ties))])


def edge_list_without_header(case: Case) -> bytes:
    return written([[case.names[at], case.emails[to]] for at, to in sorted(case.ties)], ";")


def gephi(case: Case) -> bytes:
    header = ["Source", "Target", "Type", "Id", "Label", "timeset", "Weight"]
    rows = enumerate(sorted(case.ties))
    return written(
        [header, *([case.keys[a], case.keys[b], "Directed", i, "", "", "1.0"] for i, (a, b) in rows)]
    )


def choices(case: Case) -> bytes:
    header = ["id", *(f"choice {number + 1}" for number in range(case.most))]
    rows = [[key, *(case.keys[to] for to in tos)] for key, tos in zip(case.keys, case.named, strict=True)]
    return written([header, *([*row, *[""] * (len(header) - len(row))] for row in rows)])


def microsoft_forms(case: Case) -> bytes:
    """A running number that is nobody's id; several people in a cell, each with a semicolon behind."""
    header = ["ID", "Start time", "Completion time", "Email", "Name", "Whom do you go to for advice?"]
    rows = [
        [
            number + 1,
            "9/1/26 8:00:00",
            "9/1/26 8:03:11",
            email,
            name,
            "".join(f"{case.names[to]};" for to in tos),
        ]
        for number, (email, name, tos) in enumerate(zip(case.emails, case.names, case.named, strict=True))
    ]
    return written([header, *rows])


def google_forms(case: Case) -> bytes:
    header = ["Timestamp", "Email Address", "Whom do you go to for advice?"]
    rows = [
        ["2026/09/01 8:00:00 AM GMT+2", email, ", ".join(case.names[to] for to in tos)]
        for email, tos in zip(case.emails, case.named, strict=True)
    ]
    return written([header, *rows])


def limesurvey(case: Case) -> bytes:
    """A question of several choices with a column for each."""
    header = ["id", "submitdate", "token", *(f"Whom do you ask? [{name}]" for name in case.names)]
    rows = [
        [number + 17, "2026-09-01", email, *("Y" if to in tos else "N" for to in range(len(case.keys)))]
        for number, (email, tos) in enumerate(zip(case.emails, case.named, strict=True))
    ]
    return written([header, *rows])


def qualtrics(case: Case) -> bytes:
    """Three header rows: codes, questions, and what the import calls them."""
    codes = ["StartDate", "RecipientEmail", *(f"Q1_{number + 1}" for number in range(case.most))]
    asked = ["Start Date", "Recipient Email", *(f"Whom? - Name {number + 1}" for number in range(case.most))]
    imports = [f'{{"ImportId":"QID{number}"}}' for number in range(len(codes))]
    rows = [
        ["2026-09-01 08:00", email, *([*(case.names[to] for to in tos), *[""] * case.most][: case.most])]
        for email, tos in zip(case.emails, case.named, strict=True)
    ]
    return written([codes, asked, imports, *rows])


def redcap(case: Case) -> bytes:
    """Boxes to tick: the code of each is the person's key."""
    header = ["record_id", "email", *(f"advice___{key.lower()}" for key in case.keys), "survey_complete"]
    rows = [
        [number + 900, email, *("1" if to in tos else "0" for to in range(len(case.keys))), "2"]
        for number, (email, tos) in enumerate(zip(case.emails, case.named, strict=True))
    ]
    return written([header, *rows])


def matrix_of_keys(case: Case) -> bytes:
    rows = ([key, *_row(case, at)] for at, key in enumerate(case.keys))
    return written([["", *case.keys], *rows], ";")


def matrix_of_names(case: Case) -> bytes:
    rows = (
        [name, *("5" if one == "1" else "" for one in _row(case, at))] for at, name in enumerate(case.names)
    )
    return written([["Who / whom", *case.names], *rows], "\t")


def _row(case: Case, at: int) -> list[str]:
    return ["1" if (at, to) in case.ties else "0" for to in range(len(case.keys))]


def _graph(case: Case) -> "nx.DiGraph[str]":
    graph: nx.DiGraph[str] = nx.DiGraph()
    for key, name in zip(case.keys, case.names, strict=True):
        graph.add_node(f"n{key}", label=name)
    graph.add_edges_from((f"n{case.keys[at]}", f"n{case.keys[to]}") for at, to in sorted(case.ties))
    return graph


def graphml(case: Case) -> bytes:
    return "\n".join(nx.generate_graphml(_graph(case))).encode()


def gexf(case: Case) -> bytes:
    out = io.BytesIO()
    nx.write_gexf(_graph(case), out)
    return out.getvalue()


def gml(case: Case) -> bytes:
    nodes = "".join(f'node [ id {at} label "{_escaped(name)}" ] ' for at, name in enumerate(case.names))
    edges = "".join(f"edge [ source {at} target {to} ] " for at, to in sorted(case.ties))
    return f"graph [ directed 1 {nodes} {edges} ]".encode("ascii")


def _escaped(text: str) -> str:
    return "".join(one if one.isascii() else f"&#{ord(one)};" for one in text)


def node_link(case: Case) -> bytes:
    return json.dumps(nx.node_link_data(_graph(case), edges="links")).encode()


def pajek(case: Case) -> bytes:
    vertices = [f'{at + 1} "{name}" 0.1 0.2 0.5' for at, name in enumerate(case.names)]
    arcs = [f"{at + 1} {to + 1} 1" for at, to in sorted(case.ties)]
    lines = [f"*Vertices {len(vertices)}", *vertices, "*Arcs", *arcs]
    return "\r\n".join(lines).encode()


def pajek_matrix(case: Case) -> bytes:
    vertices = [f'{at + 1} "{name}"' for at, name in enumerate(case.names)]
    matrix = [" ".join(_row(case, at)) for at in range(len(case.keys))]
    return "\n".join([f"*Vertices {len(vertices)}", *vertices, "*Matrix", *matrix]).encode()


def dl_matrix(case: Case) -> bytes:
    matrix = [" ".join(_row(case, at)) for at in range(len(case.keys))]
    head = f"dl n={len(case.keys)} format=fullmatrix\nlabels:\n"
    return (head + "\n".join(case.names) + "\ndata:\n" + "\n".join(matrix)).encode()


def dl_edges(case: Case) -> bytes:
    head = f"DL n = {len(case.keys)}\nformat = edgelist1\nlabels embedded\ndata:\n"
    return (
        head + "\n".join(f'"{case.names[at]}" "{case.names[to]}" 1' for at, to in sorted(case.ties))
    ).encode()


def dl_nodes(case: Case) -> bytes:
    labels = ",".join(f'"{name}"' for name in case.names)
    rows = [" ".join(map(str, [at + 1, *(to + 1 for to in tos)])) for at, tos in enumerate(case.named) if tos]
    return (f"dl n={len(case.keys)} format=nodelist1\nlabels:\n{labels}\ndata:\n" + "\n".join(rows)).encode()


SHAPES: tuple[Callable[[Case], bytes], ...] = (
    edge_list, edge_list_without_header, gephi, choices, microsoft_forms, google_forms, limesurvey, qualtrics,
    redcap, matrix_of_keys, matrix_of_names, graphml, gexf, gml, node_link, pajek, pajek_matrix, dl_matrix,
    dl_edges, dl_nodes,
)  # fmt: skip
