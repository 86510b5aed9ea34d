"""How many of the possible ties exist, and how many are returned.

Only those who answered could name anybody. Density is therefore the mean over the respondents' rows, and
reciprocity looks at pairs of people who both answered; with everybody answering these are the plain
formulas.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import NamedTuple

from colead.engine.network.groups import Floats, Groups, ratio
from colead.engine.network.ties import Int64, Ties


@dataclass(frozen=True)
class Dyads:
    """Pairs of people who both answered: tie in both directions, in one, in none.

    density : share of possible ties that exist, in [0, 1]; None when nobody could name anybody.
    reciprocity : share of ties that are returned, in [0, 1]; None without ties.
    """

    density: float | None
    reciprocity: float | None
    mutual: int
    asymmetric: int
    null: int

    def to_dict(self) -> dict[str, float | int | None]:
        return asdict(self)


class DyadsByGroup(NamedTuple):
    """(g,) each; NaN = does not apply."""

    density: Floats
    reciprocity: Floats
    mutual: Int64
    asymmetric: Int64
    null: Int64


def dyads(ties: Ties) -> Dyads:
    """How dense and how mutual the network is. Cost O(m).

    Source: Holland and Leinhardt (1970), dyad census; reciprocity edgewise.

    >>> dyads(Ties.build([0, 1, 1], [1, 0, 2], 3))
    Dyads(density=0.5, reciprocity=0.6666666666666666, mutual=1, asymmetric=1, null=1)
    """
    found = dyads_by_group(Groups.whole(ties))
    density, reciprocity = (None if value != value else float(value) for (value,) in found[:2])
    return Dyads(density, reciprocity, *(int(count[0]) for count in found[2:]))


def dyads_by_group(groups: Groups) -> DyadsByGroup:
    """The same for every group."""
    answered = groups.answered
    returned = groups.total(groups.contacts.mutual)
    returnable = groups.total(groups.contacts.to_answered)
    mutual = (returned / 2).astype(answered.dtype)
    asymmetric = returnable.astype(answered.dtype) - 2 * mutual
    return DyadsByGroup(
        density=ratio(groups.n_ties, answered * (groups.size - 1)),
        reciprocity=ratio(returned, returnable),
        mutual=mutual,
        asymmetric=asymmetric,
        null=answered * (answered - 1) // 2 - mutual - asymmetric,
    )
