"""The columns of a list, defined once: the annotated fields of its frozen row.

@dataclass(frozen=True)
class HeldRow:
    id: int                                           # no column: for links and programs
    title: Annotated[str, Column(_("Task"), link="leadership:task", of="task")]
    share: Annotated[Decimal, Column(_("Share"), Kind.SHARE, about="of a seat")]

The table of a page (`table`, web/templates/_table.html), files (`kit.downloads.list_file`), what the API says
of a field, and docs/reference/lists.md are made of them. Who may not see a column gets its value nowhere.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache, reduce
from types import UnionType
from typing import Annotated, Any, Generic, TypeVar, get_args, get_origin, get_type_hints

from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from colead.kit.roles import Member, Permission

Text = Promise | str
Row = TypeVar("Row")


class Kind(StrEnum):
    """What a column holds; without one it follows from the type of the field."""

    TEXT = "text"
    NUMBER = "number"
    SHARE = "share"
    DAY = "day"
    MOMENT = "moment"
    FLAG = "yes or no"
    LINK = "link"
    ACTION = "action"
    TICK = "tick"


KINDS: dict[type, Kind] = {
    bool: Kind.FLAG,
    int: Kind.NUMBER,
    float: Kind.NUMBER,
    Decimal: Kind.NUMBER,
    datetime: Kind.MOMENT,
    date: Kind.DAY,
}


@dataclass(frozen=True, kw_only=True)
class Part:
    """One of several columns that a value takes in a file: its header, and the attribute that it shows."""

    header: Text
    value: str


@dataclass(frozen=True, eq=False)  # `Annotated` takes what is equal for the same: a label for its translation
class Column:
    """A column, beside the field whose value it shows.

    label, header : what it is called on a page, and in a file where that differs.
    about : unit or range, in English, for the API and the docs.
    digits, precision : decimals of a number on a page (as for `floatformat`), and in a file.
    link, of : route, and the field that its address needs; a value with a route of its own is linked by it.
    cell : template of the cell on a page, where it shows more than the value; it gets `row` and `value`.
    empty : what a page shows in place of nothing.
    parts : the columns of a file, where the value takes several.
    page, file : where it is shown; the API has every field.
    permission : who may see it; None = whoever may see the list.
    """

    label: Text
    kind: Kind | None = None
    header: Text = ""
    about: str = ""
    digits: int = -1
    precision: int = 4
    link: str = ""
    of: str = ""
    cell: str = ""
    empty: Text = "–"
    parts: tuple[Part, ...] = ()
    page: bool = True
    file: bool = True
    sorts: bool = False
    permission: Permission | None = None
    name: str = ""

    @property
    def is_figure(self) -> bool:
        """Its cells stand to the right, digit below digit."""
        return self.kind in (Kind.NUMBER, Kind.SHARE)

    def value(self, row: object) -> Any:
        """What the row holds here; None where a part of the way is missing."""
        return reduce(lambda found, name: getattr(found, name, None), self.name.split("."), row)

    def may_be_seen_by(self, member: Member) -> bool:
        """The member's role has the permission."""
        return self.permission is None or member.may(self.permission)

    @property
    def headers(self) -> list[str]:
        """What it is called in a file."""
        return [str(part.header) for part in self.parts] or [str(self.header or self.label)]

    def written(self, row: object) -> list[object]:
        """The cells of a file, one for each header."""
        value = self.value(row)
        values = [getattr(value, part.value, None) for part in self.parts] or [value]
        return [self._plain(one) for one in values]

    def _plain(self, value: Any) -> object:
        if isinstance(value, bool):
            return _("yes") if value else ""
        if isinstance(value, float):
            return round(value, self.precision)
        if isinstance(value, datetime):
            return timezone.localtime(value).replace(microsecond=0, tzinfo=None)
        return getattr(value, "name", value) if self.kind == Kind.LINK else value

    def __get_pydantic_json_schema__(self, core_schema: Any, handler: Any) -> dict[str, Any]:
        """What the API's description says of the field; pydantic asks for it."""
        with translation.override("en"):
            words = f"{self.label} ({self.about})." if self.about else f"{self.label}."
        return dict(handler(core_schema)) | {"description": words}


INSIDE = object()
"""Marks a field whose own fields are columns of the list."""


def columns_of(row: Any) -> tuple[Column, ...]:
    """The columns of a row, given as its class, in the order of its fields."""
    return _columns(row)


@cache
def _columns(row: Any) -> tuple[Column, ...]:
    hints, found = get_type_hints(row, include_extras=True), []
    for one in fields(row):
        hint, *marks = get_args(hints[one.name]) if get_origin(hints[one.name]) is Annotated else (None,)
        for mark in marks:
            if isinstance(mark, Column):
                found.append(replace(mark, name=one.name, kind=mark.kind or _kind(_without_none(hint))))
            elif mark is INSIDE:
                inner = columns_of(_without_none(hint))
                found += [replace(column, name=f"{one.name}.{column.name}") for column in inner]
    return tuple(found)


def _without_none(hint: Any) -> Any:
    kinds = get_args(hint) if isinstance(hint, UnionType) else [hint]
    return next(one for one in kinds if one is not type(None))


def _kind(of: Any) -> Kind:
    return Kind.LINK if hasattr(of, "route") else KINDS.get(of, Kind.TEXT)


