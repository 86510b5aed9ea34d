"""A list page by page: where one page ended, the next begins, even when rows came or went between."""

import base64
import json
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from operator import attrgetter, or_
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.core.paginator import Page as NumberedPage
from django.core.paginator import Paginator
from django.db.models import Field, Model, Q, QuerySet
from django.utils.timezone import is_naive
from django.utils.translation import gettext_lazy as _

from colead.files.plain_json import read_json
from colead.kit.errors import DomainError

Row = TypeVar("Row")
Stored = TypeVar("Stored", bound=Model)
Key = tuple[Any, ...]

DEFAULT_LIMIT = 50
MAX_LIMIT = 200
ROWS_A_PAGE = 50
"""Of a table on a web page, whatever stands in it."""
AT_ONCE = 1_000  # rows of a file


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

    def of(
        self, found: QuerySet[Stored], order: Sequence[str], read: Callable[[list[Stored]], list[Row]]
    ) -> Page[Row]:
        """The page of a query as `read` shows its rows, by fields of which the last is unique. One query."""
        if self.cursor:
            found = found.filter(_beyond(order, _position(found.model, order, self.cursor)))
        rows = list(found.order_by(*order)[: self.limit + 1])
        items = rows[: self.limit]
        more = len(rows) > self.limit
        return Page(read(items), write_cursor(_key(items[-1], order)) if more else None)


@dataclass(frozen=True)
class Listing(Generic[Stored, Row]):
    """A list as one query, for page, API and file alike.

    order : fields of the query, none of them empty and the last unique.   read : its rows as they are shown.
    count : how many there are, where that is known.
    """

    rows: QuerySet[Stored]
    order: Sequence[str]
    read: Callable[[list[Stored]], list[Row]]
    count: int | None = None

    def numbered(self, number: int | str = 1, size: int = ROWS_A_PAGE) -> NumberedPage[Row]:
        """A page by its number, for people. Two queries at most, and those of `read`."""
        paginator: Paginator[Stored] = Paginator(self.rows.order_by(*self.order), size)
        if self.count is not None:
            paginator.count = self.count
        found: NumberedPage[Stored] = paginator.get_page(number)
        return NumberedPage(self.read(list(found)), found.number, found.paginator)  # type: ignore[arg-type]

    def page(self, paging: Paging) -> Page[Row]:
        """A page by cursor, for programs. One query, and those of `read`."""
        return paging.of(self.rows, self.order, self.read)

    def all(self) -> Iterator[Row]:
        """Every row, a large page at a time, for files."""
        cursor: str | None = ""
        while cursor is not None:
            page = self.page(Paging(cursor, AT_ONCE))
            yield from page.items
            cursor = page.next


def _position(model: type[Model], order: Sequence[str], cursor: str) -> Key:
    """What the fields held in the last row of the page before."""
    values = _read(cursor)
    fields = [_field(model, name.lstrip("-")) for name in order]
    if len(values) != len(fields) or None in values:
        raise _bad_cursor()
    try:
        return tuple(_held(field, value) for field, value in zip(fields, values, strict=True))
    except (ValidationError, TypeError, ValueError, OverflowError):
        raise _bad_cursor() from None


def _held(field: "Field[Any, Any]", value: Any) -> Any:
    """The value as the field holds it; any of the errors above for one that no row can hold."""
    held = field.to_python(value)
    if not isinstance(held, datetime):
        return held
    if is_naive(held):
        raise ValueError("A time without a zone is none of ours.")
    return held.astimezone(UTC)


def _field(model: type[Model], name: str) -> "Field[Any, Any]":
    first, _dot, rest = name.partition("__")
    field: Any = model._meta.pk if first == "pk" else model._meta.get_field(first)
    if rest:
        return _field(field.related_model, rest)
    return field.target_field if field.is_relation else field  # type: ignore[no-any-return]  # Django's own types are looser


def _key(row: Model, order: Sequence[str]) -> Key:
    return tuple(attrgetter(name.lstrip("-").replace("__", "."))(row) for name in order)


def _beyond(order: Sequence[str], position: Key) -> Q:
    """Rows that come after the position: the first field beyond it, or the same and the next beyond, …"""
    ways, same = [], Q()
    for name, value in zip(order, position, strict=True):
        field = name.lstrip("-")
        ways.append(same & Q(**{f"{field}__{'lt' if name.startswith('-') else 'gt'}": value}))
        same &= Q(**{field: value})
    return reduce(or_, ways)


def paginate(rows: Sequence[Row], key: Callable[[Row], Key], *, cursor: str, limit: int) -> Page[Row]:
    """The page of `rows`, in the order of `key` (whose values are unique), that follows `cursor`."""
    rows = sorted(rows, key=key)
    start = bisect_right(rows, read_cursor(cursor, key(rows[0])), key=key) if cursor and rows else 0
    items = rows[start : start + limit]
    more = start + limit < len(rows)
    return Page(items, write_cursor(key(items[-1])) if more else None)


def write_cursor(key: Key) -> str:
    """The key of the last row of a page, in letters that a URL carries."""
    text = json.dumps(key, ensure_ascii=False, default=str)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(cursor: str, like: Key) -> Key:
    """The key that a cursor carries; refused unless its values have the kinds of those in `like`."""
    values = _read(cursor)
    if [type(value) for value in values] != [type(value) for value in like]:
        raise _bad_cursor()
    return tuple(values)


def _read(cursor: str) -> list[Any]:
    try:
        values = read_json(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        values = None
    if not isinstance(values, list) or not all(map(_is_kept, values)):
        raise _bad_cursor()
    return values


def _is_kept(value: Any) -> bool:
    """Whether a column could hold it."""
    return isinstance(value, str | None) or (isinstance(value, int | float) and abs(value) < 2**63)


def _bad_cursor() -> DomainError:
    return DomainError(
        "bad_cursor",
        _("The cursor is not one of ours."),
        _("Send the value of “next” as it came, or leave the cursor out to begin."),
        field="cursor",
    )
