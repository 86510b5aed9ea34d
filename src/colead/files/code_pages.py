"""Which code page a text without Unicode is written in: Windows, Mac or DOS.

A detector of any language errs on every fifth short Danish file of DOS, for it needs much text. What stands
between letters says more: a letter in one page is a sign or a capital within a word in the others. Only where
no page of western Europe fits is charset-normalizer asked, which knows those of other languages.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

PAGES = ("cp1252", "mac_roman", "cp850", "cp865")
"""The code pages of western Europe, the likeliest first."""

_SAMPLE = 50_000
_SURE = 30.0  # percent that read as some language
_WORD = re.compile(rb"(?<![A-Za-z\x80-\xff])[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
_DANISH = frozenset("æøåÆØÅ")
_WESTERN = frozenset("éèêëáàâäãçíìîïñóòôöúùûüýÿðþßÉÈÊËÁÀÂÄÇÍÎÏÑÓÔÖÚÛÜÝÐÞ")
_SIGNS = frozenset("’‘“”–—…€§½°´·«»²³\xa0")
_DANISH_LETTER, _WESTERN_LETTER, _USUAL_SIGN, _OTHER_LETTER, _OTHER_SIGN, _WRONG_CASE = 3, 1, 0, -2, -3, -4


def code_page(content: bytes) -> str | None:
    """The code page in which the words of a text read as words; None when there is none.

    Cost: O(bytes), 1 s for 10 MB.
    """
    words = Counter(_WORD.findall(content))
    best = max(PAGES, key=lambda page: _fit(words.items(), page))
    return (
        best
        if _fit(words.items(), best) > 0 or _holds_signs_alone(words, best)
        else _of_other_language(content)
    )


def misfits(lines: Mapping[int, bytes], page: str) -> set[int]:
    """Lines whose words do not read as words in a code page of :data:`PAGES`, but do in another."""
    words = set(_WORD.findall(b"\n".join(lines.values())))
    if all(_word_fit(word, page) >= 0 for word in words):
        return set()
    return {line for line, said in lines.items() if _fits_better(_WORD.findall(said), page)}


def _fits_better(words: Iterable[bytes], page: str) -> bool:
    counted = [(word, 1) for word in words]
    return _fit(counted, page) < 0 < max(_fit(counted, other) for other in PAGES)


def _fit(words: Iterable[tuple[bytes, int]], page: str) -> float:
    return sum(times * _word_fit(word, page) for word, times in words)


def _word_fit(word: bytes, page: str) -> float:
    try:
        text = word.decode(page)
    except UnicodeDecodeError:
        return 10 * _WRONG_CASE
    around = f" {text} "
    return sum(
        _letter_fit(around[at], around[at + 1], around[at + 2])
        for at in range(len(text))
        if text[at] > "\x7f"
    )


def _letter_fit(before: str, letter: str, after: str) -> float:
    if letter in _SIGNS:
        return _USUAL_SIGN
    if not letter.isalpha():
        return _OTHER_SIGN
    if not (before.isalpha() or after.isalpha()):
        return 0 if letter in _DANISH else _OTHER_LETTER
    if _in_wrong_case(before, letter, after):
        return _WRONG_CASE
    if letter in _DANISH:
        return _DANISH_LETTER
    beside_another = before > "\x7f" or after > "\x7f"  # words of western Europe have few such letters
    return _WESTERN_LETTER if letter in _WESTERN and not beside_another else _OTHER_LETTER


def _in_wrong_case(before: str, letter: str, after: str) -> bool:
    """Whether it is a capital within a word, or a small letter before one."""
    if letter.isupper():
        return before.islower() or (before.isupper() and after.islower())
    return after.isupper()


def _holds_signs_alone(words: Iterable[bytes], page: str) -> bool:
    """Whether nothing but the usual signs stands there: dashes, quotation marks, the euro."""
    return all(set(word.decode(page, "replace")) <= _SIGNS | set(map(chr, range(128))) for word in words)


def _of_other_language(content: bytes) -> str | None:
    from charset_normalizer import from_bytes  # seldom needed

    best = from_bytes(content[:_SAMPLE]).best()
    sure = best is not None and best.percent_coherence >= _SURE and best.encoding not in PAGES
    return best.encoding if best is not None and sure else None
