"""Whether levels and needs can be scored blockwise, in words that help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from colead.engine.errors import gettext_noop as _
from colead_large_allocation.refusal import AllocationError, refuse

if TYPE_CHECKING:
    from colead_large_allocation.blockwise import BlockwiseFit


def check(fits: BlockwiseFit) -> None:
    """Raise AllocationError about the first array that is wrong."""
    people, competencies = _two_sides("level", fits.level)
    tasks, _asked = _two_sides("needed", fits.needed)
    _alike("needed", fits.needed, (tasks, competencies))
    _alike("weight", fits.weight, (tasks, competencies))
    _alike("critical", fits.critical, (tasks, competencies))
    _alike("wish", fits.wish, (people, competencies))
    _bytes("level", fits.level)
    needed, weight = np.asarray(fits.needed), np.asarray(fits.weight, dtype=np.float64)
    refuse("needed", needed, ~((needed >= 0) & (needed <= 100)), _("Write 0 (not asked) to 100."))
    refuse("weight", weight, ~((weight >= 0) & np.isfinite(weight)), _("Write 0 or more."))
    if fits.wish is not None:
        wish = np.asarray(fits.wish)
        refuse("wish", wish, ~((wish >= -1) & (wish <= 2)), _("Write -1 (rather not) to 2 (would love to)."))
    refuse(
        "wish_weight",
        np.array([fits.wish_weight], dtype=np.float64),
        np.array([not 0 <= fits.wish_weight <= 0.5]),
        _("Write 0 to 0.5: wishes may add as much as strengths, not more."),
    )


def _two_sides(name: str, values: Any) -> tuple[int, int]:
    if np.ndim(values) != 2:
        raise AllocationError(
            _("{name} has the shape {shape}."),
            code="wrong_shape",
            hint=_("It must have a row for each and a column for each competency."),
            name=name,
            shape=np.shape(values),
        )
    return np.shape(values)[0], np.shape(values)[1]


def _alike(name: str, values: NDArray[Any] | None, shape: tuple[int, int]) -> None:
    if values is not None and np.shape(values) != shape:
        raise AllocationError(
            _("{name} has the shape {shape}."),
            code="wrong_shape",
            hint=_("It must be {allowed}, as the other arrays say."),
            name=name,
            shape=np.shape(values),
            allowed=shape,
        )


def _bytes(name: str, values: NDArray[Any]) -> None:
    if np.asarray(values).dtype not in (np.dtype(np.uint8), np.dtype(np.int8)):
        raise AllocationError(
            _("{name} is of the type {type}."),
            code="wrong_type",
            hint=_("Write whole numbers as uint8, with 255 where nothing is said."),
            name=name,
            type=str(np.asarray(values).dtype),
        )
