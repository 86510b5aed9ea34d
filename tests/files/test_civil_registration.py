"""Every day of a leap year, and no other, makes ten digits a CPR number: beside the calendar itself."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from colead.files.civil_registration import find_civil_registration_numbers
from colead.files.masking import mask
from colead.files.tables import Table

DAYS_AND_MONTHS = [(day, month) for day in range(100) for month in range(100)]


def is_date(day: int, month: int) -> bool:
    """2000 was a leap year, so that it has every date there is."""
    try:
        date(2000, month, day)
    except ValueError:
        return False
    return True


def lines_found(cells: pl.Series) -> list[int]:
    table = Table(pl.DataFrame({"note": cells}), np.arange(len(cells), dtype=np.int32), "x")
    return [line for found in find_civil_registration_numbers(table) for line in found.lines.tolist()]


def test_whole_numbers_of_ten_digits() -> None:
    ten_digits = [(day, month) for day, month in DAYS_AND_MONTHS if day >= 10]
    numbers = pl.Series([day * 10**8 + month * 10**6 + 701234 for day, month in ten_digits])
    expected = [line for line, one in enumerate(ten_digits) if is_date(*one)]
    assert lines_found(numbers) == expected
    assert len(expected) == 366 - 9 * 12


def test_texts_with_and_without_a_hyphen() -> None:
    expected = [line for line, one in enumerate(DAYS_AND_MONTHS) if is_date(*one)]
    for hyphen in ("-", ""):
        texts = pl.Series([f"{day:02}{month:02}70{hyphen}1234" for day, month in DAYS_AND_MONTHS])
        assert lines_found(texts) == expected
    assert len(expected) == 366


@pytest.mark.parametrize("number", [1001000000, 3112999999, 2902000000])
def test_the_first_and_the_last_number_and_a_leap_day(number: int) -> None:
    assert lines_found(pl.Series([number])) == [0]
    assert lines_found(pl.Series([None, number, 7])) == [1]


def test_numbers_beyond_ten_digits_and_columns_of_nothing_are_let_pass() -> None:
    assert lines_found(pl.Series([10**11 + 3112999999, 31129999990])) == []
    assert lines_found(pl.Series([None, None], dtype=pl.Int64)) == []
    assert lines_found(pl.Series([1.5, 1001000000.0])) == []


@pytest.mark.parametrize("written", ["10190-1234", "010190/1234", "nr. 10190/1234"])
def test_shapes_that_spreadsheets_make_are_found_and_masked(written: str) -> None:
    assert lines_found(pl.Series(["x", written])) == [1]
    assert "1234" not in mask(written)


@pytest.mark.parametrize("written", ["11390-1234", "1/1/2026", "210190/12", "45 10190-12345"])
def test_what_is_no_date_and_four_digits_is_let_pass(written: str) -> None:
    assert lines_found(pl.Series(["x", written])) == []
