"""What is called .xls but is something else is refused by its true name."""

import io
import zipfile

import pytest

from files.cases.books import PLAIN, xlsx
from files.cases.readings import refused
from files.cases.way_in import shared

XML_2003 = (
    '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>'
)


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("<html><body><table><tr><td>id</td></tr></table></body></html>", "html"),
        ("\ufeff  <!DOCTYPE HTML PUBLIC '-//W3C'>\n<table>", "html"),
        ("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n", "html"),
        (XML_2003, "xml_2003"),
        (XML_2003.encode("utf-16"), "xml_2003"),
        ("{\\rtf1 id name}", "rich_text"),
        (archive("word/document.xml"), "word_document"),
        (archive("ppt/presentation.xml"), "presentation"),
        (archive("Index/Document.iwa"), "numbers_document"),
        (archive("notes.txt"), "workbook_damaged"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "workbook_locked",
        ),
    ],
)
def test_it_is_called_what_it_is(content: bytes | str, code: str) -> None:
    assert refused(content) == [code]


def test_a_workbook_called_csv_is_a_workbook() -> None:
    assert refused(xlsx(PLAIN)) == []


def test_the_shared_input() -> None:
    assert refused(shared("not-a-workbook/people.xls")) == ["html"]
