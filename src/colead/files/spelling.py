"""How the same thing is spelled: what cannot be seen is taken out, and what differs by less is found alike.

Three steps, each looser than the one before it:

- *clean*, as a cell is kept: composed letters (NFC), nothing invisible, one kind of space, none at the ends;
- *compared*, as names and e-mail addresses are found: clean, without case, with single spaces;
- *alike*: ids that differ by case, zeros in front or ``.0`` behind, never taken for one without a question.
"""

import re
import unicodedata

import polars as pl

# Soft hyphen, spaces without width, marks of direction, byte order mark. Those that join letters (200C, 200D)
# belong to the words of some scripts: they stay in a text, and go where texts are compared.
_UNSEEN = "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_JOINERS = "\u200c\u200d"
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
# Letters of Latin-1 are composed: nearly every Danish file is passed over at the cost of one look.
_REMARKABLE = f"[{_SPACES}\u00ad\u0300-\U0010ffff]"
_UNSEEN_ONE, _SPACE, _UNSEEN_OR_JOINER = f"[{_UNSEEN}]", f"[{_SPACES}]", f"[{_UNSEEN}{_JOINERS}]"
_ZEROS = r"^0*(\d+)(?:[.,]0+)?$"


def clean(text: str) -> str:
    """One text as it is kept.

    >>> clean(" A\\u030ase\\u00a0Holm\\u200b ")
    'Åse Holm'
    """
    if not text.isascii() and re.search(_REMARKABLE, text):
        seen = re.sub(_UNSEEN_ONE, "", unicodedata.normalize("NFC", text))
        text = re.sub(_SPACE, " ", seen)
    return text.strip()


def cleaned(cells: pl.Series) -> pl.Series:
    """A column of texts, each as it is kept. Cost: one look, where there is nothing to take out."""
    is_ascii = cells.str.len_bytes().sum() == cells.str.len_chars().sum()  # far quicker than a pattern
    if not is_ascii and cells.str.contains(_REMARKABLE).any():
        cells = cells.str.normalize("NFC").str.replace_all(_UNSEEN_ONE, "").str.replace_all(_SPACE, " ")
    return cells.str.strip_chars()


def compared(text: str) -> str:
    """One text as it is compared.

    >>> compared("Care\\u00a0 HOME ")
    'care home'
    """
    return " ".join(_without_joiners(clean(text)).lower().split())


def _without_joiners(text: str) -> str:
    return text if text.isascii() else re.sub(_UNSEEN_OR_JOINER, "", text)


def as_compared(cells: pl.Series) -> pl.Series:
    """A column of texts, each as it is compared."""
    plain = cleaned(cells.cast(pl.String)).str.replace_all(_UNSEEN_OR_JOINER, "").str.to_lowercase()
    return plain.str.replace_all(r"\s+", " ")


def same_id(text: str) -> str:
    """Equal for two spellings of one id: an e-mail address has no case.

    >>> same_id("Ida@X.example") == same_id("ida@x.example"), same_id("ab1") == same_id("AB1")
    (True, False)
    """
    return compared(text) if "@" in text else _without_joiners(clean(text))


def as_same_id(cells: pl.Series) -> pl.Series:
    """A column of ids, each as :func:`same_id` compares it."""
    seen = cleaned(cells.cast(pl.String)).str.replace_all(_UNSEEN_OR_JOINER, "")
    is_address = seen.str.contains("@", literal=True).fill_null(False)
    return as_compared(cells).zip_with(is_address, seen)


def alike(text: str) -> str:
    """Equal for ids that may be one.

    >>> [alike(one) for one in ("1001", "1001.0", "0001001", "AB-7", "ab-7")]
    ['1001', '1001', '1001', 'ab-7', 'ab-7']
    """
    return re.sub(_ZEROS, r"\1", compared(text))


def as_alike(cells: pl.Series) -> pl.Series:
    """A column of ids, equal for those that may be one."""
    return as_compared(cells).str.replace(_ZEROS, "$1")
