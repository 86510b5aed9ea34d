"""Files that ask for more than they may: refused by what they take, not by what they say."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import polars as pl
import pytest

from colead.files import confined
from colead.files.confined import Allowance, read_confined, read_ties_confined
from colead.files.limits import Limits
from colead.files.problems import FileError
from colead.files.tables import Table

SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c></row>'


def workbook(rows: str) -> bytes:
    """A workbook whose sheet has these rows, written by hand."""
    plain, made = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            is_sheet = name == "xl/worksheets/sheet1.xml"
            target.writestr(name, SHEET.format(HEAD + rows) if is_sheet else source.read(name))
    return made.getvalue()


def parquet(rows: int) -> bytes:
    """One long text again and again, which Parquet stores once."""
    made = io.BytesIO()
    pl.DataFrame({"a": pl.repeat("x" * 1_000, rows, eager=True)}).write_parquet(made)
    return made.getvalue()


def test_a_workbook_and_a_text_are_read_as_ever() -> None:
    book = read_confined(workbook('<row r="2"><c r="A2"><v>7</v></c></row>'), "people.xlsx")
    text = read_confined(b"id\n7\n", "people.csv")
    assert book.frame.to_dicts() == text.frame.to_dicts() == [{"id": "7"}]
    assert (book.lines.tolist(), book.name) == ([2], "people.xlsx")


def test_what_is_wrong_is_said_as_ever() -> None:
    with pytest.raises(FileError, match="damaged") as error:
        read_confined(b"PK\x03\x04 no workbook", "people.xlsx")
    assert error.value.problems[0].code == "workbook_damaged"
    assert error.value.name == "people.xlsx"


def test_a_row_that_says_a_large_number_is_not_counted_up_to() -> None:
    bomb = workbook('<row r="999999999"><c r="A999999999"><v>1</v></c></row>')
    with pytest.raises(FileError, match="more than 1000 columns or"):
        read_confined(bomb, "rows.xlsx", allowance=Allowance(seconds=15))


def test_too_much_memory_is_refused() -> None:
    bomb = parquet(3_000_000)
    assert len(bomb) < 50_000
    with pytest.raises(FileError, match="too much time or memory"):
        read_confined(bomb, "many.parquet", allowance=Allowance(memory=2_000_000_000))


def test_too_much_time_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = subprocess.run
    endless = [sys.executable, "-c", "while True: pass"]
    monkeypatch.setattr(confined.subprocess, "run", lambda _command, **how: kept(endless, **how))
    with pytest.raises(FileError, match="too much time or memory"):
        read_confined(workbook(""), "slow.xlsx", allowance=Allowance(seconds=1))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("sys.modules['polars'] = None", "ModuleNotFoundError: .*polars"),  # before the file is looked at
        (
            "def read(content, *_, **__): import nothing_of_that_name",
            "ModuleNotFoundError in .*nothing_of_that_name",
        ),
        (
            "def read(content, *_, **__): json.loads(content[-11:])",
            r"JSONDecodeError in .*decoder\.py, line \d+$",
        ),
        ("def read(content, *_, **__): raise ValueError(content.decode())", "UnicodeDecodeError in "),
        ("def read(content, *_, **__): raise ValueError(content[-11:])", "ValueError in "),
    ],
)
def test_a_fault_of_ours_is_told_as_ours_without_what_the_file_says(
    monkeypatch: pytest.MonkeyPatch, change: str, told: str
) -> None:
    monkeypatch.setattr(confined.subprocess, "run", child_with(change))
    with pytest.raises(RuntimeError, match=told) as fault:
        read_confined(workbook("") + b"Anna Jensen", "people.xlsx")
    assert "Anna" not in str(fault.value)


def test_memory_that_python_misses_is_too_much_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined.subprocess, "run", child_with("def read(*_, **__): raise MemoryError"))
    with pytest.raises(FileError, match="too much time or memory"):
        read_confined(workbook(""), "people.xlsx")


def child_with(change: str) -> Callable[..., Any]:
    """Start the child after this change; a function `read` of it takes the place of the reader."""
    kept = subprocess.run
    code = (
        f"import json, sys\n{change}\n"
        "from colead.files import confined\n"
        "confined._READERS['read_table_from_bytes'] = globals().get('read')\n"
        "confined.main()"
    )
    return lambda command, **how: kept([command[0], "-c", code, *command[3:]], **how)


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS keeps no limit of memory")
def test_the_child_is_held_to_its_allowance() -> None:
    code = (
        "import resource; from colead.files.confined import Allowance, _confine;"
        "_confine(Allowance(seconds=3, memory=1 << 31));"
        "print(resource.getrlimit(resource.RLIMIT_CPU)[0], resource.getrlimit(resource.RLIMIT_AS)[0])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["3", str(1 << 31)]


def test_a_file_larger_than_an_upload_may_be_is_not_read() -> None:
    with pytest.raises(FileError, match="larger than 1 MB"):
        read_confined(b"id\n" + b"7\n" * 1_000_000, "long.csv", Limits(bytes=1_000_000))


def test_a_graph_is_read_in_a_process_of_its_own_and_says_what_is_wrong() -> None:
    text = "<graphml><graph edgedefault='directed'><edge source='1' target='2'/></graph></graphml>"
    found = read_ties_confined(text.encode(), "net.graphml")
    assert isinstance(found, Table)
    assert found.frame.select("from", "to").rows() == [("1", "2")]
    with pytest.raises(FileError) as refused:
        read_ties_confined(text[:-20].encode(), "net.graphml")
    assert [one.code for one in refused.value.problems] == ["graph_damaged"]
    many = text.replace("</graph>", "<edge source='1' target='2'/>" * 300_000 + "</graph>")
    with pytest.raises(FileError) as heavy:
        read_ties_confined(many.encode(), "net.graphml", allowance=Allowance(seconds=1))
    assert [one.code for one in heavy.value.problems] == ["file_too_heavy"]
