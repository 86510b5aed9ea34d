"""Where each value stands in a list of keys. The one step that decides how fast a large file is read."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

NOT_THERE = -1
_DENSE = 8  # a lookup table may be this many times longer than the list of keys
_FEW = 8  # of so few values that so many times more are keys, the keys are found rather than all keys hashed
_WORTH_PARSING = 100_000  # from so many values on, numbers written as text are worth reading as numbers


def positions(values: pl.Series, keys: pl.Series) -> NDArray[np.int32]:
    """Index in ``keys`` of each value, -1 where it is null or not there; the first where keys repeat.

    Cost: O(n) for whole numbers that lie close together, also when they are written as text; a hash join for
    everything else.
    """
    if len(values) >= _WORTH_PARSING and (numbers := _both_as_numbers(values, keys)):
        values, keys = numbers
    if values.dtype.is_integer() and keys.dtype.is_integer():
        dense = _dense_positions(values.cast(pl.Int64), keys.cast(pl.Int64))
        if dense is not None:
            return dense
    return _joined_positions(values, keys)


def _joined_positions(values: pl.Series, keys: pl.Series) -> NDArray[np.int32]:
    if values.dtype != keys.dtype:
        values, keys = values.cast(pl.String), keys.cast(pl.String)
    index = pl.DataFrame({"key": keys, "position": np.arange(len(keys), dtype=np.int32)})
    if len(values) * _FEW < len(keys):
        index = index.filter(pl.col("key").is_in(values.unique().implode()))
        keys = index.get_column("key")
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
    offsets = _offsets(values, smallest, length)
    if _consecutive(keys):
        return np.where(offsets == length, NOT_THERE, offsets).astype(np.int32)
    table = np.full(length + 1, NOT_THERE, np.int32)  # the last cell answers for everything outside
    order = np.flatnonzero(keys.is_not_null().to_numpy())[::-1]  # backwards: the first of repeated keys stays
    table[keys.to_numpy()[order].astype(np.int64) - smallest] = order
    found: NDArray[np.int32] = table[offsets]
    return found


def _consecutive(keys: pl.Series) -> bool:
    return not keys.null_count() and bool((np.diff(keys.to_numpy()) == 1).all())


def _offsets(values: pl.Series, smallest: int, length: int) -> NDArray[np.int64]:
    """Place of each value in a lookup table; ``length`` for nulls and for values outside."""
    filled = values.fill_null(smallest - 1) if values.null_count() else values
    offsets: NDArray[np.int64] = filled.to_numpy() - smallest if smallest else filled.to_numpy()
    if offsets.size and (offsets.min() < 0 or offsets.max() >= length):
        offsets = np.where((offsets < 0) | (offsets >= length), length, offsets)
    return offsets


def _both_as_numbers(values: pl.Series, keys: pl.Series) -> tuple[pl.Series, pl.Series] | None:
    if values.dtype != pl.String and keys.dtype != pl.String:
        return None
    numbers = [_as_numbers(series) for series in (keys, values)]
    return None if numbers[0] is None or numbers[1] is None else (numbers[1], numbers[0])


def _as_numbers(texts: pl.Series) -> pl.Series | None:
    """Texts as whole numbers, or None where that would lose anything: a letter, a sign, a zero in front."""
    if texts.dtype != pl.String:
        return texts
    numbers = texts.cast(pl.Int64, strict=False)
    if numbers.null_count() > texts.null_count():
        return None
    padded = texts.str.starts_with("0") & (texts.str.len_bytes() > 1)
    signed = texts.str.starts_with("+") | texts.str.starts_with("-")
    return None if (padded | signed).any() else numbers


def taken(values: pl.Series, where: NDArray[np.int32], name: str) -> pl.Series:
    """The value at each position, null where the position is -1: the way back from :func:`positions`."""
    places = pl.Series(where)
    return values.gather(places.set(places < 0, None)).alias(name)
