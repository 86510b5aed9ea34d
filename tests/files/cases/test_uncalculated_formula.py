"""A formula that was never calculated, or shows an error, is refused by its cell; it is never empty."""

import io

import openpyxl
import pytest

from files.cases.books import HEADER, PLAIN, changed, ods, xlsx
from files.cases.readings import is_plain, read, refused
from files.cases.way_in import shared

SHEET = "xl/worksheets/sheet1.xml"


def by_openpyxl(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_it_is_refused_by_cell() -> None:
    table = read(by_openpyxl(HEADER, [1, "Ida", None, "Care"], [2, "Bo", "=A2", "Care"]))
    (found,) = table.problems
    assert (found.code, found.line, found.column) == ("formula_uncalculated", 3, "C")
    assert "C3" in str(found)


@pytest.mark.parametrize("empty", [b"<v></v>", b"<v/>", b""])
def test_however_it_is_written(empty: bytes) -> None:
    def uncalculated(xml: bytes) -> bytes:
        return xml.replace(b'<c r="C3"><v>1</v></c>', b'<c r="C3"><f>A2</f>' + empty + b"</c>")

    assert refused(changed(xlsx(PLAIN), SHEET, uncalculated)) == ["formula_uncalculated"]


def test_a_calculated_one_is_its_value_and_a_calculated_empty_text_is_empty() -> None:
    def calculated(xml: bytes) -> bytes:
        text = b'<c r="C2" t="str"><f>""</f><v></v></c><c r="D2"'
        return xml.replace(b'<c r="C3"><v>1', b'<c r="C3"><f>A2</f><v>1').replace(b'<c r="D2"', text, 1)

    assert is_plain(read(changed(xlsx(PLAIN), SHEET, calculated)))


def test_an_error_is_refused_by_cell() -> None:
    book = xlsx(PLAIN, lambda _book, pages: pages[0].write_formula("C3", "=NA()", None, "#N/A"))
    (found,) = read(book).problems
    assert (found.code, found.line, found.value) == ("cell_error", 3, "#N/A")


def test_in_ods_too() -> None:
    formula = '<table:table-cell table:formula="of:=[.A2]"/>'
    error = (
        '<table:table-cell table:formula="of:=NA()" office:value-type="string" calcext:value-type="error"/>'
    )
    assert refused(ods([*PLAIN[:2], [2, "Bo", formula, "Care"]])) == ["formula_uncalculated"]
    assert refused(ods([*PLAIN[:2], [2, "Bo", error, "Care"]])) == ["cell_error"]


def test_in_a_total_row_it_stands_in_nobodys_way() -> None:
    table = read(by_openpyxl(HEADER, [1, "Ida", None, "Care"], ["Total", None, None, "=COUNTA(A2:A2)"]))
    assert (table.n_rows, table.problems) == (1, ())


def test_the_shared_input() -> None:
    assert refused(shared("uncalculated-formula/people.xlsx")) == ["formula_uncalculated"] * 2
