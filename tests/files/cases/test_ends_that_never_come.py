"""Dates as payroll systems and people write them: with months in words, and an end in the year 9999."""

from datetime import date

import polars as pl
import pytest

from colead.files.cells import as_dates, as_ends
from files.cases.ties_read import staff


@pytest.mark.parametrize(
    "written",
    [
        "9999-12-31",
        "99991231",
        "31.12.9999",
        "31-12-9999 00:00:00",
        "9999-12-31T00:00:00",
        "2958465",
        "-",
        "N/A",
    ],
)
def test_an_end_in_the_last_year_is_none(written: str) -> None:
    found = staff(f"id,name,end date\n1,Ida,{written}\n2,Bo,2026-02-01\n")
    assert found.rows.get_column("end_date").to_list() == [None, date(2026, 2, 1)]


def test_typed_ends_in_the_last_year_are_none() -> None:
    values, unreadable = as_ends(pl.Series([date(9999, 12, 31), date(2026, 2, 1)]))
    assert values.to_list() == [None, date(2026, 2, 1)]
    assert not unreadable.any()


def test_a_start_in_the_last_year_cannot_be() -> None:
    assert as_dates(pl.Series(["9999-12-31"])).unreadable.tolist() == [True]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1. marts 2024", date(2024, 3, 1)),
        ("15. okt. 2023", date(2023, 10, 15)),
        ("01-Mar-2024", date(2024, 3, 1)),
        ("3 MAJ 2024", date(2024, 5, 3)),
        ("31. december 2024 08:00", date(2024, 12, 31)),
        ("September 9, 2024", date(2024, 9, 9)),
        ("1-jul-24", date(2024, 7, 1)),
        ("2. juni 2024", date(2024, 6, 2)),
        ("1. marked 2024", None),
        ("31. februar 2024", None),
    ],
)
def test_months_may_be_words(written: str, day: date | None) -> None:
    values, unreadable = as_dates(pl.Series([written, None]))
    assert values.to_list() == [day, None]
    assert unreadable.tolist() == [day is None, False]


@pytest.mark.parametrize("nobody", ["-", "ingen", "Ingen", "N/A", "NO_MANAGER"])
def test_a_manager_may_be_nobody_in_words(nobody: str) -> None:
    found = staff(f"id,name,manager,unit\n1,Ida,{nobody},-\n2,Bo,1,Care\n")
    assert found.manager.tolist() == [-1, 0]
    assert found.units.get_column("name").to_list() == ["Care"]
