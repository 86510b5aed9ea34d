"""Compiled versions of what `ties.py` does with numpy; loaded only for large networks."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]


def sorted_unique(source: Int32, target: Int32, n_people: int) -> tuple[Int32, Int32]:
    """Sort by (source, target) with two counting sorts, then drop repeats. O(n + m)."""
    if not is_sorted(source, target):
        starts = row_starts(target, n_people)
        source, target = counting_sort(target, source, target, starts)
        source, target = counting_sort(source, source, target, row_starts(source, n_people))
    unique: tuple[Int32, Int32] = without_repeats(source, target)
    return unique


@njit(cache=True, nogil=True)
def is_sorted(source, target):  # type: ignore[no-untyped-def]
    for k in range(1, source.size):
        if source[k - 1] > source[k] or (source[k - 1] == source[k] and target[k - 1] > target[k]):
            return False
    return True


@njit(cache=True, nogil=True)
def row_starts(key, n):  # type: ignore[no-untyped-def]
    starts = np.zeros(n + 1, np.int64)
    for k in range(key.size):
        starts[key[k] + 1] += 1
    for i in range(n):
        starts[i + 1] += starts[i]
    return starts


@njit(cache=True, nogil=True)
def counting_sort(key, source, target, starts):  # type: ignore[no-untyped-def]
    sorted_source, sorted_target = np.empty_like(source), np.empty_like(target)
    for k in range(key.size):
        place = starts[key[k]]
        starts[key[k]] = place + 1
        sorted_source[place] = source[k]
        sorted_target[place] = target[k]
    return sorted_source, sorted_target


@njit(cache=True, nogil=True)
def without_repeats(source, target):  # type: ignore[no-untyped-def]
    unique_source, unique_target = np.empty_like(source), np.empty_like(target)
    kept = 0
    for k in range(source.size):
        if k == 0 or source[k] != source[k - 1] or target[k] != target[k - 1]:
            unique_source[kept] = source[k]
            unique_target[kept] = target[k]
            kept += 1
    return unique_source[:kept], unique_target[:kept]


@njit(cache=True, nogil=True)
def transpose(indptr, indices, in_indptr):  # type: ignore[no-untyped-def]
    """Sources by (target, source)."""
    free = in_indptr[:-1].copy()
    rows = np.empty(indices.size, np.int32)
    for i in range(indptr.size - 1):
        for k in range(indptr[i], indptr[i + 1]):
            rows[free[indices[k]]] = i
            free[indices[k]] += 1
    return rows


@njit(cache=True, nogil=True)
def mutual_flags(out_indptr, out_indices, in_indptr, in_indices):  # type: ignore[no-untyped-def]
    """Merge each person's two sorted lists."""
    flags = np.zeros(out_indices.size, np.bool_)
    for i in range(out_indptr.size - 1):
        k, stop = in_indptr[i], in_indptr[i + 1]
        for arc in range(out_indptr[i], out_indptr[i + 1]):
            while k < stop and in_indices[k] < out_indices[arc]:
                k += 1
            flags[arc] = k < stop and in_indices[k] == out_indices[arc]
    return flags


@njit(cache=True, nogil=True)
def contains(indptr, indices, source, target):  # type: ignore[no-untyped-def]
    found = np.zeros(source.size, np.bool_)
    for k in range(source.size):
        low, high = indptr[source[k]], indptr[source[k] + 1]
        while low < high:
            middle = (low + high) // 2
            if indices[middle] < target[k]:
                low = middle + 1
            else:
                high = middle
        found[k] = low < indptr[source[k] + 1] and indices[low] == target[k]
    return found


@njit(cache=True, nogil=True)
def merged(out_indptr, out_indices, in_indptr, in_indices):  # type: ignore[no-untyped-def]
    """Union of each person's two sorted lists."""
    n = out_indptr.size - 1
    indptr = np.zeros(n + 1, np.int64)
    indices = np.empty(2 * out_indices.size, np.int32)
    place = 0
    for i in range(n):
        a, a_stop, b, b_stop = out_indptr[i], out_indptr[i + 1], in_indptr[i], in_indptr[i + 1]
        while a < a_stop or b < b_stop:
            left = out_indices[a] if a < a_stop else n
            right = in_indices[b] if b < b_stop else n
            indices[place] = min(left, right)
            place += 1
            a += left <= right
            b += right <= left
        indptr[i + 1] = place
    return indptr, indices[:place].copy()
