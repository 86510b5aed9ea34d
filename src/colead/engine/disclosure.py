"""What may be shown about how many people: every threshold and every rounding of the product, and only here.

Why each is as it is: docs/explanation/privacy-of-the-map.md. Pages, files, the command line and the API ask
the functions; sentences take their numbers from `IN_WORDS`. What they withhold is called suppression.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from math import ceil

import numpy as np
from numpy.typing import NDArray

SMALLEST_GROUP = 5
"""Of fewer people nothing is shown; an atom holds at least so many who answered, and one person more."""
ALL_FIGURES_FROM = 10
"""From so many people on a unit shows all its figures, and from so many reporting lines on how many of them
are followed; of fewer people, few."""
CROWD = 10
"""Strengths are counted together where at least so many people agreed to that."""
ENOUGH_ANSWERS = 0.6
"""With a smaller share of answers a figure says more about who answered than about leadership."""
PLENTY_OF_ANSWERS = 0.8
"""From this share on figures need no warning."""
FEWEST_LEADERS = 3
"""With fewer formal leaders, what "the formal leaders" receive would be a figure about one of them; the same
where one of them has more than half of the reporting lines."""
FEWEST_CASES = 3
"""A median of fewer says more about one case than about the rest."""
ROUNDED_TO = 5
"""Counts that can be added and subtracted with others are shown in multiples of this."""
BANDS = (SMALLEST_GROUP, 10, 20)
"""Where the second, third and fourth band of "how many look to a person" begin."""

IN_WORDS = {
    "smallest_group": SMALLEST_GROUP,
    "below_all_figures": ALL_FIGURES_FROM - 1,
    "all_figures_from": ALL_FIGURES_FROM,
    "crowd": CROWD,
    "enough_percent": round(100 * ENOUGH_ANSWERS),
    "plenty_percent": round(100 * PLENTY_OF_ANSWERS),
    "fewest_leaders": FEWEST_LEADERS,
    "fewest_cases": FEWEST_CASES,
    "rounded_to": ROUNDED_TO,
    "rounds_to_none": (ROUNDED_TO - 1) // 2,
    "second_band": BANDS[0],
    "below_third_band": BANDS[1] - 1,
    "third_band": BANDS[1],
    "below_fourth_band": BANDS[2] - 1,
    "fourth_band": BANDS[2],
}
"""The numbers that sentences name."""

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class Shown(IntEnum):
    """How much of a unit is shown."""

    NOTHING = 0
    SOME = 1
    EVERYTHING = 2


class Band(IntEnum):
    """How many colleagues look to a person. FEW also stands for any number who all come from one group."""

    FEW = 0
    SECOND = 1
    THIRD = 2
    FOURTH = 3


def may_show(people: int) -> bool:
    """Whether anything may be shown of so many people."""
    return people >= SMALLEST_GROUP


def is_group(people: int, answered: int) -> bool:
    """Whether people may be an atom: enough of them answered, and it stays open whether all did.

    >>> is_group(5, answered=5), is_group(6, answered=5)
    (False, True)
    """
    return may_show(answered) and people > SMALLEST_GROUP


def is_crowd(people: Ints) -> Bools:
    """Whether so many people agreed that their strengths may be counted together."""
    return people >= CROWD


def responds_enough(answered: int, invited: int) -> bool:
    """Whether so many answers speak for all who were asked."""
    return answered >= ENOUGH_ANSWERS * invited


def shown(people: int, answered: int | None = None) -> Shown:
    """How much may be shown of a unit; `answered` None = nobody was asked, it is known of all.

    Those who answered count: it is they who would be found out.

    >>> shown(9), shown(40, answered=23), shown(40, answered=24)
    (<Shown.SOME: 1>, <Shown.NOTHING: 0>, <Shown.EVERYTHING: 2>)
    """
    replies = people if answered is None else answered
    enough = may_show(people) if answered is None else is_group(people, answered)
    if not (enough and responds_enough(replies, people)):
        return Shown.NOTHING
    return Shown.EVERYTHING if people >= ALL_FIGURES_FROM else Shown.SOME


def speaks_of_leaders(leading: int, lines: int) -> bool:
    """Whether a figure may be about "the formal leaders": enough who lead, and enough reporting lines.

    leading : those to whom somebody reports; 0 where one of them has most of the lines. Who answered does not
    count: that figures are there would tell who did.
    """
    return leading >= FEWEST_LEADERS and lines >= ALL_FIGURES_FROM


def bands(nominators: Ints, from_atoms: Ints) -> Ints:
    """(n,) Band of each person, from how many look to them and how many atoms those belong to.

    A colleague who knows of all nominators but one learns nothing: fewer than the smallest group, and any
    number from one atom, look alike.
    """
    found = np.searchsorted(BANDS, nominators, side="right")
    return np.where(from_atoms >= 2, found, Band.FEW).astype(np.int64)


def sizes_may_show(unnamed: Sequence[int]) -> bool:
    """Whether marks without a name may differ in size: a group of them, and not all alike.

    unnamed : the bands of those in one atom whom the reader cannot tell apart. Were all of them large, one
    would know that of everybody there; that all are FEW says next to nothing and may be seen.
    """
    return may_show(len(unnamed)) and (max(unnamed) == Band.FEW or min(unnamed) != max(unnamed))


def rounded(count: float) -> int:
    """A count to the nearest multiple of ROUNDED_TO.

    >>> rounded(2), rounded(3), rounded(7.5)
    (0, 5, 10)
    """
    return ROUNDED_TO * int((count + ROUNDED_TO / 2) // ROUNDED_TO)


def rounded_in_turn(counts: Ints) -> Ints:
    """(n,) the counts in multiples of ROUNDED_TO; what is left over of one is handed on to the next.

    Any run of them adds up to less than ROUNDED_TO away from what was counted; rounded each for itself, many
    small counts would add up to nothing.

    >>> rounded_in_turn(np.array([1, 1, 1, 1, 12]))
    array([ 0,  0,  5,  0, 10])
    """
    steps = np.cumsum(counts)
    return np.diff((2 * steps + ROUNDED_TO) // (2 * ROUNDED_TO) * ROUNDED_TO, prepend=0)


def rounded_within(count: float, most: int) -> int:
    """The same, and never so many that it could only be all of `most`: who answered is not told of anybody.

    >>> rounded_within(12, 13), rounded_within(13, 13), rounded_within(13, 15)
    (10, 10, 15)
    """
    return min(rounded(count), ROUNDED_TO * (most // ROUNDED_TO))


def rounded_share(share: float, of: float, shown_of: float) -> float:
    """A share of `of` things as if the things had been counted in rounded numbers; within [0, 1].

    shown_of : how many things the reader may know there to be: an exact `of` could be told from the share.

    As with people, never so that it could only be all of them: eight of eight would be told of each. Fewer
    than the smallest group look like none.

    Exact shares of a unit and of its parts give away the count of a person who is in the one and not in the
    others.
    """
    count = share * of
    if not shown_of or round(count) < SMALLEST_GROUP:
        return 0.0
    return min(rounded_within(count, int(of)) / shown_of, 1.0)


def rounded_reach(reach: float, of: float, shown_of: float) -> float:
    """Half the width of an interval of a share, widened to the next multiple."""
    return ROUNDED_TO * ceil(reach * of / ROUNDED_TO) / shown_of if shown_of else 0.0
