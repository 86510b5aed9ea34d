"""The tree against the published vectors of RFC 6962's reference code and a slow second implementation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colead.apps.ledger import tree

DATA = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
LEAVES = [tree.leaf_hash(data) for data in DATA]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
A96 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
A5F = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
A6B = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
ABC = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
ACA = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
A0E = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
INCLUSION = [
    (0, 1, []),
    (0, 8, [A96, A5F, A6B]),
    (5, 8, [ABC, ACA, ROOTS[4]]),
    (2, 3, [ROOTS[2]]),
    (1, 5, [ROOTS[1], A5F, ABC]),
]
CONSISTENCY = [
    (1, 1, []),
    (1, 8, [A96, A5F, A6B]),
    (6, 8, [A0E, ACA, ROOTS[4]]),
    (2, 5, [A5F, ABC]),
]


@pytest.mark.parametrize("size", range(9))
def test_roots_are_the_published_ones(size: int) -> None:
    assert tree.root(LEAVES[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size", "expected"), INCLUSION)
def test_inclusion_proofs_are_the_published_ones(index: int, size: int, expected: list[str]) -> None:
    proof = tree.inclusion_proof(LEAVES[:size], index)
    assert [step.hex() for step in proof] == expected
    assert tree.is_included(LEAVES[index], index, size, proof, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("old", "new", "expected"), CONSISTENCY)
def test_consistency_proofs_are_the_published_ones(old: int, new: int, expected: list[str]) -> None:
    proof = tree.consistency_proof(LEAVES[:new], old)
    assert [step.hex() for step in proof] == expected
    assert tree.is_consistent(old, bytes.fromhex(ROOTS[old]), new, bytes.fromhex(ROOTS[new]), proof)


# The second implementation: the recursive definitions of the RFC, word for word, with no shared code.
def slow_root(leaves: list[bytes]) -> bytes:
    from hashlib import sha256

    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = slow_split(len(leaves))
    return sha256(b"\1" + slow_root(leaves[:k]) + slow_root(leaves[k:])).digest()


def slow_split(n: int) -> int:
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def slow_path(m: int, leaves: list[bytes]) -> list[bytes]:
    if len(leaves) == 1:
        return []
    k = slow_split(len(leaves))
    if m < k:
        return [*slow_path(m, leaves[:k]), slow_root(leaves[k:])]
    return [*slow_path(m - k, leaves[k:]), slow_root(leaves[:k])]


def slow_subproof(m: int, leaves: list[bytes], whole: bool) -> list[bytes]:
    if m == len(leaves):
        return [] if whole else [slow_root(leaves)]
    k = slow_split(len(leaves))
    if m <= k:
        return [*slow_subproof(m, leaves[:k], whole), slow_root(leaves[k:])]
    return [*slow_subproof(m - k, leaves[k:], False), slow_root(leaves[:k])]


hashes = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=70)


@given(hashes)
def test_appending_one_by_one_gives_the_root_of_all(leaves: list[bytes]) -> None:
    grown = tree.Frontier()
    for leaf in leaves:
        grown = grown.append(leaf)
    assert grown == tree.frontier(leaves)
    assert grown.root() == slow_root(leaves)


@given(hashes, st.data())
def test_proofs_are_those_of_the_definition(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    inclusion = tree.inclusion_proof(leaves, index)
    consistency = tree.consistency_proof(leaves, index + 1)
    assert inclusion == slow_path(index, leaves)
    assert consistency == slow_subproof(index + 1, leaves, True)
    root, old_root = slow_root(leaves), slow_root(leaves[: index + 1])
    assert tree.is_included(leaves[index], index, len(leaves), inclusion, root)
    assert tree.is_consistent(index + 1, old_root, len(leaves), root, consistency)


@given(hashes, st.data())
def test_a_changed_proof_proves_nothing(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    root, proof = slow_root(leaves), tree.inclusion_proof(leaves, index)
    other = bytes(32) if leaves[index] != bytes(32) else b"\1" * 32
    assert not tree.is_included(other, index, len(leaves), proof, root)
    assert not tree.is_included(leaves[index], index, len(leaves), [*proof, root], root)
    if proof:
        assert not tree.is_included(leaves[index], index, len(leaves), proof[:-1], root)
    old = index + 1
    if old < len(leaves):
        steps = tree.consistency_proof(leaves, old)
        old_root = slow_root(leaves[:old])
        assert not tree.is_consistent(old, other, len(leaves), root, steps)
        assert not tree.is_consistent(old, old_root, len(leaves), root, steps[:-1])
        assert not tree.is_consistent(old, old_root, len(leaves), other, steps)


def test_a_leaf_that_does_not_exist_has_no_proof() -> None:
    with pytest.raises(IndexError, match="no leaf 8 in a tree of 8"):
        tree.inclusion_proof(LEAVES, 8)
    with pytest.raises(IndexError, match="no older tree of 9"):
        tree.consistency_proof(LEAVES, 9)


def test_a_hundred_thousand_appends_keep_a_short_frontier() -> None:
    grown = tree.frontier(tree.leaf_hash(str(number).encode()) for number in range(100_000))
    assert grown.size == 100_000
    assert len(grown.peaks) == (100_000).bit_count()
