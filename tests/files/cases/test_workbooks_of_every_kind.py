"""Dates of 1904, Strict Open XML, dropdowns, and a formatted cell far to the right."""

import datetime
from typing import Any

import pytest
import xlsxwriter

from colead.files.staff_list import read_staff_list
from files.cases.books import HEADER, IDA, PLAIN, changed, xlsx
from files.cases.readings import is_plain, read
from files.cases.way_in import shared

DAY = datetime.date(2020, 1, 1)
STARTS = [[*HEADER, "start date"], [*IDA, None]]


def started(content: bytes) -> list[datetime.date | None]:
    return read_staff_list(read(content)).people.rows.get_column("start_date").to_list()


def test_dates_of_a_workbook_from_1904_are_right() -> None:
    def write(book: xlsxwriter.Workbook, pages: list[Any]) -> None:
        pages[0].write_datetime(
            1, 4, datetime.date(2020, 1, 1), book.add_format({"num_format": "yyyy-mm-dd"})
        )

    assert started(xlsx(STARTS, write, date_1904=True)) == [DAY]


@pytest.mark.parametrize(("from_1904", "serial"), [(True, 42_369), (False, 43_831)])
@pytest.mark.parametrize("as_text", [True, False])
def test_and_so_are_plain_numbers_of_days(from_1904: bool, serial: int, as_text: bool) -> None:
    value = str(serial) if as_text else serial
    book = xlsx([STARTS[0], [*IDA, value]], date_1904=from_1904)
    assert started(book) == [DAY]


def test_a_date_written_as_text_is_the_same_in_both() -> None:
    assert started(xlsx([STARTS[0], [*IDA, "01-01-2020"]], date_1904=True)) == [DAY]


STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}


def strict(content: bytes) -> bytes:
    for usual, other in STRICT.items():
        content = content.replace(usual, other)
    return content


def test_strict_open_xml_is_read() -> None:
    assert is_plain(read(changed(xlsx(PLAIN), "*", strict)))
    assert started(changed(xlsx([STARTS[0], [*IDA, 42_369]], date_1904=True), "*", strict)) == [DAY]


def test_dropdowns_say_nothing_on_the_terminal(
    capfd: pytest.CaptureFixture[str], recwarn: pytest.WarningsRecorder
) -> None:
    def drop(_book: xlsxwriter.Workbook, pages: list[Any]) -> None:
        pages[0].data_validation("D2:D99", {"validate": "list", "source": ["Care", "Ward"]})
        pages[0].conditional_format("A1:D9", {"type": "data_bar"})

    assert is_plain(read(xlsx(PLAIN, drop)))
    assert capfd.readouterr() == ("", "")
    assert not recwarn.list


@pytest.mark.parametrize("cell", [(0, 16_383), (1_048_575, 0), (1_048_575, 16_383)])
def test_a_formatted_cell_far_away_is_no_thousand_columns(cell: tuple[int, int]) -> None:
    def write(book: xlsxwriter.Workbook, pages: list[Any]) -> None:
        pages[0].write_blank(*cell, None, book.add_format({"bold": True}))

    assert is_plain(read(xlsx(PLAIN, write)))


@pytest.mark.parametrize(
    "name",
    [
        "dates-1904/serials.xlsx",
        "dropdowns/dropdowns.xlsx",
        "stray-formatted-cell/one-cell.xlsx",
        "strict-workbook/people.xlsx",
    ],
)
def test_the_shared_inputs(name: str) -> None:
    table = read(shared(name))
    assert table.header[:4] == HEADER
    assert not table.problems
