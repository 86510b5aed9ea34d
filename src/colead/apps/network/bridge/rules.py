"""What may be shown about how many people. Every rule of the map's privacy is a function here, and only here.

Why each is as it is: docs/explanation/privacy-of-the-map.md. Tests try to break them: test_privacy.py.
"""

from collections.abc import Sequence
from enum import IntEnum
from math import ceil

import numpy as np
from numpy.typing import NDArray

from colead.apps.network.bridge.atoms import SMALLEST

FULL = 10
"""From so many people on, a unit shows all its figures; from SMALLEST on, density and effective leaders."""
ENOUGH_ANSWERS = 0.6
"""With a smaller share of answers a figure says more about who answered than about leadership."""
LEADERS = 3
"""With fewer formal leaders, what "the formal leaders" receive would be a figure about one of them."""
FIVES = 5
"""Counts that can be added and subtracted with others are shown in multiples of this."""

Ints = NDArray[np.int64]


class Stage(IntEnum):
    """How much of a unit is shown."""

    NOTHING = 0
    SOME = 1
    EVERYTHING = 2


class Band(IntEnum):
    """How many colleagues look to a person. FEW also stands for any number who all come from one group."""

    FEW = 0
    FIVE = 1
    TEN = 2
    TWENTY = 3


def stage(people: int, answered: int) -> Stage:
    """How much may be shown of a unit. Those who answered count: it is they who would be found out."""
    if people < SMALLEST or answered < SMALLEST or answered < ENOUGH_ANSWERS * people:
        return Stage.NOTHING
    return Stage.EVERYTHING if people >= FULL else Stage.SOME


def bands(nominators: Ints, from_atoms: Ints) -> Ints:
    """(n,) Band of each person, from how many look to them and how many atoms those belong to.

    A colleague who knows of four nominators learns nothing: fewer than five, and five from one group, look
    alike.
    """
    found = np.searchsorted([SMALLEST, 10, 20], nominators, side="right")
    return np.where(from_atoms >= 2, found, Band.FEW).astype(np.int64)


def sizes_may_show(unnamed: Sequence[int]) -> bool:
    """Whether marks without a name may differ in size: at least five of them, and not all alike.

    unnamed : the bands of those in one atom whom the reader cannot tell apart. Were all of them large, one
    would know that of everybody there; that all are FEW says next to nothing and may be seen.
    """
    return len(unnamed) >= SMALLEST and (max(unnamed) == Band.FEW or min(unnamed) != max(unnamed))


def in_fives(count: float) -> int:
    """A count to the nearest five: 0 stands for 0 to 2."""
    return FIVES * int((count + FIVES / 2) // FIVES)


def share_in_fives(share: float, of: float) -> float:
    """A share of `of` things as if the things had been counted in fives; within [0, 1].

    Exact shares of a unit and of its parts give away the count of a person who is in the one and not in the
    others.
    """
    return min(in_fives(share * of) / of, 1.0) if of else 0.0


def reach_in_fives(reach: float, of: float) -> float:
    """Half the width of an interval of a share, widened to fives."""
    return FIVES * ceil(reach * of / FIVES) / of if of else 0.0
