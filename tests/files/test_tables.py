"""Any file to a table: separators, encodings, lines, limits, and plain words for what cannot be read."""

import io
import zipfile
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colead.files.delimited import read_delimited, sniff_separator
from colead.files.grids import Grid
from colead.files.header_names import column_names
from colead.files.limits import Limits
from colead.files.problems import FileError
from colead.files.reading import read_pasted, read_table, read_table_from_bytes
from colead.files.staff_list import read_staff_list
from colead.files.tables import Table

DANISH = "id;navn;andel\n1;Åse Sørensen;0,8\n2;Bjørn Æbelø;0,5\n"


def codes(error: FileError) -> list[str]:
    return [one.code for one in error.problems]


def rows(table: Table) -> list[tuple[object, ...]]:
    return table.frame.rows()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_danish_letters_survive_every_encoding_and_line_end(encoding: str, ends: str) -> None:
    table = read_table_from_bytes(DANISH.replace("\n", ends).encode(encoding), "staff.csv")
    assert table.header == ["id", "navn", "andel"]
    assert rows(table) == [("1", "Åse Sørensen", "0,8"), ("2", "Bjørn Æbelø", "0,5")]
    assert table.lines.tolist() == [2, 3]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_found(separator: str) -> None:
    text = DANISH.replace("0,8", "x").replace("0,5", "y").replace(";", separator)
    assert rows(read_pasted(text))[0] == ("1", "Åse Sørensen", "x")


def test_a_decimal_comma_is_no_separator() -> None:
    assert sniff_separator("id;share\n1;0,8\n2;0,5\n") == ";"
    titled = "Medarbejdere, Aarhus, 1. november 2026\n"
    assert sniff_separator(titled + "id;navn;andel;leder\n1;Ida;0,8;\n2;Bo;0,5;1\n") == ";"
    assert sniff_separator(titled + "id\tnavn\n1\tIda\n") == "\t"
    assert sniff_separator("id;name;share;note\n1;Ida;0,8\n2;Bo;0,5\n") == ";"
    assert sniff_separator("id,name\n1\n2\n") == ","


def test_excels_own_separator_line_is_followed_and_counted() -> None:
    table = read_pasted("sep=|\nid|x\n1|a;b\n")
    assert (rows(table), table.lines.tolist()) == ([("1", "a;b")], [3])


def test_quoted_line_breaks_keep_the_line_numbers_right() -> None:
    table = read_pasted('id,note\n1,"two\nlines"\n\n2,"say ""hi"""\n')
    assert rows(table) == [("1", "two\nlines"), ("2", 'say "hi"')]
    assert table.lines.tolist() == [2, 5]


def test_ragged_rows_are_named_by_line_and_left_out() -> None:
    table = read_pasted("id,unit\n1,A\n2\n3,B,surplus\n4,C,,\n")
    assert [(one.line, one.code) for one in table.problems] == [(3, "ragged_row"), (4, "ragged_row")]
    assert rows(table) == [("1", "A"), ("4", "C")]


def test_a_quotation_mark_never_closed_is_named_where_it_opens() -> None:
    table = read_pasted('id,unit\n1,A\n2,"B\n3,C\n')
    assert [(one.line, one.code) for one in table.problems] == [(3, "open_quote")]
    assert rows(table) == [("1", "A")]


def test_columns_without_or_with_equal_names_stay_apart() -> None:
    assert column_names(["id", "", "note", "note", " note "]) == ["id", "(2)", "note", "note (2)", "note (3)"]


def test_empty_cells_are_null_and_empty_rows_are_skipped() -> None:
    table = read_pasted("id;unit\n1; \n;\n 2 ;B\n")
    assert rows(table) == [("1", None), ("2", "B")]
    assert table.lines.tolist() == [2, 4]


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters='";')),
            min_size=2,
            max_size=2,
        ),
        min_size=1,
        max_size=8,
    )
)
def test_both_readers_give_the_same_grid(cells: list[list[str]]) -> None:
    text = "id;note\n" + "".join(";".join(row) + "\n" for row in cells)
    quoted = text.replace("id;note", '"id";note', 1)  # one quotation mark sends a file to the careful reader
    careful, quick = outcome(quoted), outcome(text)
    if isinstance(careful, Grid) and isinstance(quick, Grid):
        assert quick.cells.equals(careful.cells)
        assert quick.lines.tolist() == careful.lines.tolist()
    else:
        assert careful == quick


def outcome(text: str) -> Grid | list[str]:
    """The grid, or the codes of what is wrong."""
    try:
        return read_delimited(text, "")
    except FileError as error:
        return codes(error)


def workbook(*rows: list[object], hidden_first: bool = False) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    if hidden_first:
        page.append(["secret"])
        page.sheet_state = "hidden"
        page = book.create_sheet()
    for row in rows:
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_reads_like_the_same_csv() -> None:
    table = read_table_from_bytes(
        workbook(["id", "share"], [1, 0.8], [], [2.0, None], hidden_first=True), "a.xlsx"
    )
    assert rows(table) == [("1", "0.8"), ("2", None)]
    assert table.lines.tolist() == [2, 4]


def test_a_formula_gives_its_text_never_a_result_of_ours() -> None:
    table = read_table_from_bytes(b"id,name\n1,=1+1\n2,@SUM(A1)\n", "a.csv")
    assert table.frame["name"].to_list() == ["=1+1", "@SUM(A1)"]


def test_a_workbook_that_unpacks_to_too_much_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_, **__: pytest.fail("it was unpacked"))
    with pytest.raises(FileError) as refused:
        read_table_from_bytes(out.getvalue(), "bomb.xlsx")
    assert codes(refused.value) == ["workbook_too_large"]


