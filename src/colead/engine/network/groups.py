"""Sets of people that share nobody, and what stays inside each: every measure is written for them once.

The whole organisation is one group; all units of one depth of the unit tree are many. A group is the
network among its members: a tie counts where both ends belong to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from colead.engine.network import core_kernels
from colead.engine.network.ties import KERNEL_TIES, Bool, Int32, Int64, Neighbours, Ties

Floats = NDArray[np.float64]
N = TypeVar("N")
"""A figure: a number of one group (None = does not apply), or a column of them, (g,) with NaN."""


@dataclass(frozen=True, eq=False)
class Groups:
    """A network divided into `n_groups` groups.

    >>> groups = Groups(Ties.build([0, 1, 2], [1, 2, 0], 3), np.array([0, 0, 1], dtype=np.int32), 2)
    >>> groups.size.tolist(), groups.n_ties.tolist()
    ([2, 1], [1, 0])
    """

    ties: Ties
    group_of: Int32
    """(n,) group of each person, -1 = none."""
    n_groups: int
    as_if_all_answered: bool = False
    """Whether leadership received is a share of everybody else, which tells nothing about who answered."""

    @classmethod
    def whole(cls, ties: Ties, *, as_if_all_answered: bool = False) -> Groups:
        """Everybody in one group."""
        return cls(ties, np.zeros(ties.n_people, dtype=np.int32), 1, as_if_all_answered)

    @cached_property
    def is_whole(self) -> bool:
        return self.n_groups == 1 and not self.group_of.any()

    @cached_property
    def members(self) -> Int64:
        """(k,) people who are in a group, group by group."""
        if self.is_whole:
            return np.arange(self.ties.n_people)
        order = np.argsort(self.group_of, kind="stable")
        first = int(np.searchsorted(self.group_of[order], 0))
        return order[first:]

    @cached_property
    def group_of_member(self) -> Int32:
        """(k,) group of each of `members`."""
        return self.group_of[self.members]

    @cached_property
    def size(self) -> Int64:
        """(g,) people in each group."""
        return np.bincount(self.group_of_member, minlength=self.n_groups)

    @cached_property
    def starts(self) -> Int64:
        """(g,) where each group begins in `members`."""
        return np.cumsum(self.size) - self.size

    @cached_property
    def answered(self) -> Int64:
        """(g,) respondents in each group."""
        return self.total(self.ties.respondents).astype(np.int64)

    @cached_property
    def able(self) -> Int64:
        """(n,) respondents of the own group who could have named the person; 0 outside the groups."""
        asked = self.size if self.as_if_all_answered else self.answered
        own: Int64 = np.append(asked, 0)[self.group_of]
        able: Int64 = np.maximum(own - (self.as_if_all_answered | self.ties.respondents), 0)
        return able

    @cached_property
    def inside(self) -> NDArray[np.intp] | slice:
        """The ties that stay inside a group."""
        if self.is_whole:
            return slice(None)
        here = self.group_of[self.ties.source]
        return np.flatnonzero((here == self.group_of[self.ties.target]) & (here >= 0))

    @cached_property
    def source(self) -> Int32:
        return self.ties.source[self.inside]

    @cached_property
    def target(self) -> Int32:
        return self.ties.target[self.inside]

    def rows(self, rows: Neighbours) -> Neighbours:
        """What stays inside a group of the network's rows: its ties, or those turned round or joined."""
        if self.is_whole:
            return rows
        kernel = core_kernels.inside_groups.at(rows.indptr.size + rows.indices.size)
        return Neighbours(*kernel(*rows, self.group_of))

    @cached_property
    def in_degree(self) -> Int64:
        """(n,) members of the own group who look to the person."""
        if self.is_whole:
            return self.ties.in_degree
        if self.compiled:
            from colead.engine.network import contacts_kernels

            received: Int64 = contacts_kernels.in_degree(self.ties.source, self.ties.target, self.group_of)
            return received
        return np.bincount(self.target, minlength=self.ties.n_people)

    @cached_property
    def out_degree(self) -> Int64:
        """(n,) members of the own group to whom the person looks."""
        return self.ties.out_degree if self.is_whole else self.contacts.ties

    @cached_property
    def received(self) -> Floats:
        """(n,) share of those able to name the person who did (available cases)."""
        return ratio(self.in_degree, self.able, empty=0.0)

    @cached_property
    def n_ties(self) -> Int64:
        """(g,) ties inside each group."""
        return self.total(self.out_degree).astype(np.int64)

    @property
    def compiled(self) -> bool:
        """Whether the network is large enough for compiled kernels."""
        return self.ties.n_ties >= KERNEL_TIES

    @cached_property
    def contacts(self) -> Contacts:
        """Each person's ties inside the group, counted."""
        if self.compiled:
            from colead.engine.network import contacts_kernels

            ties = self.ties
            return Contacts(
                *contacts_kernels.contacts(
                    ties.out_indptr, ties.target, self.group_of, ties.respondents, ties.is_mutual
                )
            )
        answered = self.ties.respondents[self.target]
        mutual = self.ties.is_mutual[self.inside]
        return Contacts(*(self.per_source(flags) for flags in (np.ones_like(answered), answered, mutual)))

    def per_source(self, values: NDArray[Any]) -> NDArray[Any]:
        """(n,) values of the ties inside (in the order of `source`) summed for the person they come from."""
        counted = values.dtype == np.bool_
        sums = np.bincount(self.source, weights=values, minlength=self.ties.n_people)
        return sums.astype(np.int64) if counted else sums

    def total(self, per_person: NDArray[Any]) -> Floats:
        """(g,) sums over the members of each group of something known for everybody."""
        if self.is_whole:
            return np.array([per_person.sum(dtype=np.float64)])
        values = per_person[self.members]
        return np.bincount(self.group_of_member, values, self.n_groups).astype(np.float64, copy=False)

    def sums(self, per_member: NDArray[Any]) -> NDArray[Any]:
        """(g, ...) sums over each group of rows in the order of `members`."""
        return self._reduce(np.add, per_member)

    def maxima(self, per_member: NDArray[Any]) -> NDArray[Any]:
        """(g, ...) largest value of each group, rows in the order of `members`; 0 for an empty group."""
        return self._reduce(np.maximum, per_member)

    def _reduce(self, reduce: np.ufunc, per_member: NDArray[Any]) -> NDArray[Any]:
        filled = np.flatnonzero(self.size)
        result = np.zeros((self.n_groups, *per_member.shape[1:]), dtype=per_member.dtype)
        if filled.size:
            result[filled] = reduce.reduceat(per_member, self.starts[filled], axis=0)
        return result


class Contacts(NamedTuple):
    """What each person's nominations inside the group amount to; (n,) counts."""

    ties: Int64
    to_answered: Int64
    """Ties to people who answered too, so that they could be returned."""
    mutual: Int64
    """Ties that are returned."""


def ratio(above: NDArray[Any], below: NDArray[Any], *, empty: float = np.nan) -> Floats:
    """above / below, and `empty` where there is nothing to divide by."""
    above, below = np.broadcast_arrays(np.asarray(above, dtype=np.float64), below)
    result = np.full(above.shape, empty)
    np.divide(above, below, out=result, where=below != 0)
    return result


def nan_unless(condition: Bool, values: NDArray[Any]) -> Floats:
    """The values where the condition holds; elsewhere the measure does not apply."""
    kept: Floats = np.where(condition, values, np.nan).astype(np.float64)
    return kept
