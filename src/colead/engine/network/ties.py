"""Who looks to whom: one network of ties between the people of an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colead.engine.errors import TieError
from colead.engine.errors import gettext_noop as _

Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]
Bool = NDArray[np.bool_]

KERNEL_TIES = 300_000
"""From this many ties on, compiled kernels are worth the time that loading them takes."""


class Neighbours(NamedTuple):
    """Compressed rows: the neighbours of person i are indices[indptr[i]:indptr[i + 1]], in rising order."""

    indptr: Int64
    indices: Int32


@dataclass(frozen=True, eq=False)
class Ties:
    """Arcs source -> target, "source looks to target for leadership"; build with `Ties.build`.

    Arcs are unique, without self-ties, and sorted by (source, target), so that `target` is also the
    column of a compressed sparse row matrix.

    >>> ties = Ties.build([0, 1, 1, 2, 2], [1, 0, 0, 1, 2], n_people=3, name="advice")
    >>> ties
    Ties 'advice': 3 ties among 3 people, 3 of whom answered
    >>> ties.in_degree.tolist(), ties.is_mutual.tolist(), (ties.duplicates, ties.self_ties)
    ([1, 2, 0], [True, True, False], (1, 1))
    """

    source: Int32
    target: Int32
    n_people: int
    weight: NDArray[np.float32] | None
    """(m,) strength of each tie, above 0; None = all equal."""
    respondents: Bool
    """(n,) who answered; only they could name somebody."""
    name: str = ""
    self_ties: int = 0
    """Ties from a person to the same person, dropped."""
    duplicates: int = 0
    """Repeated ties, merged; the largest weight was kept."""
    unanswered: int = 0
    """Ties from people who, by the list of respondents, did not answer; dropped."""

    @classmethod
    def build(
        cls,
        source: ArrayLike,
        target: ArrayLike,
        n_people: int,
        *,
        weight: ArrayLike | None = None,
        respondents: ArrayLike | None = None,
        name: str = "",
    ) -> Ties:
        """Check, clean and sort arcs.

        Parameters
        ----------
        source, target : (m,) indices in 0 ... n_people - 1.
        weight : (m,) numbers; ties of weight 0 or less are no ties and are dropped.
        respondents : (n,) bool or indices of those who answered; None = everybody.

        Raises TieError for columns of different length, indices outside the organisation, weights that are
        not numbers. Cost: O(m log m), O(m) for large networks.
        """
        arcs = _Arcs(_indices(source, n_people), _indices(target, n_people), _weights(weight))
        _require_equal_length(arcs)
        answered = _mask(respondents, n_people)
        loops = arcs.source == arcs.target
        positive = np.ones(loops.size, dtype=np.bool_) if arcs.weight is None else arcs.weight > 0
        silent = np.zeros(loops.size, dtype=np.bool_) if answered.all() else ~answered[arcs.source]
        kept = _sorted_unique(arcs.at(~loops & positive & ~silent), n_people)
        return cls(
            source=kept.source,
            target=kept.target,
            n_people=n_people,
            weight=kept.weight,
            respondents=answered,
            name=name,
            self_ties=int(loops.sum()),
            duplicates=int((~loops & positive & ~silent).sum()) - kept.source.size,
            unanswered=int((silent & ~loops & positive).sum()),
        )

    def __repr__(self) -> str:
        return (
            f"Ties '{self.name}': {self.n_ties} ties among {self.n_people} people, "
            f"{self.n_respondents} of whom answered"
        )

    @property
    def n_ties(self) -> int:
        return self.source.size

    @property
    def n_respondents(self) -> int:
        return int(self.respondents.sum())

    @cached_property
    def everybody_answered(self) -> bool:
        return bool(self.respondents.all())

    @cached_property
    def out_degree(self) -> Int64:
        """(n,) people whom each person looks to."""
        return np.diff(self.out_indptr)

    @cached_property
    def in_degree(self) -> Int64:
        """(n,) people who look to each person: leadership received."""
        return np.bincount(self.target, minlength=self.n_people)

    @cached_property
    def out_indptr(self) -> Int64:
        return _row_starts(np.bincount(self.source, minlength=self.n_people))

    @property
    def out_indices(self) -> Int32:
        return self.target

    @cached_property
    def in_indptr(self) -> Int64:
        return _row_starts(self.in_degree)

    @cached_property
    def in_indices(self) -> Int32:
        """(m,) sources, sorted by (target, source)."""
        if self.n_ties >= KERNEL_TIES:
            from colead.engine.network import ties_kernels

            rows: Int32 = ties_kernels.transpose(self.out_indptr, self.target, self.in_indptr)
            return rows
        return self.source[np.argsort(self.target, kind="stable")]

    @cached_property
    def keys(self) -> Int64:
        """(m,) source * n + target, rising: one number for each tie, for looking pairs up."""
        return self.source.astype(np.int64) * self.n_people + self.target

    @cached_property
    def is_mutual(self) -> Bool:
        """(m,) whether the tie back exists as well."""
        if self.n_ties >= KERNEL_TIES:
            from colead.engine.network import ties_kernels

            flags: Bool = ties_kernels.mutual_flags(
                self.out_indptr, self.target, self.in_indptr, self.in_indices
            )
            return flags
        return self.has(self.target, self.source)

    def has(self, source: NDArray[np.integer], target: NDArray[np.integer]) -> Bool:
        """Whether each of the ties source -> target exists; (k,) indices each. Cost: O(k log m)."""
        if not self.n_ties:
            return np.zeros(len(source), dtype=np.bool_)
        if self.n_ties >= KERNEL_TIES:
            from colead.engine.network import ties_kernels

            present: Bool = ties_kernels.contains(self.out_indptr, self.target, source, target)
            return present
        wanted = source.astype(np.int64) * self.n_people + target
        if wanted.size > self.n_people**2:  # more questions than possible ties: look them up in a table
            table = np.zeros(self.n_people**2, dtype=np.bool_)
            table[self.keys] = True
            return table[wanted]
        found = np.minimum(np.searchsorted(self.keys, wanted), self.n_ties - 1)
        matches: Bool = self.keys[found] == wanted
        return matches

    @cached_property
    def undirected(self) -> Neighbours:
        """Each person's neighbours in either direction, once each."""
        if self.n_ties >= KERNEL_TIES:
            from colead.engine.network import ties_kernels

            return Neighbours(
                *ties_kernels.merged(self.out_indptr, self.target, self.in_indptr, self.in_indices)
            )
        back = self.target.astype(np.int64) * self.n_people + self.source
        both = _distinct(np.concatenate([self.keys, back]))
        counts = np.bincount(both // self.n_people, minlength=self.n_people)
        return Neighbours(_row_starts(counts), (both % self.n_people).astype(np.int32))

    @cached_property
    def mutual(self) -> Neighbours:
        """Each person's neighbours with ties in both directions."""
        counts = np.bincount(self.source[self.is_mutual], minlength=self.n_people)
        return Neighbours(_row_starts(counts), self.target[self.is_mutual])

    def subgraph(self, people: ArrayLike) -> Ties:
        """Only these people, renumbered 0, 1, ... in rising order, and the ties among them.

        people : (n,) bool, or (k,) indices.
        """
        inside = _mask(people, self.n_people)
        number = np.cumsum(inside, dtype=np.int32) - np.int32(1)
        kept = _Arcs(self.source, self.target, self.weight).at(inside[self.source] & inside[self.target])
        return Ties(
            source=number[kept.source],
            target=number[kept.target],
            n_people=int(inside.sum()),
            weight=kept.weight,
            respondents=self.respondents[inside],
            name=self.name,
        )


class _Arcs(NamedTuple):
    source: Int32
    target: Int32
    weight: NDArray[np.float32] | None

    def at(self, which: NDArray[Any]) -> _Arcs:
        if which.dtype == np.bool_ and which.all():
            return self
        return _Arcs(
            self.source[which], self.target[which], None if self.weight is None else self.weight[which]
        )


def _distinct(keys: Int64) -> Int64:
    """The different keys, rising. By sorting: np.unique hashes, which is several times slower here."""
    ordered = np.sort(keys)
    first = np.ones(ordered.size, dtype=np.bool_)
    first[1:] = np.diff(ordered) != 0
    return ordered[first]


def _sorted_unique(arcs: _Arcs, n_people: int) -> _Arcs:
    if arcs.source.size >= KERNEL_TIES and arcs.weight is None:
        from colead.engine.network import ties_kernels

        return _Arcs(*ties_kernels.sorted_unique(arcs.source, arcs.target, n_people), None)
    keys = arcs.source.astype(np.int64) * n_people + arcs.target
    if arcs.weight is None:
        return _Arcs(*_from_keys(_distinct(keys), n_people), None)
    order = np.lexsort((-arcs.weight, keys))
    first = np.ones(keys.size, dtype=np.bool_)
    first[1:] = np.diff(keys[order]) != 0
    return arcs.at(order[first])


def _from_keys(keys: Int64, n_people: int) -> tuple[Int32, Int32]:
    source, target = np.divmod(keys, max(n_people, 1))
    return source.astype(np.int32), target.astype(np.int32)


def _row_starts(counts: NDArray[np.integer]) -> Int64:
    return np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])


