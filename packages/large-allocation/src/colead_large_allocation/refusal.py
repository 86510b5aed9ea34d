"""What `allocate` says of a value that it cannot use."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from colead.engine.errors import EngineError
from colead.engine.errors import gettext_noop as _


class AllocationError(EngineError):
    """What `allocate` was given does not describe tasks and people."""


def refuse(name: str, values: NDArray[Any], wrong: NDArray[np.bool_], hint: str, first: int = 0) -> None:
    """Raise AllocationError about the first wrong value; `first` is the row at which `values` begin."""
    if wrong.any():
        place = [int(index) for index in np.argwhere(wrong)[0]]
        value = values[tuple(place)]
        place[0] += first
        raise AllocationError(
            _("{name}{place} is {value}."),
            code=f"wrong_{name}",
            hint=hint,
            name=name,
            place=place,
            value=value.item(),
        )
