"""JSON from outside: what cannot be read, stored or meant is one ValueError, never anything else."""

import json
from math import isfinite
from typing import Any, NoReturn

MOST_DEPTH = 100


def read_json(content: str | bytes) -> Any:
    """The value that the text says. Linear in its length.

    Raises ValueError for what is no JSON, is nested deeper than anybody means, holds text that no database
    stores, or numbers that are none.

    >>> read_json('{"a": [1, "å"]}')
    {'a': [1, 'å']}
    """
    try:
        value = json.loads(content, parse_constant=_no_number)
    except RecursionError:
        raise ValueError("It is nested too deeply.") from None
    _check(value)
    return value


def is_storable(text: str) -> bool:
    """Whether databases and UTF-8 can hold it: neither NUL nor half of a pair of surrogates.

    >>> is_storable("Å 🦆"), is_storable(chr(0)), is_storable(chr(0xD800))
    (True, False, False)
    """
    if text.isascii():
        return "\0" not in text
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number.")


def _check(value: Any) -> None:
    waiting = [(value, 1)]
    while waiting:
        one, depth = waiting.pop()
        if isinstance(one, str) and not is_storable(one):
            raise ValueError("It holds a character that cannot be stored.")
        if isinstance(one, float) and not isfinite(one):
            raise ValueError("It holds a number that is too large.")
        if not isinstance(one, dict | list):
            continue
        if depth > MOST_DEPTH:
            raise ValueError("It is nested too deeply.")
        parts = [*one, *one.values()] if isinstance(one, dict) else one
        waiting.extend((part, depth + 1) for part in parts)
