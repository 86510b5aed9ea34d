"""Names as plain letters, for addresses and the names of files."""

from django.utils.text import slugify

_SPELLED = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss"})


def plain_name(text: str) -> str:
    """Lower case, without accents; letters that have no plain one are spelled as Danes spell them.

    >>> plain_name("Næstved & Ærø kommune")
    'naestved-aeroe-kommune'
    """
    return slugify(text.lower().translate(_SPELLED))
