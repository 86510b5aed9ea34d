"""Where each value stands in a list of keys. The one step that decides how fast a large file is read."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

NOT_THERE = -1
_DENSE = 8  # a lookup table may be this many times longer than the list of keys


def positions(values: pl.Series, keys: pl.Series) -> NDArray[np.int32]:
    """Index in ``keys`` of each value, -1 where it is null or not there; the first where keys repeat.

    Cost: O(n) for whole numbers that lie close together, a hash join for everything else.
    """
    if values.dtype.is_integer() and keys.dtype.is_integer():
        dense = _dense_positions(values, keys)
        if dense is not None:
            return dense
    if values.dtype != keys.dtype:
        values, keys = values.cast(pl.String), keys.cast(pl.String)
    index = pl.DataFrame({"key": keys, "position": np.arange(len(keys), dtype=np.int32)})
    if keys.n_unique() < len(keys):
        index = index.unique("key", keep="first", maintain_order=True)
    found = values.to_frame("key").join(index, on="key", how="left", maintain_order="left")
    return found.get_column("position").fill_null(NOT_THERE).to_numpy()


def _dense_positions(values: pl.Series, keys: pl.Series) -> NDArray[np.int32] | None:
    smallest, largest = keys.min(), keys.max()
    if not isinstance(smallest, int) or not isinstance(largest, int):
        return np.full(len(values), NOT_THERE, np.int32)
    length = largest - smallest + 1
    if length > _DENSE * len(keys) + 1_000:
        return None
    table = np.full(length + 1, NOT_THERE, np.int32)  # the last cell answers for everything outside
    known = keys.is_not_null().to_numpy()
    order = np.flatnonzero(known)[::-1]  # written backwards, so that the first of repeated keys stays
    table[keys.to_numpy()[order].astype(np.int64) - smallest] = order
    inside = values.is_between(smallest, largest).fill_null(False).to_numpy()
    offsets = values.fill_null(smallest).to_numpy().astype(np.int64) - smallest
    found: NDArray[np.int32] = table[np.where(inside, offsets, length)]
    return found


def taken(values: pl.Series, where: NDArray[np.int32], name: str) -> pl.Series:
    """The value at each position, null where the position is -1: the way back from :func:`positions`."""
    places = pl.Series(where)
    return values.gather(places.set(places < 0, None)).alias(name)
