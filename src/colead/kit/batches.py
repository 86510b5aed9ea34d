"""Many things a handful at a time: databases take only so many rows and parameters in one statement."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")

ROWS = 5_000
PARAMETERS = 900  # SQLite takes 999 in its oldest builds


def batches(items: Iterable[Item], size: int = ROWS) -> Iterator[list[Item]]:
    """Lists of at most `size` items.

    >>> list(batches([1, 2, 3], 2))
    [[1, 2], [3]]
    """
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
