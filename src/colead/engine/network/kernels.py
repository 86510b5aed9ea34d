"""Loops over arrays that run as plain Python on small networks and compiled on large ones.

A small network (one team, a sample) is done before a compiler would even be loaded. So a kernel is written
once, in the part of Python that numba compiles, and numba is imported when the first large network comes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, update_wrapper
from typing import Any

SMALL = 40_000
"""Up to so many steps of a loop, plain Python is faster than loading compiled code."""


class Kernel:
    """`kernel(...)` runs as plain Python, `kernel.compiled(...)` as machine code, `kernel.at(work)` chooses.

    >>> @Kernel
    ... def total(values):
    ...     found = 0
    ...     for value in values:
    ...         found += value
    ...     return found
    >>> total.at(3)([1, 2, 3])
    6
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        update_wrapper(self, function)

    def __call__(self, *arguments: Any) -> Any:
        return self.function(*arguments)

    @cached_property
    def compiled(self) -> Callable[..., Any]:
        from numba import njit

        machine_code: Callable[..., Any] = njit(cache=True, nogil=True)(self.function)
        return machine_code

    def at(self, work: int) -> Callable[..., Any]:
        """The version that is faster for about `work` steps."""
        return self.function if work <= SMALL else self.compiled
