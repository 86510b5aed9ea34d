"""The Merkle tree of RFC 6962 in pure Python: append, prove, check. No Django, no database.

A leaf is SHA-256(0x00 ‖ data), an inner node SHA-256(0x01 ‖ left ‖ right); the tree of n leaves is split
at the largest power of two below n. Hashes are 32 bytes throughout.

Source: Laurie, Langley, Kasper (2013), RFC 6962, section 2.1; the checks follow RFC 9162, section 2.1.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

EMPTY_ROOT = sha256().digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True)
class Frontier:
    """The roots of the perfect subtrees that a tree of `size` leaves consists of, largest first.

    All that an append needs: at most log2(size) + 1 hashes, whatever the number of leaves.

    >>> Frontier().append(leaf_hash(b"")).root().hex()[:16]
    '6e340b9cffb37a98'
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def append(self, leaf: bytes) -> "Frontier":
        """The frontier with one more leaf. Cost O(log size)."""
        peaks, carried, rest = list(self.peaks), leaf, self.size
        while rest & 1:
            carried = node_hash(peaks.pop(), carried)
            rest >>= 1
        return Frontier(self.size + 1, (*peaks, carried))

    def root(self) -> bytes:
        """The root of the whole tree. Cost O(log size)."""
        if not self.peaks:
            return EMPTY_ROOT
        *others, found = self.peaks
        for peak in reversed(others):
            found = node_hash(peak, found)
        return found


def frontier(leaves: Iterable[bytes]) -> Frontier:
    """The frontier of these leaf hashes. Cost O(n)."""
    peaks: list[bytes] = []
    size = 0
    for leaf in leaves:
        carried, rest = leaf, size
        while rest & 1:
            carried = node_hash(peaks.pop(), carried)
            rest >>= 1
        peaks.append(carried)
        size += 1
    return Frontier(size, tuple(peaks))


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes. Cost O(n)."""
    return frontier(leaves).root()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that, with leaf `index`, give the root: nearest first (RFC 6962, 2.1.1). Cost O(n).

    Raises IndexError when there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(f"There is no leaf {index} in a tree of {len(leaves)}. Choose one from 0.")
    path: list[bytes] = []
    start, end = 0, len(leaves)
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(root(leaves[middle:end]))
            end = middle
        else:
            path.append(root(leaves[start:middle]))
            start = middle
    return path[::-1]


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """The hashes that show this tree to begin with that of `old_size` leaves (RFC 6962, 2.1.2). Cost O(n).

    Raises IndexError unless 1 <= old_size <= len(leaves).
    """
    if not 1 <= old_size <= len(leaves):
        raise IndexError(f"There is no older tree of {old_size} leaves in one of {len(leaves)}.")
    path: list[bytes] = []
    start, end, is_whole = 0, len(leaves), True
    while old_size < end:
        middle = start + _split(end - start)
        if old_size <= middle:
            path.append(root(leaves[middle:end]))
            end = middle
        else:
            path.append(root(leaves[start:middle]))
            start, is_whole = middle, False
    return ([] if is_whole else [root(leaves[start:end])]) + path[::-1]


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected_root: bytes) -> bool:
    """True when `proof` shows that `leaf` stands at `index` of the tree with this size and root."""
    if not 0 <= index < size:
        return False
    position, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            found = node_hash(step, found)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            found = node_hash(found, step)
        position, last = position >> 1, last >> 1
    return last == 0 and found == expected_root


def is_consistent(
    old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """True when `proof` shows that the newer tree begins with the whole older one."""
    if old_size == new_size:
        return old_root == new_root and not proof
    if not 0 < old_size < new_size or not proof:
        return False
    steps = list(proof) if old_size & (old_size - 1) else [old_root, *proof]
    position, last = old_size - 1, new_size - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            new = node_hash(new, step)
        position, last = position >> 1, last >> 1
    return last == 0 and old == old_root and new == new_root


def _split(size: int) -> int:
    """The largest power of two below `size`, for size > 1."""
    return 1 << ((size - 1).bit_length() - 1)