def _indices(values: ArrayLike, n_people: int) -> Int32:
    given = np.asarray(values)
    if given.size and (given.min() < 0 or given.max() >= n_people):
        wrong = given[(given < 0) | (given >= n_people)][0]
        raise TieError(
            _("Index {index} is outside the organisation of {people} people."),
            code="index_outside",
            hint=_("Use indices from 0 to {people} less one."),
            index=int(wrong),
            people=n_people,
        )
    return given.astype(np.int32, copy=False)


def _weights(values: ArrayLike | None) -> NDArray[np.float32] | None:
    if values is None:
        return None
    weight = np.asarray(values, dtype=np.float32)
    if not np.isfinite(weight).all():
        raise TieError(
            _("The weight of tie number {number} is not a number."),
            code="weight_not_a_number",
            hint=_("Give every tie a weight, 0 for none."),
            number=int(np.flatnonzero(~np.isfinite(weight))[0]) + 1,
        )
    return weight


def _mask(people: ArrayLike | None, n_people: int) -> Bool:
    """A mask from a mask, from indices, or from None = everybody."""
    if people is None:
        return np.ones(n_people, dtype=np.bool_)
    chosen = np.asarray(people)
    if chosen.dtype != np.bool_:
        mask = np.zeros(n_people, dtype=np.bool_)
        mask[_indices(chosen.astype(np.int64), n_people)] = True
        return mask
    if chosen.size != n_people:
        raise TieError(
            _("A list of yes and no has {found} entries, but there are {people} people."),
            code="wrong_length",
            hint=_("Give one entry for every person."),
            found=chosen.size,
            people=n_people,
        )
    return chosen


def _require_equal_length(arcs: _Arcs) -> None:
    lengths = [column.size for column in arcs if column is not None]
    if len(set(lengths)) > 1:
        raise TieError(
            _("The columns of ties have different lengths: {lengths}."),
            code="unequal_columns",
            hint=_("Give a source and a target for every tie."),
            lengths=", ".join(str(length) for length in lengths),
        )
