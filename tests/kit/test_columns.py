"""Columns of a row, on a page, in a file and in the API."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar

import pytest
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from pydantic import TypeAdapter

from cast import Cast
from colead.apps.leadership.selectors.spread import UNITS_OF_SPREAD
from colead.kit.columns import (
    INSIDE,
    Column,
    Kind,
    ListOf,
    Part,
    Withheld,
    columns_of,
    in_order,
    records,
    table,
)
from colead.kit.roles import Permission, Role

SECRET = Permission("test.secret", frozenset({Role.OWNER}))


@dataclass(frozen=True)
class Somebody:
    route: ClassVar[str] = "people:person"
    key: str
    name: str


@dataclass(frozen=True)
class Inner:
    seats: Annotated[int, Column("Seats")]


NUMBER_AND_NAME = (Part(header="No.", value="key"), Part(header="Name", value="name"))


@dataclass(frozen=True)
class Line:
    """A row of everything."""

    id: int
    title: Annotated[str, Column("Task", header="task", about="as written")]
    who: Annotated[Somebody | None, Column("Who", parts=NUMBER_AND_NAME)]
    share: Annotated[Decimal | None, Column("Share", Kind.SHARE, sorts=True)]
    since: Annotated[date, Column("Since", file=False)]
    at: Annotated[datetime, Column("At", page=False)]
    is_held: Annotated[bool, Column("Held", page=False)]
    pay: Annotated[float | None, Column("Pay", permission=SECRET)]
    inner: Annotated[Inner | None, INSIDE]


@dataclass(frozen=True)
class FewPeople(Line):
    """The same, with little to be told."""

    withheld: ClassVar[Withheld] = Withheld("too few", after="who", before="pay")


LINES = ListOf("Lines", Line)
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
FULL = Line(1, "Roster", Somebody("17", "Bo"), Decimal("0.5"), NINE.date(), NINE, True, 1 / 3, Inner(4))
BARE = replace(FULL, who=None, share=None, pay=None, inner=None, is_held=False)


def test_kind_follows_from_the_type() -> None:
    kinds = [(column.name, column.kind) for column in columns_of(Line)]
    assert kinds == [
        ("title", "text"), ("who", "link"), ("share", "share"), ("since", "day"), ("at", "moment"),
        ("is_held", "yes or no"), ("pay", "number"), ("inner.seats", "number"),
    ]  # fmt: skip


def record(cast: Cast, row: Line, of: ListOf[Line] = LINES) -> dict[str, object]:
    header, rows = records(of, [row], member=cast.olga)
    return dict(zip(header, *rows, strict=True))


def test_a_file_has_plain_values(cast: Cast) -> None:
    written = record(cast, FULL)
    assert str(written.pop("At")) == "2026-03-02 10:00:00"  # as the clock shows here
    assert written == {
        "task": "Roster", "No.": "17", "Name": "Bo", "Share": Decimal("0.5"), "Held": "yes", "Pay": 0.3333,
        "Seats": 4,
    }  # fmt: skip
    bare = record(cast, BARE)
    assert [bare[name] for name in ("No.", "Name", "Share", "Held", "Pay", "Seats")] == [None] * 3 + [
        "",
        None,
        None,
    ]


def test_a_page_and_a_file_may_have_columns_of_their_own(cast: Cast) -> None:
    few = ListOf("Lines", Line, on_page=("pay", "title"), in_file=("inner.seats", "title"))
    assert list(record(cast, FULL, few)) == ["Seats", "task"]
    assert [column.name for column in table(few, [FULL], member=cast.olga).columns] == ["pay", "title"]
    assert [one.name for one in table(few, [FULL], member=cast.olga, without=("pay",)).columns] == ["title"]


def test_who_may_not_see_a_column_gets_its_value_nowhere(cast: Cast) -> None:
    """Alma is a member, Olga the owner."""
    shown = table(LINES, [FULL], member=cast.alma)
    assert "pay" not in [column.name for column in shown.columns]
    assert [row.pay for row, _cells in shown.lines] == [None]
    assert "Pay" not in records(LINES, [FULL], member=cast.alma)[0]
    assert [row.pay for row, _cells in table(LINES, [FULL], member=cast.olga).lines] == [1 / 3]
    assert "Pay" in records(LINES, [FULL], member=cast.olga)[0]


def test_the_api_says_what_a_field_is() -> None:
    said = TypeAdapter(Line).json_schema()["properties"]
    assert said["title"]["description"] == "Task (as written)."
    assert said["who"]["description"] == "Who."
    assert "description" not in said["id"]


def drawn(cast: Cast, row: Line, **options: Any) -> str:
    """The table of one row, as Olga sees it."""
    page = get_template("_table.html")
    context = {"table": table(LINES, [row], member=cast.olga, **options), "organisation": cast.clinic}
    return " ".join(page.render(context, RequestFactory().get("/", {"q": "a b", "page": "3"})).split())


def test_a_page_writes_values_for_people(cast: Cast) -> None:
    page = drawn(cast, FULL)
    assert '<th scope="row" class="fw-normal">Roster</th>' in page
    assert '<td data-label="Who"><a href="/o/clinic/people/17/">Bo</a></td>' in page
    assert '<td class="figure" data-label="Share">50 %</td>' in page
    assert '<td class="text-nowrap" data-label="Since">2 Mar 2026</td>' in page
    assert '<td class="figure" data-label="Pay">0.3</td>' in page
    assert "At</th>" not in page


def test_a_page_says_where_there_is_nothing(cast: Cast) -> None:
    assert '<td data-label="Who"><span class="text-secondary">–</span></td>' in drawn(cast, BARE)


def test_a_header_sorts_and_keeps_what_was_searched_for(cast: Cast) -> None:
    assert '<th scope="col" class="figure"><a href="?q=a+b&amp;sort=share">Share</a></th>' in drawn(
        cast, FULL
    )
    by_share = drawn(cast, FULL, sort="share")
    assert 'aria-sort="ascending"><a href="?q=a+b&amp;sort=-share">Share</a>' in by_share
    assert '<a href="?q=a+b">Task</a>' in by_share
    assert 'aria-sort="descending"><a href="?q=a+b&amp;sort=share">Share</a>' in drawn(
        cast, FULL, sort="-share"
    )


def test_a_text_stands_in_place_of_what_is_withheld(cast: Cast) -> None:
    page = drawn(cast, FewPeople(**vars(FULL)))
    assert (
        '<td class="text-secondary ps-4" colspan="2">too few</td><td class="figure" data-label="Pay">0.3'
        in page
    )
    assert "50 %" not in page


@pytest.mark.parametrize(
    ("sort", "numbers"), [("share", [2, 1, 3]), ("-share", [1, 2, 3]), ("", [3, 1, 2]), ("title", [3, 1, 2])]
)
def test_rows_without_a_value_come_last_either_way(sort: str, numbers: list[int]) -> None:
    rows = [replace(BARE, id=3), FULL, replace(FULL, id=2, share=Decimal("0.25"))]
    assert [row.id for row in in_order(LINES, rows, sort)] == numbers


def test_a_plain_label_elsewhere_does_not_take_the_place_of_a_translated_one() -> None:
    assert Annotated[str, Column("Key")] != Annotated[str, Column(_("Key"))]
    with translation.override("da"):
        assert [label for column in UNITS_OF_SPREAD.file_columns() for label in column.headers][:2] == [
            "Nøgle",
            "Enhed",
        ]
