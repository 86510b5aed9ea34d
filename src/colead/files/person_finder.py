"""Who is meant: people as others write them, found among those of a list. Managers and ties alike.

A person may be written as id, e-mail, name, ``Last, First``, ``Name (id)``, ``Name <e-mail>`` or the path of
a directory (``CN=...``). What fits several people fits nobody: it is told apart, so that it can be asked.
"""

from functools import cached_property
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from colead.files.lookup import NOT_THERE, positions
from colead.files.spelling import as_compared, as_same_id

_BRACKETED = r"[(\[<]\s*([^()\[\]<>]+?)\s*[)\]>]\s*$"
_BEFORE_BRACKET = r"^(.*?)\s*[(\[<][^()\[\]<>]*[)\]>]\s*$"
_DIRECTORY = r"(?i)^CN=((?:[^,\\]|\\.)+)"
_LAST_FIRST = r"^([^,]+),\s*([^,]+)$"
_ADDRESS_SCHEME = r"(?i)^(?:mailto|smtp):"


class Found(NamedTuple):
    """where : (m,) int32 place of each person in the list, -1 = nobody, or several.

    ambiguous : (m,) bool, whether several people fit.
    """

    where: NDArray[np.int32]
    ambiguous: NDArray[np.bool_]


class PersonFinder:
    """The people of a list, and the ways to find them.

    keys : (n,) ids; rows that repeat one are the same person, of whom the first is found.
    names, emails : (n,) text, null where not known.
    """

    def __init__(self, keys: pl.Series, names: pl.Series, emails: pl.Series) -> None:
        self.keys, self.names, self.emails = keys, names, emails

    def find(self, written: pl.Series) -> Found:
        """Everybody who is written, by the surest way that finds them.

        Cost: that of :func:`positions` where ids are written; every other spelling is looked up once.
        """
        where = positions(written, self.keys).copy()
        ambiguous = np.zeros(len(where), np.bool_)
        missing = np.flatnonzero((where == NOT_THERE) & written.is_not_null().to_numpy())
        if missing.size:
            texts = written.gather(missing).cast(pl.String)
            spellings = texts.unique()
            found, place = self._by_other_ways(spellings), positions(texts, spellings)
            where[missing], ambiguous[missing] = found.where[place], found.ambiguous[place]
        return Found(where, ambiguous)

    def candidates(self, written: str) -> list[int]:
        """The places of all whom it fits, by any way."""
        fits: set[int] = set()
        for sought, listed in self._ways(pl.Series([written])):
            if sought[0] is not None:
                fits |= set(self.person[(listed.texts == sought[0]).fill_null(False).to_numpy()].tolist())
        return sorted(fits)

    def without_case(self, key: str) -> str | None:
        """The key that is written so but for case, for programs that write none; None = nobody, several."""
        return self._keys_without_case.get(key.lower())

    @cached_property
    def _keys_without_case(self) -> dict[str, str]:
        keys = pl.DataFrame({"key": self._keys.texts}).drop_nulls().unique()
        small = keys.with_columns(small=pl.col("key").str.to_lowercase()).filter(
            ~pl.col("small").is_duplicated()
        )
        return dict(small.select("small", "key").iter_rows())

    def _by_other_ways(self, written: pl.Series) -> Found:
        where = np.full(len(written), NOT_THERE, np.int32)
        ambiguous = np.zeros(len(written), np.bool_)
        for sought, listed in self._ways(written):
            still = where == NOT_THERE
            several = sought.is_in(listed.shared.implode()).fill_null(False).to_numpy()
            where = np.where(still & ~several, positions(sought, listed.texts), where)
            ambiguous |= still & several
        disagree = self._disagree(written)
        return Found(np.where(disagree, NOT_THERE, where), ambiguous & (where == NOT_THERE) | disagree)

    def _disagree(self, written: pl.Series) -> NDArray[np.bool_]:
        """Where a name and the id behind it are those of two people."""
        texts = as_compared(written.str.extract(_BEFORE_BRACKET))
        number = positions(as_same_id(written.str.extract(_BRACKETED)), self._keys.texts)
        name = positions(texts, self._names.texts)
        shared = texts.is_in(self._names.shared.implode()).fill_null(False).to_numpy()
        both = (number != NOT_THERE) & (name != NOT_THERE) & ~shared
        person = np.append(self.person, np.int32(NOT_THERE))
        different: NDArray[np.bool_] = both & (person[number] != person[name])
        return different

    def _ways(self, written: pl.Series) -> list[tuple[pl.Series, "_Called"]]:
        """What to look for, and where, in the order of sureness."""
        bracketed = written.str.extract(_BRACKETED)
        directory_name = written.str.extract(_DIRECTORY).str.replace_all(r"\\(.)", "$1")
        first_last = written.str.extract(_LAST_FIRST, 2) + " " + written.str.extract(_LAST_FIRST, 1)
        return [
            (as_same_id(written), self._keys),
            (as_compared(written.str.replace(_ADDRESS_SCHEME, "")), self._emails),
            (as_same_id(bracketed), self._keys),
            (as_compared(bracketed), self._emails),
            (as_compared(written), self._names),
            (as_compared(written.str.extract(_BEFORE_BRACKET)), self._names),
            (as_compared(directory_name), self._names),
            (as_compared(first_last), self._names),
        ]

    @cached_property
    def person(self) -> NDArray[np.int32]:
        """(n,) the first row of the person in each row."""
        return positions(self.keys, self.keys)

    @cached_property
    def _keys(self) -> "_Called":
        return _called(as_same_id(self.keys), self.person)

    @cached_property
    def _emails(self) -> "_Called":
        return _called(as_compared(self.emails), self.person)

    @cached_property
    def _names(self) -> "_Called":
        return _called(as_compared(self.names), self.person)


class _Called(NamedTuple):
    """texts : (n,) what the people are called in one way.   shared : what several of them are called."""

    texts: pl.Series
    shared: pl.Series


def _called(texts: pl.Series, person: NDArray[np.int32]) -> _Called:
    """Several positions of one person are one person."""
    bearers = pl.DataFrame({"text": texts, "person": person}).drop_nulls().unique()
    return _Called(texts, bearers.group_by("text").len().filter(pl.col("len") > 1).get_column("text"))
