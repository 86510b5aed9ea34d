"""Chance among equals: drawn by the seed and the names of task and person, not by their order."""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from colead.engine.leadership.problem import Floats, Ids, Ints

Words = NDArray[np.uint64]


def draws(task_ids: Ids, person_ids: Ids, task: Ints, person: Ints, seed: int) -> Floats:
    """(n,) in [0, 1) for every pair of indices `task`, `person`.

    A pair keeps its draw when others join, leave or change places.
    """
    of_task, of_person = _named(task_ids, seed, b"task"), _named(person_ids, seed, b"person")
    mixed = _mix(of_task[task] ^ _mix(of_person[person]))
    drawn: Floats = (mixed >> np.uint64(11)).astype(np.float64) / 2**53
    return drawn


def _named(ids: Ids, seed: int, kind: bytes) -> Words:
    digests = (blake2b(f"{seed}:{name}".encode(), digest_size=8, person=kind).digest() for name in ids)
    return np.frombuffer(b"".join(digests), dtype="<u8").astype(np.uint64)


def _mix(word: Words) -> Words:
    """The finishing steps of SplitMix64 (Steele, Lea and Flood 2014)."""
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return word ^ (word >> np.uint64(31))
