"""Cells that a spreadsheet cannot take for formulas.

A spreadsheet runs a cell that begins with ``=``, ``+``, ``-``, ``@``, tab or a line break, also behind a
quotation mark or in the wide forms of East Asian text. Such text gets an apostrophe in front, which the
spreadsheet shows as text and which :func:`bare` takes away again. (OWASP, "CSV injection".)
"""

import re
from collections.abc import Iterable

_RUNS = re.compile(r"""["'\s\u200b\ufeff]*[=+\-@\t\r\n＝＋－＠﹢﹣﹦﹫−]""")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?%?\Z")
_MARK = "'"


def safe(value: object) -> object:
    """The value as it may stand in a cell; numbers, dates and plain text stay as they are.

    >>> safe("=1+1"), safe("-3,5"), safe("Bo"), safe(-3)
    ("'=1+1", '-3,5', 'Bo', -3)
    """
    if isinstance(value, str) and _is_risky(value):
        return _MARK + value
    return value


def safe_row(values: Iterable[object]) -> list[object]:
    """All values of a row made safe."""
    return [safe(value) for value in values]


def bare(text: str) -> str:
    """The text that :func:`safe` was given."""
    if text.startswith(_MARK) and _is_risky(text[1:]):
        return text[1:]
    return text


def _is_risky(text: str) -> bool:
    """Whether a spreadsheet may run the text, or :func:`bare` would mistake it for one that was marked."""
    return _RUNS.match(text) is not None and not _NUMBER.match(text)
