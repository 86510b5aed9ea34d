"""Ids as files spell them: the same id found in another spelling, and the ones that may be meant.

An id is found as it is written, or as :func:`colead.files.spelling.same_id` compares it. Ids that are only
alike (``0001001`` and ``1001``) are somebody else until a person says that they are not.
"""

from collections.abc import Callable, Collection, Iterable, Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from colead.files.lookup import NOT_THERE, positions
from colead.files.spelling import alike, same_id

Form = Callable[[str], str]


def places_of_ids(cells: pl.Series, ids: pl.Series) -> NDArray[np.int32]:
    """Index in ``ids`` of each cell, -1 where it is empty or not there.

    Cost: that of :func:`colead.files.lookup.positions`, and a loop over the distinct cells it does not find.
    """
    found = positions(cells, ids)
    missing = _missing(cells, found)
    if not missing:
        return found
    known = spellings(missing, _distinct(ids), same_id)
    if not known:
        return found
    again = positions(cells.cast(pl.String).replace(known), ids.cast(pl.String))
    return np.where(found == NOT_THERE, again, found).astype(np.int32)


def alike_ids(cells: pl.Series, ids: pl.Series) -> dict[str, str]:
    """For cells that are not among ``ids``: the one id that each may mean."""
    missing = _missing(cells, places_of_ids(cells, ids))
    return spellings(missing, _distinct(ids), alike) if missing else {}


def spellings(written: Iterable[str], known: Collection[str], form: Form) -> dict[str, str]:
    """Each of `written` that is spelled otherwise -> its one spelling among `known`, else the first here.

    known : each once. Two spellings are of one id where their `form` is equal; where several of those known
        are, none is meant.
    """
    taken = frozenset(known)
    by_form: dict[str, str | None] = {}
    for one in known:
        spelled = form(one)
        by_form[spelled] = one if spelled not in by_form else None
    found = {}
    for one in written:
        if one not in taken and (meant := by_form.setdefault(form(one), one)) not in {None, one}:
            found[one] = str(meant)
    return found


def canonical(cells: pl.Series, meant: Mapping[str, str]) -> pl.Series:
    """The cells with each spelling replaced by the one that is meant."""
    return cells.cast(pl.String).replace(dict(meant)) if meant else cells


def _distinct(ids: pl.Series) -> list[str]:
    return ids.cast(pl.String).drop_nulls().unique(maintain_order=True).to_list()


def _missing(cells: pl.Series, found: NDArray[np.int32]) -> list[str]:
    if not (found == NOT_THERE).any():
        return []
    return cells.filter(pl.Series(found == NOT_THERE)).drop_nulls().cast(pl.String).unique().sort().to_list()
