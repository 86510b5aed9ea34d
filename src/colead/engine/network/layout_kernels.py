"""Forces between the people of many small groups at once."""

from __future__ import annotations

import numpy as np

from colead.engine.network.kernels import Kernel


@Kernel
def arrange(x, y, starts, source, target, weight, first_edge, rounds):  # type: ignore[no-untyped-def]
    """Move x, y (in place) by Fruchterman & Reingold's (1991) forces, group by group, ideal distance 1.

    starts : (g + 1,) nodes of group g are starts[g] ... starts[g + 1] - 1. Edges (source, target, weight;
    in both directions) of group g are first_edge[g] ... first_edge[g + 1] - 1. A weak pull to the middle
    keeps pieces together that no edge joins.
    """
    for g in range(starts.size - 1):
        low, size = starts[g], starts[g + 1] - starts[g]
        if size < 2:
            continue
        tied = np.zeros((size, size), np.float32)
        for k in range(first_edge[g], first_edge[g + 1]):
            tied[source[k] - low, target[k] - low] = weight[k]
        px, py = x[low : low + size].copy(), y[low : low + size].copy()
        reach = np.float32(np.sqrt(size))
        for turn in range(rounds):
            dx = px.reshape(-1, 1) - px.reshape(1, -1)
            dy = py.reshape(-1, 1) - py.reshape(1, -1)
            square = dx * dx + dy * dy + np.float32(1e-4)
            force = np.float32(1) / square - tied * np.sqrt(square)
            fx = (force * dx).sum(axis=1) - np.float32(0.1) * px
            fy = (force * dy).sum(axis=1) - np.float32(0.1) * py
            step = np.float32(0.3) * reach * np.float32(1 - turn / rounds)
            shorten = step / np.maximum(np.sqrt(fx * fx + fy * fy), step)
            px += fx * shorten
            py += fy * shorten
        x[low : low + size], y[low : low + size] = px, py
