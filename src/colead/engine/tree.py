"""Reporting lines, or units, as a tree: who is above, who is below, how deep, and how far from one another.

The one place that walks up and down. Above all that have nobody above them stands one virtual root, so that
several trees (a forest) are one. A distance between two trees is therefore counted through it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]

CODE_WORDS = 2
"""Path codes of more 64-bit words than this give way to climbing along heavy paths."""


class Tree:
    """The forest that `above` describes, of people or of units; built once, then asked often.

    Parameters
    ----------
    above : (n,) int32, index of the person reported to, or of the unit above; -1 = none; without cycles.

    Cost: O(n) memory and O(n + depth) steps to build; a walk costs what it returns, a distance O(1) a pair.

    >>> tree = Tree(np.array([-1, 0, 0, 1], dtype=np.int32))
    >>> tree.line_up(3), tree.branch(1).tolist(), tree.from_the_top("dcba")
    ([3, 1, 0], [1, 3], [(0, 0), (2, 1), (1, 1), (3, 2)])
    >>> tree.branch_sums(np.array([1, 2, 3, 4])).tolist()
    [10, 6, 3, 4]
    >>> tree.is_below(1, np.array([0, 1, 3, -1])).tolist()
    [False, True, True, False]
    >>> tree.distance(np.array([3, 3]), np.array([2, 0])).tolist()
    [3, 2]
    >>> tree.mean_distance()
    1.6666666666666667
    """

    def __init__(self, above: Int32) -> None:
        self.above = above

    @cached_property
    def depth(self) -> Int32:
        """Steps to the top of one's line; 0 for who stands there."""
        return climb(self.above).depth

    @cached_property
    def layers(self) -> list[Int64]:
        """All by depth, the top first."""
        order = np.argsort(self.depth, kind="stable")
        ends = np.cumsum(np.bincount(self.depth)) if order.size else np.zeros(0, dtype=np.int64)
        return np.split(order, ends[:-1])

    @cached_property
    def branch_size(self) -> Int64:
        """Each and all below it, counted."""
        size = np.ones(self.above.size, dtype=np.int64)
        for layer in reversed(self.layers[1:]):
            np.add.at(size, self.above[layer], size[layer])
        return size

    @cached_property
    def siblings(self) -> tuple[Int64, Int64]:
        """All by the one above, and the place (0, 1, ...) of each among those right below the same one."""
        order = np.argsort(self.above, kind="stable")
        place = np.empty(order.size, dtype=np.int64)
        place[order] = np.arange(order.size) - np.searchsorted(self.above[order], self.above[order])
        return order, place

    @cached_property
    def preorder(self) -> Int64:
        """Each one's position when a branch is read as one run: itself first, then branch by branch."""
        order, _ = self.siblings
        before = np.cumsum(self.branch_size[order]) - self.branch_size[order]
        first = np.searchsorted(self.above[order], self.above[order])
        position = np.empty(order.size, dtype=np.int64)
        position[order] = before - before[first]
        for layer in self.layers[1:]:
            position[layer] += position[self.above[layer]] + 1
        return position

    @cached_property
    def codes(self) -> PathCodes | None:
        """Path codes, or None where the tree is too wide and deep for them."""
        return path_codes(self)

    @cached_property
    def heavy_top(self) -> Int32:
        """The highest person on each person's heavy path (always stepping into the largest branch)."""
        n = self.above.size
        heaviest = np.full(n + 1, -1, dtype=np.int64)
        by_size = np.argsort(self.branch_size, kind="stable")
        heaviest[self.above[by_size]] = by_size
        top = np.arange(n, dtype=np.int32)
        for layer in self.layers[1:]:
            heavy = layer[heaviest[self.above[layer]] == layer]
            top[heavy] = top[self.above[heavy]]
        return top

    def line_up(self, start: int) -> list[int]:
        """`start` and everybody above, the nearest first; nobody for -1."""
        line = []
        while start >= 0:
            line.append(start)
            start = int(self.above[start])
        return line

    @cached_property
    def _by_branch(self) -> Int64:
        """Everybody, a branch in one run."""
        return np.argsort(self.preorder, kind="stable")

    def branch(self, top: int) -> Int64:
        """`top` and everybody below; nobody for -1. O(branch)."""
        if top < 0:
            return np.zeros(0, dtype=np.int64)
        first = self.preorder[top]
        return self._by_branch[first : first + self.branch_size[top]]

    def is_below(self, top: int, those: NDArray[np.integer]) -> NDArray[np.bool_]:
        """(k,) which of those are `top` or lie below it; -1 does not. those : (k,) indices."""
        steps = np.append(self.preorder, -1)[those] - self.preorder[top]
        below: NDArray[np.bool_] = (steps >= 0) & (steps < self.branch_size[top])
        return below

    def branch_sums(self, values: NDArray[np.integer]) -> Int64:
        """(n,) the sum over each branch of whole numbers that belong to each one. values : (n,). O(n)."""
        before = np.append(0, np.cumsum(values[self._by_branch]))
        sums: Int64 = before[self.preorder + self.branch_size] - before[self.preorder]
        return sums

    def below(self, by: Sequence[Any]) -> dict[int, list[int]]:
        """Those directly below each, in the order of `by`; those at the top below -1."""
        found: dict[int, list[int]] = {}
        above = self.above.tolist()
        for one in sorted(range(len(above)), key=by.__getitem__):
            found.setdefault(above[one], []).append(one)
        return found

    def from_the_top(self, by: Sequence[Any]) -> list[tuple[int, int]]:
        """Everybody with their depth, each before those below, siblings in the order of `by`."""
        below = self.below(by)
        ordered, waiting = [], [(one, 0) for one in reversed(below.get(-1, []))]
        while waiting:
            one, depth = waiting.pop()
            ordered.append((one, depth))
            waiting += [(under, depth + 1) for under in reversed(below.get(one, []))]
        return ordered

    def nearest_above(self, marked: NDArray[np.bool_]) -> Int32:
        """(n,) the first marked one above each, itself left out; -1 = none."""
        found = np.full(self.above.size, -1, dtype=np.int32)
        for layer in self.layers[1:]:
            above = self.above[layer]
            found[layer] = np.where(marked[above], above, found[above])
        return found

    def meeting_depth(self, a: NDArray[np.integer], b: NDArray[np.integer]) -> Int32:
        """Depth of the lowest person above (or equal to) both; -1 = only the virtual root. a, b : (k,)."""
        if self.codes is None:
            return self._meeting_depth_by_climbing(a, b)
        return self.codes.meeting_depth(a, b, self.depth)

    def _meeting_depth_by_climbing(self, a: NDArray[np.integer], b: NDArray[np.integer]) -> Int32:
        top, depth = self.heavy_top, np.append(self.depth, np.int32(-1))
        left, right = np.array(a, dtype=np.int64), np.array(b, dtype=np.int64)
        apart = np.flatnonzero((left >= 0) & (top[left] != top[right]))
        while apart.size:
            left_top, right_top = top[left[apart]], top[right[apart]]
            climb_left = depth[left_top] >= depth[right_top]
            left[apart] = np.where(climb_left, self.above[left_top], left[apart])
            right[apart] = np.where(climb_left, right[apart], self.above[right_top])
            inside = (left[apart] >= 0) & (right[apart] >= 0)
            apart = apart[inside]
            apart = apart[top[left[apart]] != top[right[apart]]]
        meeting: Int32 = np.minimum(depth[left], depth[right])
        return meeting

    def distance(self, a: NDArray[np.integer], b: NDArray[np.integer]) -> Int32:
        """Steps along reporting lines between the people of each pair. a, b : (k,) indices."""
        steps: Int32 = self.depth[a] + self.depth[b] - 2 * self.meeting_depth(a, b)
        return steps

    def mean_distance(self) -> float:
        """Mean distance over all pairs, exactly, in O(n): a line counts once per pair that it separates."""
        n = self.above.size
        if n < 2:
            return float("nan")
        below = self.branch_size.astype(np.float64)
        return float((below * (n - below)).sum() / (n * (n - 1) / 2))


