"""Who looks to whom among groups of people: the unit × unit matrix."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from colead.apps.network.bridge.clusters import Cluster, clusters
from colead.apps.network.models import LeadershipMap

MOST_ROWS = 25
STEPS = (0.0, 0.05, 0.15, 0.3, 0.5)
"""From which share on a cell has the next shade."""


@dataclass(frozen=True)
class Cell:
    """Nominations from the row's group to the column's: rounded count, share of the row, shade 0 to 5."""

    count: int
    share: float
    shade: int


@dataclass(frozen=True)
class Row:
    """A group and where its nominations go."""

    cluster: Cluster
    total: int
    cells: list[Cell]


@dataclass(frozen=True)
class Matrix:
    """Rows look to columns. Both are the same groups, in the order of the unit tree."""

    clusters: list[Cluster]
    rows: list[Row]
    not_drawn: int


def matrix(leadership_map: LeadershipMap, *, unit: str = "", most: int = MOST_ROWS) -> Matrix:
    """The groups of the organisation, or of a unit and below, merged until there are few enough."""
    shown = clusters(leadership_map, unit=unit, most=most)
    counts = flow_counts(leadership_map, shown)
    return Matrix(
        clusters=shown,
        rows=[_row(cluster, [counts[cluster.number, other.number] for other in shown]) for cluster in shown],
        not_drawn=int(leadership_map.whole["not_drawn"]),
    )


def flow_counts(leadership_map: LeadershipMap, shown: list[Cluster]) -> dict[tuple[int, int], int]:
    """Nominations between clusters, in fives as they are kept; pairs without any are 0."""
    cluster_of = np.full(len(leadership_map.atoms) + 1, -1)
    for cluster in shown:
        cluster_of[list(cluster.atoms)] = cluster.number
    source, target, count = (np.array(column, dtype=np.int64) for column in leadership_map.flows)
    pairs = cluster_of[source] * len(shown) + cluster_of[target]
    drawn = (cluster_of[source] >= 0) & (cluster_of[target] >= 0)
    totals = np.bincount(pairs[drawn], weights=count[drawn], minlength=1)
    found = np.flatnonzero(totals).tolist()
    return defaultdict(int, {divmod(pair, len(shown)): int(totals[pair]) for pair in found})


def _row(cluster: Cluster, counts: list[int]) -> Row:
    total = sum(counts)
    return Row(cluster, total, [_cell(count, total) for count in counts])


def _cell(count: int, total: int) -> Cell:
    share = count / total if total else 0.0
    shade = sum(share > step for step in STEPS) if count else 0
    return Cell(count, share, shade)
