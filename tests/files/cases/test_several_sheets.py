"""With several sheets that hold tables one chooses one or all; a sheet that nobody named decides nothing."""

import pytest

from colead.files.chosen_place import chosen_place
from colead.files.leaving_out import left_out, written
from colead.files.reading import read_grids
from files.cases.books import HEADER, PLAIN, ods, xlsx
from files.cases.readings import is_plain, read, refused
from files.cases.way_in import shared

SOUTH = [["ID", "Name", "Manager", "Unit"], [7, "Per Lund", None, "South"]]
BOTH = {"North": PLAIN, "South": SOUTH}


@pytest.mark.parametrize("make", [xlsx, ods])
def test_nobody_is_read_before_somebody_chooses(make: object) -> None:
    book = make(BOTH)  # type: ignore[operator]
    assert refused(book) == ["several_sheets"]
    assert is_plain(read(book, chosen_place(sheet="north")))
    assert read(book, chosen_place(sheet="South")).frame.rows() == [("7", "Per Lund", None, "South")]
    assert refused(book, chosen_place(sheet="West")) == ["no_such_sheet"]


def test_all_of_them_are_one_table_with_the_sheet_as_a_column() -> None:
    table = read(xlsx(BOTH), chosen_place(sheet="all"))
    assert table.header == [*HEADER, "sheet"]  # columns that differ in case alone are the same
    assert table.frame.get_column("sheet").to_list() == ["North"] * 3 + ["South"]
    assert table.lines.tolist() == [2, 3, 4, 1002]


def test_columns_of_two_sheets_are_one_where_they_mean_the_same() -> None:
    other = [["Medarbejdernr", "Navn", "Leder", "Sko"], [7, "Per Lund", 1, 42]]
    table = read(xlsx({"North": PLAIN, "South": other}), chosen_place(sheet="all"))
    assert table.header == [*HEADER, "sheet", "Sko"]
    assert table.frame.row(3) == ("7", "Per Lund", "1", None, "South", "42")


@pytest.mark.parametrize(
    "name", ["Sundhed/Ældre", "Et meget langt navn på et ark med alle ansatte", "[x]:*?"]
)
def test_sheets_of_any_name_are_written_without_a_column(name: str) -> None:
    grids = read_grids(ods({name: [[*HEADER, "CPR"], [*PLAIN[1], "x"]], "B": SOUTH}), "staff.ods")
    kept = read_grids(written(left_out(grids, ["CPR"], numbers=False)), "staff.xlsx")
    assert [grid.sheet for grid in kept] == [name, "B"]
    assert kept[0].rows()[1][:5] == ("1", "Ida Munk", None, "Care", None)


def test_notes_empty_and_hidden_sheets_are_no_choice() -> None:
    book = xlsx(
        {"Read me": [["Printed in November"]], "Staff": PLAIN, "Old": SOUTH, "Empty": []}, hidden=["Old"]
    )
    assert is_plain(read(book))
    assert read(book, chosen_place(sheet="Old")).n_rows == 1


def test_a_workbook_that_shows_nothing_is_empty_whatever_it_hides() -> None:
    assert refused(xlsx({"Empty": [], "Old": SOUTH}, hidden=["Old"])) == ["file_empty"]


def test_the_shared_input() -> None:
    book = shared("several-sheets/one-sheet-a-unit.xlsx")
    assert refused(book) == ["several_sheets"]
    assert read(book, chosen_place(sheet="all")).n_rows == 4
