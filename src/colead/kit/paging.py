"""Pages of a list by cursor: where one page ended, the next begins, even when rows came or went between."""

import base64
import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.utils.translation import gettext_lazy as _

from colead.kit.errors import DomainError

Row = TypeVar("Row")
Key = tuple[Any, ...]

DEFAULT_LIMIT = 50
MAX_LIMIT = 200


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list; `next` is the cursor of the page after it, null on the last."""

    items: list[Row]
    next: str | None


@dataclass(frozen=True)
class Paging:
    """Which page is asked for."""

    cursor: str
    limit: int

    def after(self, *like: Any) -> Key | None:
        """The key after which the page begins, its values of the kinds of `like`; None for the first."""
        return read_cursor(self.cursor, like) if self.cursor else None

    def page(self, found: Iterable[Row], key: Callable[[Row], Key]) -> Page[Row]:
        """The page of up to limit + 1 rows that were found in order of `key`."""
        rows = list(found)
        items = rows[: self.limit]
        return Page(items, write_cursor(key(items[-1])) if len(rows) > self.limit else None)


def paginate(rows: Sequence[Row], key: Callable[[Row], Key], *, cursor: str, limit: int) -> Page[Row]:
    """The page of `rows`, in the order of `key` (whose values are unique), that follows `cursor`."""
    rows = sorted(rows, key=key)
    start = bisect_right(rows, read_cursor(cursor, key(rows[0])), key=key) if cursor and rows else 0
    items = rows[start : start + limit]
    more = start + limit < len(rows)
    return Page(items, write_cursor(key(items[-1])) if more else None)


def write_cursor(key: Key) -> str:
    """The key of the last row of a page, in letters that a URL carries."""
    return base64.urlsafe_b64encode(json.dumps(key, ensure_ascii=False).encode()).decode().rstrip("=")


def read_cursor(cursor: str, like: Key) -> Key:
    """The key that a cursor carries; refused unless its values have the kinds of those in `like`."""
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        values = None
    fits = isinstance(values, list) and [type(value) for value in values] == [type(value) for value in like]
    if not fits:
        raise DomainError(
            "bad_cursor",
            _("The cursor is not one of ours."),
            _("Send the value of “next” as it came, or leave the cursor out to begin."),
            field="cursor",
        )
    return tuple(values)
