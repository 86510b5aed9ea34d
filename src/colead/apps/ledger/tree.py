"""The Merkle tree of RFC 6962 in pure Python. No Django, no database.

A leaf is SHA-256(0x00 ‖ data), an inner node SHA-256(0x01 ‖ left ‖ right); the tree of n leaves is split
at the largest power of two below n. Hashes are 32 bytes throughout.

Source: Laurie, Langley, Kasper (2013), RFC 6962, section 2.1.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
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
    """The frontier of these leaf hashes. Cost O(n log n)."""
    return reduce(Frontier.append, leaves, Frontier())
