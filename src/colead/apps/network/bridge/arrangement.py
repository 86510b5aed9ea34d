"""Where things are drawn: atoms as round clusters that do not overlap, people as seats on them.

A seat depends on the size of the mark alone, the large ones in the middle, and not on who is tied to whom:
a place on the map tells nothing that the size of the mark does not tell.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SEAT = 0.62  # of a sunflower's spiral: neighbouring seats are about one unit apart
MARGIN = 0.9  # from the outermost seat to the shore
GAP = 1.4  # room between two clusters
COHESION = 0.45  # how far clusters of one branch are drawn together before they are moved apart
WIDE = 1.45  # screens are wider than high
GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))
ROUNDS = 300


def seats(count: int) -> Floats:
    """(count, 2) places around 0, 0, from the middle outwards, about one unit apart."""
    number = np.arange(count)
    radius, angle = SEAT * np.sqrt(number + 0.35), number * GOLDEN_ANGLE
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def radius_of(people: NDArray[np.integer]) -> Floats:
    """(a,) radius of an cluster with room for so many seats."""
    radius: Floats = SEAT * np.sqrt(people) + MARGIN
    return radius


def drawn_together(centres: Floats, branch: NDArray[np.integer]) -> Floats:
    """(a, 2) the centres, moved towards the middle of their branch, and spread to the sides."""
    if not len(centres):
        return centres
    members = np.bincount(branch)
    middle = np.column_stack([np.bincount(branch, weights=axis) for axis in centres.T])[branch]
    nearer: Floats = centres + COHESION * (middle / members[branch][:, None] - centres)
    return nearer * [WIDE, 1 / WIDE]


def moved_apart(centres: Floats, radius: Floats) -> Floats:
    """(a, 2) the centres, moved as little as need be so that no two clusters touch.

    Cost O(rounds a log a); deterministic. Without clusters there is nothing to move.
    """
    from scipy.spatial import cKDTree  # a quarter of what a start of Colead takes, and few starts draw a map

    if not len(centres):
        return centres
    places = _spread_out(centres, radius)
    for _round in range(ROUNDS):
        pairs = cKDTree(places).query_pairs(2 * radius.max() + GAP, output_type="ndarray")
        first, second = pairs[:, 0], pairs[:, 1]
        gap = places[second] - places[first]
        distance = np.maximum(np.hypot(*gap.T), 1e-9)
        missing = radius[first] + radius[second] + GAP - distance
        close = missing > 1e-3
        if not close.any():
            break
        push = (gap / distance[:, None] * (0.5 * missing)[:, None])[close]
        np.add.at(places, first[close], -push)
        np.add.at(places, second[close], push)
    return places


def _spread_out(centres: Floats, radius: Floats) -> Floats:
    """Scale so that the clusters would fill a third of the area, and break ties between equal places."""
    places = centres - centres.mean(axis=0)
    area = np.pi * ((radius + GAP / 2) ** 2).sum()
    extent = np.sqrt((places**2).sum(axis=1).mean())
    if extent > 0:
        places = places * (0.62 * np.sqrt(area / np.pi) / extent)
    shifted: Floats = places + 1e-3 * seats(len(places))
    return shifted
