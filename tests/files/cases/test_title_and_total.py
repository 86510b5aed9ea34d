"""The header is found below a title, and total rows, footers and repeated headers are nobody."""

import pytest

from colead.files.columns import ColumnMapping
from colead.files.places import Place
from colead.files.staff_list import read_staff_list
from files.cases.books import BO, EVA, HEADER, IDA, PLAIN, ods, xlsx
from files.cases.readings import PLAIN_ROWS, is_plain, read, refused, why_left_out
from files.cases.way_in import shared

CSV = ["id;name;manager;unit", "1;Ida Munk;;Care", "2;Bo Lind;1;Care", "3;Eva Holm;1;Care"]


ID_IS_NAME = ColumnMapping({"key": "name", "unit": "unit"})


def text(*lines: str) -> str:
    return "\n".join(lines) + "\n"


def test_a_title_over_merged_cells_and_a_total_below_are_left_out_with_a_word() -> None:
    book = xlsx(
        [[], [], *PLAIN, ["Total: 3 people", None, None, 3]],
        lambda _book, pages: pages[0].merge_range(0, 0, 0, 3, "Staff list, Clinic, printed 1 Nov"),
    )
    table = read(book)
    assert is_plain(table)
    assert table.header_lines == (3,)
    assert why_left_out(table) == [(1, "above"), (7, "total")]
    assert table.left_out[1].text == "Total: 3 people · 3"


def test_the_same_in_text_and_in_ods() -> None:
    assert is_plain(read(text("Staff list of the clinic", "", *CSV, "I alt;3;;")))
    assert is_plain(read(ods([["Staff list of the clinic"], [], *PLAIN, ["Total", 3]])))


@pytest.mark.parametrize(
    "total",
    ["Total", "I alt", "Sum", "Grand total", "Antal medarbejdere: 3", "Care i alt", "Ledelse i alt: 1"],
)
def test_total_rows_in_both_languages(total: str) -> None:
    assert why_left_out(read(text(*CSV, f"{total};;;3"))) == [(5, "total")]


def test_a_total_may_say_again_what_it_sums_up_and_pages_may_be_numbered() -> None:
    table = read(text(*CSV[:3], "Subtotal;;2;Care", "Side 1 af 2;;;", CSV[3], "Page 2;;;"))
    assert why_left_out(table) == [(4, "total"), (5, "footer"), (7, "footer")]
    assert read(text(*CSV, "Side 5;Side;1;Care")).n_rows == 4


HEADINGS = text(CSV[0], "Care;;;", *CSV[1:3], "School unit;;;", CSV[3], "9;;;")


def test_headings_of_units_are_asked_about_and_left_out() -> None:
    found = read_staff_list(read(HEADINGS))
    assert [(one.id, one.values["rows"]) for one in found.questions] == [("headings:id", "Care, School unit")]
    assert found.rows.get_column("key").to_list() == ["1", "2", "3", "9"]
    kept = read_staff_list(read(HEADINGS), answers={"headings:id": "people"})
    assert kept.n_people == 6


def test_a_list_of_names_has_no_headings() -> None:
    found = read_staff_list(read(text("name;unit", "Ida;", "Bo;", "Eva;", "Kim;Care")), ID_IS_NAME)
    assert (found.n_people, found.questions) == (4, ())


def test_a_person_called_total_is_a_person() -> None:
    table = read(text(*CSV, "4;Total Recall;1;Care", "5;Sum Yi;1;Total Care"))
    assert (table.n_rows, table.left_out) == (5, ())


def test_footers_and_headers_of_every_printed_page_are_left_out() -> None:
    page = text(*CSV[:3], CSV[0].upper(), CSV[3], "", "Printed 1 Nov 2026 from the staff system")
    table = read(page)
    assert is_plain(table)
    assert why_left_out(table) == [(4, "header_again"), (7, "footer")]


def test_an_id_alone_at_the_end_is_a_person_and_no_footer() -> None:
    table = read(text(*CSV, "4;;;"))
    assert (table.n_rows, table.left_out) == (4, ())


def test_a_row_can_be_put_back_and_another_left_out() -> None:
    table = read(text(*CSV, "Total;;;"), Place(left_out=(2,), kept=(5,)))
    assert table.frame.get_column("id").to_list() == ["2", "3", "Total"]
    assert why_left_out(table) == [(2, "chosen")]


def test_the_header_can_be_chosen_and_a_line_without_anything_cannot() -> None:
    strange = text("Kode;Ord;Om;Sted", "Nr;Titel;Leder;Enhed", *CSV[1:])
    assert read(strange, Place(header=(1,))).header == ["Kode", "Ord", "Om", "Sted"]
    assert refused(strange, Place(header=(9,))) == ["no_such_row"]


def test_two_header_rows_name_the_columns_together() -> None:
    merged = xlsx(
        [
            ["Person", "Person", "Leave", "Leave"],
            ["id", "name", "from", "until"],
            *[[n, "Bo", None, None] for n in (1, 2)],
        ],
        lambda _book, pages: pages[0].merge_range(0, 2, 0, 3, "Leave"),
    )
    table = read(merged)
    assert table.header_lines == (1, 2)
    assert table.header == ["Person id", "name", "Leave from", "Leave until"]


def test_merged_cells_fill_what_they_cover() -> None:
    def merge(_book: object, pages: list[object]) -> None:
        pages[0].merge_range(1, 3, 3, 3, "Care")  # type: ignore[attr-defined]

    book = xlsx([HEADER, IDA[:3], BO[:3], EVA[:3]], merge)
    assert read(book).frame.rows() == PLAIN_ROWS


def test_no_header_is_said_and_never_eats_the_first_row() -> None:
    without = text(*CSV[1:])
    assert refused(without) == ["no_header_found"]
    assert read(without, Place(header=())).n_rows == 3


def test_the_shared_inputs() -> None:
    for name in ("title-and-total/people.xlsx", "title-and-total/total.csv"):
        table = read(shared(name))
        assert table.header[:4] == HEADER
        assert "Total" not in " ".join(filter(None, table.frame.get_column("id")))
