"""What chance alone would give: the people of a group exchanged among one another, the network kept.

Two patterns over the same people, say ties and reporting lines, overlap in some number of arcs. Were the
people of one pattern exchanged at random, that number would vary. Small networks: seeded permutations.
Large ones: the exact mean and variance over all permutations, and the normal approximation.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import erfc, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from colead.engine.network.groups import Floats, Groups, ratio
from colead.engine.network.ties import Int32, Int64

MOST_PERMUTATIONS = 9_999
FEWEST_PERMUTATIONS = 2_000
BUDGET = 2_000_000
"""Ties times permutations that are still drawn; beyond, moments."""


class TouchingArcs(NamedTuple):
    """Ordered pairs of arcs (each arc with itself too) by how they touch; (g,) each.

    The expected overlap of two patterns and its square follow from these six counts of each pattern.
    """

    same: Floats
    reverse: Floats
    from_one: Floats
    """Two arcs from the same person."""
    to_one: Floats
    """Two arcs to the same person."""
    in_line: Floats
    """One ends where the other begins."""

    def apart(self) -> Floats:
        rest: Floats = self.same**2 - sum(self)
        return rest


class Chance(NamedTuple):
    """(g,) each: overlap expected by chance and its standard deviation."""

    expected: Floats
    sd: Floats


def touching_ties(groups: Groups) -> TouchingArcs:
    """The counts for the ties inside each group."""
    given, received = groups.out_degree.astype(np.float64), groups.in_degree.astype(np.float64)
    n_ties, mutual = groups.n_ties.astype(np.float64), groups.total(groups.contacts.mutual)
    return TouchingArcs(
        same=n_ties,
        reverse=mutual,
        from_one=groups.total(given**2) - n_ties,
        to_one=groups.total(received**2) - n_ties,
        in_line=2 * (groups.total(given * received) - mutual),
    )


def touching_lines(groups: Groups, below: NDArray[np.integer], has_line: NDArray[np.bool_]) -> TouchingArcs:
    """The counts for reporting lines: `has_line` (n,) reports inside the group; `below` (n,) spans there."""
    lines = groups.total(has_line)
    return TouchingArcs(
        same=lines,
        reverse=np.zeros_like(lines),
        from_one=np.zeros_like(lines),
        to_one=groups.total(below.astype(np.float64) ** 2) - lines,
        in_line=2 * groups.total(below * has_line),
    )


def touching_alike(alike: Alike) -> TouchingArcs:
    """The counts for the pattern "both carry the same label"."""
    twos, threes = alike.falling(2), alike.falling(3)
    return TouchingArcs(twos, twos, threes, threes, 2 * threes)


def chance_overlap(a: TouchingArcs, b: TouchingArcs, people: Int64) -> Chance:
    """Mean and standard deviation of the overlap over all permutations, exactly.

    Source: Mantel (1967); Hubert (1987), for patterns of arcs. Cost O(1) for each group.
    """
    n = people.astype(np.float64)
    pairs, triples = n * (n - 1), n * (n - 1) * (n - 2)
    ways = (pairs, pairs, triples, triples, 2 * triples)
    square = sum(ratio(x * y, way, empty=0.0) for x, y, way in zip(a, b, ways, strict=True))
    square += ratio(a.apart() * b.apart(), triples * (n - 3), empty=0.0)
    expected = ratio(a.same * b.same, pairs)
    return Chance(expected, np.sqrt(np.maximum(square - expected**2, 0)))


def upper_tail(overlap: Floats, chance: Chance) -> Floats:
    """(g,) probability of so large an overlap or a larger one, normal approximation with continuity."""
    z = ratio(overlap - 0.5 - chance.expected, chance.sd)
    return np.array([0.5 * erfc(value / sqrt(2)) for value in z.tolist()])


@dataclass(frozen=True, eq=False)
class Alike:
    """How many people of each group carry each label; label -1 = like nobody.

    >>> from colead.engine.network.ties import Ties
    >>> groups = Groups.whole(Ties.build([], [], 4))
    >>> Alike(groups, np.array([7, 7, 7, -1])).falling(2).tolist()
    [6.0]
    """

    groups: Groups
    label: NDArray[np.integer]
    """(n,) label of each person."""

    @cached_property
    def _places(self) -> tuple[NDArray[np.intp], Int64]:
        """For each of `members`: which (group, label) it belongs to; and the group of each of those."""
        labels = self.label[self.groups.members].astype(np.int64)
        keys = self.groups.group_of_member * (labels.max(initial=0) + 1) + labels
        keys = np.where(labels < 0, -1, keys)
        kinds, place = np.unique(keys, return_inverse=True)
        group = np.where(kinds < 0, -1, kinds // (labels.max(initial=0) + 1))
        return place.reshape(-1), group

    @cached_property
    def counts(self) -> Floats:
        """People of each (group, label)."""
        place, group = self._places
        counts = np.bincount(place, minlength=group.size).astype(np.float64)
        return np.where(group < 0, 0.0, counts)

    def falling(self, order: int) -> Floats:
        """(g,) sum over labels of c (c - 1) ... , `order` factors."""
        product = np.ones_like(self.counts)
        for less in range(order):
            product *= self.counts - less
        return self._by_group(product)

    def expected_share(self) -> Floats:
        """(g,) share of alike pairs among those (who answered, anybody else)."""
        place, group = self._places
        answered = np.bincount(
            place, weights=self.groups.ties.respondents[self.groups.members], minlength=group.size
        )
        alike = self._by_group(answered * (self.counts - 1))
        return ratio(alike, self.groups.answered * (self.groups.size - 1))

    def kinds(self) -> Int64:
        """(g,) different labels; everybody without one is of their own kind."""
        alone = self.groups.total(self.label < 0)
        return (alone + self._by_group((self.counts > 0).astype(np.float64))).astype(np.int64)

    def _by_group(self, values: Floats) -> Floats:
        group = self._places[1]
        real = group >= 0
        return np.bincount(group[real], values[real], self.groups.n_groups).astype(np.float64, copy=False)


class Permutations:
    """The same seeded exchanges of people for every pattern that is tried on a network."""

    def __init__(self, groups: Groups, seed: int) -> None:
        self.groups = groups
        self.seed = seed
        work = max(int(groups.n_ties.sum()), groups.members.size, 1)
        self.draws = min(MOST_PERMUTATIONS, BUDGET // work)

    @property
    def affordable(self) -> bool:
        return self.draws >= FEWEST_PERMUTATIONS

    @property
    def method(self) -> str:
        return f"{self.draws} permutations" if self.affordable else "exact moments, normal approximation"

    @cached_property
    def place(self) -> Int32:
        """(draws, k) for each place in `members`, the place whose person stands there, of the same group."""
        keys = np.random.default_rng(self.seed).random((self.draws, self.groups.members.size))
        return np.argsort(keys + self.groups.group_of_member, axis=1).astype(np.int32)

    @cached_property
    def _ends(self) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
        """Places of both ends of the ties inside, group by group, and where groups begin."""
        place = np.zeros(self.groups.ties.n_people, dtype=np.intp)
        place[self.groups.members] = np.arange(self.groups.members.size)
        group = self.groups.group_of[self.groups.source]
        order = np.argsort(group, kind="stable")
        starts = np.searchsorted(group[order], np.arange(self.groups.n_groups))
        return place[self.groups.source[order]], place[self.groups.target[order]], starts

    def share_with_more_alike(self, label: NDArray[np.integer], observed: NDArray[np.number]) -> Floats:
        """(g,) p: share of exchanges with at least `observed` (g,) ties between people of the same label."""
        source, target, starts = self._ends
        shuffled = label[self.groups.members][self.place]
        alike = (shuffled[:, source] == shuffled[:, target]) & (shuffled[:, source] >= 0)
        return self._p(_segment_sums(alike, starts), observed)

    def share_with_more_overlap(self, manager: Int32, observed: NDArray[np.number]) -> Floats:
        """(g,) p: share of exchanges in which at least `observed` (g,) reporting lines carry a tie."""
        place = np.full(self.groups.ties.n_people + 1, -1, dtype=np.intp)
        place[self.groups.members] = np.arange(self.groups.members.size)
        lead = place[manager[self.groups.members]]
        lines = np.flatnonzero(self._reports_inside(manager))
        person, above = (self.groups.members[self.place[:, ends]] for ends in (lines, lead[lines]))
        carried = self.groups.ties.has(person.ravel(), above.ravel()).reshape(person.shape)
        starts = np.searchsorted(self.groups.group_of_member[lines], np.arange(self.groups.n_groups))
        return self._p(_segment_sums(carried, starts), observed)

    def _reports_inside(self, manager: Int32) -> NDArray[np.bool_]:
        own = self.groups.group_of_member
        above = manager[self.groups.members]
        inside: NDArray[np.bool_] = (above >= 0) & (self.groups.group_of[above] == own)
        return inside

    def _p(self, drawn: Int64, observed: NDArray[np.number]) -> Floats:
        p: Floats = (1 + (drawn >= observed).sum(axis=0)) / (1 + len(drawn))
        return p


def _segment_sums(flags: NDArray[np.bool_], starts: NDArray[np.intp]) -> Int64:
    """(draws, g) true entries between one start and the next."""
    running = np.zeros((len(flags), flags.shape[1] + 1), dtype=np.int32)
    np.cumsum(flags, axis=1, out=running[:, 1:])
    stops = np.append(starts[1:], flags.shape[1])
    return (running[:, stops] - running[:, starts]).astype(np.int64)