class Climb(NamedTuple):
    depth: Int32
    stuck: NDArray[np.bool_]
    """(n,) people whose line never ends: they are in a cycle or report into one."""


def climb(manager: Int32) -> Climb:
    """Count every line up to its end by doubling the stride: O(n log depth)."""
    n = manager.size
    above = np.append(np.where(manager < 0, n, manager), n).astype(np.int32)
    depth = (above != n).astype(np.int32)
    for _ in range(n.bit_length() + 1):
        if (above == n).all():
            break
        depth += depth[above]
        above = above[above]
    return Climb(depth[:-1], above[:-1] != n)


class PathCodes:
    """A code of one or two words a person: the place among siblings at every depth, top bits first.

    Two people part at the depth that holds the first differing bit. A depth where nobody has
    a sibling takes no bits, so long single lines cost nothing.
    """

    def __init__(self, words: list[NDArray[np.uint64]], depth_of_bit: Int32) -> None:
        self.words = words
        self.depth_of_bit = depth_of_bit
        """(64 * words + 1,) the depth at which people part whose first difference is this bit."""

    def meeting_depth(self, a: NDArray[np.integer], b: NDArray[np.integer], depth: Int32) -> Int32:
        different = self.words[0][a] ^ self.words[0][b]
        shared = leading_zeros(different)
        for place, word in enumerate(self.words[1:], start=1):
            same = np.flatnonzero(shared == 64 * place)
            shared[same] += leading_zeros(word[a[same]] ^ word[b[same]])
        meeting: Int32 = np.minimum(self.depth_of_bit[shared], np.minimum(depth[a], depth[b]))
        return meeting


