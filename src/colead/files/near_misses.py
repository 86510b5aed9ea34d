"""Whom somebody may have meant: people of a list who are called nearly so."""

import re
import unicodedata
from collections import defaultdict
from difflib import SequenceMatcher
from functools import cached_property

import polars as pl

from colead.files.person_finder import PersonFinder
from colead.files.spelling import alike

_OFFERED = 3
_ALIKE = 0.75  # of difflib; "Mikkel Lund" and "Mikael Lund" are 0.82
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ð": "d", "ß": "ss"})


class NearMisses:
    """The people of a list by what they are nearly called. Built once, for the few who are not found."""

    def __init__(self, finder: PersonFinder) -> None:
        self._finder = finder

    def same(self, written: str) -> int | None:
        """The one who is called so but for case, accents, order, or zeros of a number; None = nobody."""
        found = self._by_id.get(alike(written), set()) | self._by_parts.get(_parts(written) or ("",), set())
        return next(iter(found)) if len(found) == 1 else None

    def offered(self, written: str) -> list[int]:
        """Up to three people, the nearest first. Cost: that of comparing with whoever shares a part."""
        same = self.same(written)
        parts = _parts(written)
        near = {place for part in parts for place in self._by_beginning.get(part[:3], ())}
        wanted = " ".join(parts)
        measured = ((SequenceMatcher(None, wanted, self._folded[place]).ratio(), -place) for place in near)
        best = [-place for ratio, place in sorted(measured, reverse=True) if ratio >= _ALIKE]
        return list(dict.fromkeys([*([] if same is None else [same]), *best]))[:_OFFERED]

    @cached_property
    def _names(self) -> list[tuple[int, tuple[str, ...]]]:
        """Each person's first row, and their name in parts."""
        rows = zip(self._finder.person.tolist(), self._finder.names.to_list(), strict=True)
        return list({place: (place, _parts(name)) for place, name in reversed(list(rows)) if name}.values())

    @cached_property
    def _folded(self) -> dict[int, str]:
        return {place: " ".join(parts) for place, parts in self._names}

    @cached_property
    def _by_parts(self) -> dict[tuple[str, ...], set[int]]:
        found = defaultdict(set)
        for place, parts in self._names:
            found[parts].add(place)
        return dict(found)

    @cached_property
    def _by_beginning(self) -> dict[str, set[int]]:
        found = defaultdict(set)
        for place, parts in self._names:
            for part in parts:
                found[part[:3]].add(place)
        return dict(found)

    @cached_property
    def _by_id(self) -> dict[str, set[int]]:
        found = defaultdict(set)
        for place, key in enumerate(self._finder.keys.cast(pl.String)):
            found[alike(key)].add(int(self._finder.person[place]))
        return dict(found)


def _parts(name: str) -> tuple[str, ...]:
    """The parts of a name in alphabetical order, without case, accents and punctuation.

    >>> _parts("Müller, Søren") == _parts("soren muller"), _parts("Müller, Søren") == _parts("Søren MULLER")
    (False, True)
    """
    composed = unicodedata.normalize("NFC", name).casefold().translate(_LETTERS)
    spelled = unicodedata.normalize("NFKD", composed)
    bare = "".join(letter for letter in spelled if not unicodedata.combining(letter))
    return tuple(sorted(re.findall(r"\w+", bare)))