def test_a_workbook_whose_directory_lies_about_its_size_is_refused() -> None:
    honest = workbook(["id", "note"], [1, "x" * 5_000])
    with zipfile.ZipFile(io.BytesIO(honest)) as archive:
        real = max(member.file_size for member in archive.infolist())
    lying = honest.replace(real.to_bytes(4, "little"), (1).to_bytes(4, "little"))
    with pytest.raises(FileError) as refused:
        read_table_from_bytes(lying, "lie.xlsx")
    assert codes(refused.value) == ["workbook_damaged"]


def test_a_workbook_with_too_many_files_is_refused() -> None:
    with pytest.raises(FileError) as refused:
        read_table_from_bytes(workbook(["id"], [1]), "a.xlsx", Limits(files=3))
    assert codes(refused.value) == ["workbook_too_large"]


def test_entities_in_a_workbook_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(["id"], ["a"]))) as good, zipfile.ZipFile(out, "w") as bad:
        for member in good.infolist():
            text = good.read(member)
            if member.filename == "xl/worksheets/sheet1.xml":
                text = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + text
            bad.writestr(member, text)
    with pytest.raises(FileError) as refused:
        read_table_from_bytes(out.getvalue(), "a.xlsx")
    assert codes(refused.value) == ["workbook_damaged"]


def test_parquet_keeps_its_types() -> None:
    out = io.BytesIO()
    pl.DataFrame({"id": [1, 2], "unit": ["A", None]}).write_parquet(out)
    table = read_table_from_bytes(out.getvalue(), "a.parquet")
    assert table.frame.schema == {"id": pl.Int64, "unit": pl.String}
    assert table.lines.tolist() == [2, 3]


def test_parquet_columns_that_are_no_cells_are_left_out_and_categories_are_text() -> None:
    out = io.BytesIO()
    kinds = {"id": pl.UInt64, "unit": pl.Categorical, "tags": pl.List(pl.String), "photo": pl.Binary}
    pl.DataFrame({"id": [2**64 - 1], "unit": ["A"], "tags": [["x"]], "photo": [b"x"]}, kinds).write_parquet(
        out
    )
    table = read_table_from_bytes(out.getvalue(), "a.parquet")
    assert rows(table) == [(2**64 - 1, "A")]
    assert table.frame.schema["unit"] == pl.String
    assert read_staff_list(table).rows["key"].to_list() == [str(2**64 - 1)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b" \n \n", "file_empty"),
        (b"id,unit\n", "no_rows"),
        (b",,\n,,\n", "file_empty"),
        (b"id,unit\n1,a\x00b\n", "not_text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not_text"),
        (b"id\n\xb3\xb9\n", "encoding"),
        (b"%PDF-1.7 ...", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "workbook_damaged"),
        (b"PK\x03\x04 torn", "workbook_damaged"),
        (b"PAR1 torn PAR1", "parquet_damaged"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content: bytes, code: str) -> None:
    with pytest.raises(FileError) as refused:
        read_table_from_bytes(content, "file")
    assert codes(refused.value) == [code]
    assert "file" in str(refused.value)


def test_bytes_that_are_no_text_are_named_by_line() -> None:
    with pytest.raises(FileError) as refused:
        read_table_from_bytes(b"id,unit\n1,A\n2,\x07\n", "a.csv")
    assert refused.value.problems[0].line == 3


def test_missing_files_and_folders_are_refused_in_words(tmp_path: Path) -> None:
    for path, code in [(tmp_path / "none.csv", "file_missing"), (tmp_path, "file_is_directory")]:
        with pytest.raises(FileError) as refused:
            read_table(path)
        assert codes(refused.value) == [code]


def test_files_beyond_the_limits_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,unit,note\n" + "1,A,x\n" * 9)
    for limits, code in [
        (Limits(bytes=10), "file_too_large"),
        (Limits(columns=2), "too_large"),
        (Limits(cells=9), "too_large"),
    ]:
        with pytest.raises(FileError) as refused:
            read_table(path, limits)
        assert codes(refused.value) == [code]


@settings(max_examples=4 * settings.default.max_examples)
@given(
    st.sampled_from([b"", b"PK\x03\x04", b"PAR1", b"id;unit\n", b"\xff\xfe", b'id,"']),
    st.binary(max_size=300),
)
def test_random_bytes_give_a_table_or_problems_and_nothing_else(start: bytes, rest: bytes) -> None:
    read = opened(start + rest)
    assert isinstance(read, FileError) or len(read.lines) == read.n_rows
    assert (read.problems and str(read.problems[0])) or (isinstance(read, Table) and read.n_rows)


def opened(content: bytes) -> Table | FileError:
    try:
        return read_table_from_bytes(content, "x")
    except FileError as error:
        return error


@settings(max_examples=2 * settings.default.max_examples)
@given(
    st.lists(st.tuples(st.integers(4, 10_000), st.integers(0, 255)), min_size=1, max_size=8), st.booleans()
)
def test_damaged_workbooks_and_parquet_files_give_a_table_or_problems(
    damage: list[tuple[int, int]], typed: bool
) -> None:
    content = bytearray(PARQUET if typed else WORKBOOK)
    for place, value in damage:
        content[4 + place % (len(content) - 4)] = value
    read = opened(bytes(content))
    assert isinstance(read, Table) or read.problems


def parquet() -> bytes:
    out = io.BytesIO()
    pl.DataFrame({"id": ["a", "b"] * 20, "manager": [None, "a"] * 20, "level": range(40)}).write_parquet(out)
    return out.getvalue()


PARQUET, WORKBOOK = parquet(), workbook(["id", "manager"], ["a", None], ["b", "a"])