def leading_zeros(values: NDArray[np.uint64]) -> Int64:
    """Zero bits before the first one of each 64-bit value; 64 for zero."""
    high = np.frexp((values >> np.uint64(32)).astype(np.float64))[1]
    low = np.frexp((values & np.uint64(0xFFFFFFFF)).astype(np.float64))[1]
    return 64 - np.where(high > 0, high + 32, low).astype(np.int64)


def path_codes(tree: Tree) -> PathCodes | None:
    """Give every depth as many bits as its widest family needs; None where CODE_WORDS do not suffice."""
    place = tree.siblings[1].astype(np.uint64)
    widths = [int(place[layer].max()).bit_length() for layer in tree.layers]
    starts = _bit_starts(widths)
    if starts is None:
        return None
    words = [np.zeros(place.size, dtype=np.uint64) for _ in range(CODE_WORDS)]
    depth_of_bit = np.full(64 * CODE_WORDS + 1, np.iinfo(np.int32).max, dtype=np.int32)
    for depth, (layer, start, width) in enumerate(zip(tree.layers, starts, widths, strict=True)):
        if depth:
            for word in words:
                word[layer] = word[tree.above[layer]]
        if width:
            words[start // 64][layer] |= place[layer] << np.uint64(64 - start % 64 - width)
            depth_of_bit[start : start + width] = depth - 1
    used = max(1, -(-(starts[-1] + widths[-1]) // 64))
    return PathCodes(words[:used], depth_of_bit[[*range(64 * used), -1]])


def _bit_starts(bits: list[int]) -> list[int] | None:
    """Where each depth's bits begin, none of them split between two words."""
    starts, free = [], 0
    for width in bits:
        if free // 64 != (free + max(width, 1) - 1) // 64:
            free = (free // 64 + 1) * 64
        starts.append(free)
        free += width
    return starts if free <= 64 * CODE_WORDS else None