@dataclass(frozen=True)
class Cell:
    """A cell of a page's table, with the route and key that its value is linked by.

    A text in place of values that are withheld reaches over `span` columns.
    """

    column: Column
    value: Any
    route: str = ""
    key: Any = None
    span: int = 1

    @property
    def label(self) -> Text:
        """What names the value where the table has no header, on a telephone."""
        return "" if self.span > 1 or self.column.kind in (Kind.ACTION, Kind.TICK) else self.column.label

    @property
    def is_empty(self) -> bool:
        """There is nothing to show."""
        return self.value in (None, "")


@dataclass(frozen=True)
class Table(Generic[Row]):
    """A list as a page shows it. sort : the column that it is sorted by, after “-” with the largest first.

    A row may say by its attribute `withheld` that a text stands in place of some of its values.
    """

    label: Text
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    sort: str = ""

    @property
    def head(self) -> Column:
        """The column whose cells name their row."""
        return next(column for column in self.columns if column.kind != Kind.TICK)

    @property
    def lines(self) -> Iterator[tuple[Row, list[Cell]]]:
        """Each row with its cells."""
        return ((row, list(self._cells(row))) for row in self.rows)

    def _cells(self, row: Row) -> Iterator[Cell]:
        withheld: Withheld | None = getattr(row, "withheld", None)
        if withheld is None:
            yield from (_cell(column, row) for column in self.columns)
            return
        start, end = withheld.place(self.columns)
        yield from (_cell(column, row) for column in self.columns[:start])
        yield Cell(WITHHELD, withheld.text, span=end - start)
        yield from (_cell(column, row) for column in self.columns[end:])


@dataclass(frozen=True)
class Withheld:
    """A text in place of the values after one column, up to another where the rest is shown."""

    text: Text
    after: str
    before: str = ""

    def place(self, columns: Sequence[Column]) -> tuple[int, int]:
        """From which number to which, not included, the columns are covered."""
        names = [column.name for column in columns]
        return names.index(self.after) + 1, names.index(self.before) if self.before in names else len(names)


WITHHELD = Column("", Kind.TEXT)
"""The column of a text in place of values."""


def _cell(column: Column, row: object) -> Cell:
    value = column.value(row)
    if column.kind == Kind.LINK and value is not None:
        return Cell(column, value, value.route, value.key)
    key = getattr(row, column.of) if column.of else None
    return Cell(column, value, column.link if key else "", key)


@dataclass(frozen=True)
class ListOf(Generic[Row]):
    """A list that an app has: what it is called, its rows, and where it is shown.

    page, file : names of routes.   api : path below the organisation.
    on_page, in_file : the columns there, where these are not all of the row, or in an order of their own.
    """

    label: Text
    row: type[Row]
    page: str = ""
    file: str = ""
    api: str = ""
    on_page: tuple[str, ...] = ()
    in_file: tuple[str, ...] = ()

    def page_columns(self) -> list[Column]:
        """The columns of the page."""
        return self._chosen(self.on_page) or [column for column in columns_of(self.row) if column.page]

    def file_columns(self) -> list[Column]:
        """The columns of the file."""
        return self._chosen(self.in_file) or [column for column in columns_of(self.row) if column.file]

    def _chosen(self, names: Sequence[str]) -> list[Column]:
        known = {column.name: column for column in columns_of(self.row)}
        return [known[name] for name in names]


def table(
    of: ListOf[Row], rows: Iterable[Row], *, member: Member, sort: str = "", without: Collection[str] = ()
) -> Table[Row]:
    """The table of a page: the columns that the member may see, but those named in `without`."""
    shown = [column for column in of.page_columns() if column.name not in without]
    columns = tuple(column for column in shown if column.may_be_seen_by(member))
    return Table(of.label, columns, list(for_eyes_of(member, of.row, rows)), sort)


def records(
    of: ListOf[Row], rows: Iterable[Row], *, member: Member
) -> tuple[list[str], Iterator[list[object]]]:
    """Header and rows of a file: the columns that the member may see."""
    columns = [column for column in of.file_columns() if column.may_be_seen_by(member)]
    header = [label for column in columns for label in column.headers]
    found = for_eyes_of(member, of.row, rows)
    return header, ([cell for column in columns for cell in column.written(row)] for row in found)


def for_eyes_of(member: Member, row: type, rows: Iterable[Row]) -> Iterator[Row]:
    """The rows without what the member may not see: on a page, in a file and in the API alike."""
    hidden = [column.name for column in columns_of(row) if not column.may_be_seen_by(member)]
    return (_without(one, hidden) for one in rows) if hidden else iter(rows)


def _without(row: Any, names: Sequence[str]) -> Any:
    """Texts become empty, what is yes or no becomes no, all else nothing."""
    blank = {str: "", bool: False}
    return replace(row, **{name: blank.get(type(getattr(row, name))) for name in names})


def in_order(of: ListOf[Row], rows: Iterable[Row], sort: str) -> list[Row]:
    """Rows by a column that sorts, after “-” the largest first; those without a value last."""
    sorting = {column.name: column for column in of.page_columns() if column.sorts}
    column = sorting.get(sort.removeprefix("-"))
    if column is None:
        return list(rows)
    keyed = [(_number(column.value(one)), one) for one in rows]
    ordered = sorted((one for one in keyed if one[0] is not None), key=_first, reverse=sort.startswith("-"))
    return [one for _key, one in [*ordered, *(pair for pair in keyed if pair[0] is None)]]


def _first(pair: tuple[Any, object]) -> Any:
    return pair[0]


def _number(value: Any) -> Any:
    """A value that sorts: of one with an interval, the value itself."""
    return getattr(value, "value", value)
