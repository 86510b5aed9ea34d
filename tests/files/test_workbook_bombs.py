"""Workbooks of every kind that ask for far more than they weigh: refused before room is made for it."""

import io
import zipfile

import pytest

from colead.files.limits import Limits
from colead.files.problems import FileError
from colead.files.reading import read_grids
from files.cases.books import PLAIN, changed, ods_of, xlsx

SHEET = "xl/worksheets/sheet1.xml"
CELL = '<table:table-cell office:value-type="string"{}><text:p>x</text:p></table:table-cell>'


def codes(content: bytes, limits: Limits | None = None) -> list[str]:
    with pytest.raises(FileError) as refused:
        read_grids(content, "bomb", limits or Limits())
    return [one.code for one in refused.value.problems]


def far_apart(xml: bytes) -> bytes:
    """Two cells in far corners, for which a reader makes room for 17,000 million."""
    return xml.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')


def test_two_cells_in_far_corners_of_xlsx() -> None:
    assert codes(changed(xlsx(PLAIN), SHEET, far_apart)) == ["too_large"]


def test_cells_that_ods_repeats() -> None:
    cell = CELL.format(' table:number-columns-repeated="900"')
    row = f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'
    bomb = ods_of(f'<table:table table:name="A">{row}</table:table>')
    assert len(bomb) < 2_000
    assert codes(bomb) == ["too_large"]


def test_ods_with_more_columns_than_anybody_has() -> None:
    cell = CELL.format(' table:number-columns-repeated="16384"')
    bomb = ods_of(f'<table:table table:name="A"><table:table-row>{cell}</table:table-row></table:table>')
    assert codes(bomb) == ["too_large"]


def test_merged_cells_over_everything_fill_no_more_than_the_sheet_holds() -> None:
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="D2:XFD1048576"/></mergeCells>'
    book = changed(xlsx(PLAIN), SHEET, lambda xml: xml.replace(b"</sheetData>", merged))
    (grid,) = read_grids(book, "merged")
    assert grid.cells.shape == (4, 4)


def test_a_part_with_a_document_type_of_its_own() -> None:
    declared = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    assert codes(changed(xlsx(PLAIN), SHEET, lambda xml: declared + xml)) == ["workbook_damaged"]


@pytest.mark.parametrize("part", ["content.xml", "xl/worksheets/sheet1.bin"])
def test_what_unpacks_to_too_much(part: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, b" " * 60_000_000)
    assert codes(out.getvalue()) == ["workbook_too_large"]
