"""CSV for Excel and CSV for programs: what stands in the file, and that Colead reads both back."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colead.engine.dates import FIRST_DAY, LAST_DAY
from colead.files.cells import as_dates, as_numbers
from colead.files.dialects import Dialect
from colead.files.exports import csv_text
from colead.files.reading import read_table_from_bytes
from colead.files.staff_list import read_staff_list

HEADER = ["id", "navn", "leder", "enhed", "årsværk", "ansat fra"]
STAFF = [
    [1, "Åse Øst", None, "Ældre & Sundhed", 1.0, date(2019, 5, 1)],
    [2, "Bo; Børge, jr.", 1, 'Skolen "Æblet"', Decimal("0.75"), date(2021, 8, 1)],
    [3, "=Ida", 1, "Ældre & Sundhed", 0.8125, None],
]


def test_excel_in_danish_opens_it_by_a_double_click() -> None:
    text = csv_text(["å", "b"], [[-1.5, date(2026, 3, 1)], [Decimal("1E+2"), "x;y"]], Dialect.SEMICOLON)
    assert text.encode() == b'\xef\xbb\xbf\xc3\xa5;b\r\n-1,5;2026-03-01\r\n100;"x;y"\r\n'


def test_a_program_reads_rfc_4180() -> None:
    text = csv_text(["å", "b"], [[-1.5, "x,y"], [0.00001, 'say "no"'], [None, "-2,5"]], Dialect.COMMA)
    assert text.encode() == b'\xc3\xa5,b\r\n-1.5,"x,y"\r\n0.00001,"say ""no"""\r\n,"-2,5"\r\n'


@pytest.mark.parametrize("dialect", Dialect)
def test_a_staff_list_comes_back(dialect: Dialect) -> None:
    table = read_table_from_bytes(csv_text(HEADER, STAFF, dialect).encode(), "own.csv")
    found = read_staff_list(table, as_of=date(2026, 9, 1))
    assert found.problems == ()
    rows = found.rows.sort("key").to_dicts()
    assert [row["name"] for row in rows] == ["Åse Øst", "Bo; Børge, jr.", "=Ida"]
    assert [row["share"] for row in rows] == [1.0, 0.75, 0.8125]
    assert [row["start_date"] for row in rows] == [date(2019, 5, 1), date(2021, 8, 1), None]
    assert {row["unit"] for row in rows} == {"Ældre & Sundhed", 'Skolen "Æblet"'}


@pytest.mark.parametrize("dialect", Dialect)
@given(
    rows=st.lists(
        st.tuples(
            st.decimals(-(10**9), 10**9, places=4)
            | st.floats(-(10.0**9), 10.0**9).map(lambda x: round(x, 4)),
            st.dates(FIRST_DAY, LAST_DAY),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_numbers_and_days_come_back(dialect: Dialect, rows: list[tuple[Decimal | float, date]]) -> None:
    frame = read_table_from_bytes(csv_text(["number", "day"], rows, dialect).encode(), "own.csv").frame
    assert as_numbers(frame.to_series(0)).values.to_list() == [float(number) for number, _day in rows]
    assert as_dates(frame.to_series(1)).values.to_list() == [day for _number, day in rows]
