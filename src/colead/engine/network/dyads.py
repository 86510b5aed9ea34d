"""How many of the possible ties exist, and how many are returned.

Only those who answered could name anybody. Density is therefore the mean over the respondents' rows, and
reciprocity looks at pairs of people who both answered; with everybody answering these are the plain
formulas.
"""

from __future__ import annotations

from typing import Generic, NamedTuple

from colead.engine.network.groups import Floats, Groups, N, ratio
from colead.engine.network.ties import Int64


class Census(NamedTuple, Generic[N]):
    """Pairs of people who both answered: tie in both directions, in one, in none."""

    mutual: N
    asymmetric: N
    null: N


class Dyads(NamedTuple):
    """density : (g,) share of possible ties that exist, in [0, 1]; NaN when nobody could name anybody.
    reciprocity : (g,) share of ties that are returned, in [0, 1]; NaN without ties.
    """

    density: Floats
    reciprocity: Floats
    census: Census[Int64]


def dyads_by_group(groups: Groups) -> Dyads:
    """How dense and how mutual the network inside each group is. Cost O(m).

    Source: Holland and Leinhardt (1970), dyad census; reciprocity edgewise.

    >>> from colead.engine.network.ties import Ties
    >>> dyads_by_group(Groups.whole(Ties.build([0, 1, 1], [1, 0, 2], 3))).census
    Census(mutual=array([1]), asymmetric=array([1]), null=array([1]))
    """
    answered = groups.answered
    returned = groups.total(groups.contacts.mutual)
    returnable = groups.total(groups.contacts.to_answered)
    mutual = (returned / 2).astype(answered.dtype)
    asymmetric = returnable.astype(answered.dtype) - 2 * mutual
    return Dyads(
        density=ratio(groups.n_ties, answered * (groups.size - 1)),
        reciprocity=ratio(returned, returnable),
        census=Census(mutual, asymmetric, null=answered * (answered - 1) // 2 - mutual - asymmetric),
    )
