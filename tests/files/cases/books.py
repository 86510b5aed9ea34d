"""Workbooks as people have them, made here: XLSX by XlsxWriter, ODS by hand."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

Rows = Sequence[Sequence[object]]

HEADER = ["id", "name", "manager", "unit"]
IDA, BO, EVA = [1, "Ida Munk", None, "Care"], [2, "Bo Lind", 1, "Care"], [3, "Eva Holm", 1, "Care"]
PLAIN = [HEADER, IDA, BO, EVA]
"""A list that every variant must read the same as."""

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
_NAMES = (
    f'xmlns:office="{_OFFICE}:office:1.0" xmlns:table="{_OFFICE}:table:1.0" xmlns:text="{_OFFICE}:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
_ODS = "application/vnd.oasis.opendocument.spreadsheet"


def xlsx(
    sheets: Mapping[str, Rows] | Rows,
    then: Callable[[xlsxwriter.Workbook, list[Any]], None] = lambda _book, _sheets: None,
    *,
    hidden: Sequence[str] = (),
    **options: bool,
) -> bytes:
    """A workbook with these sheets. then : what is done to it before it is closed."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, **options})
    pages = []
    for name, rows in (sheets if isinstance(sheets, Mapping) else {"Staff": sheets}).items():
        page = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            page.write_row(row, 0, cells)
        if name in hidden:
            page.hide()
        pages.append(page)
    then(book, pages)
    book.close()
    return out.getvalue()


def changed(book: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one of its parts, or all of them ("*"), written otherwise."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for member in source.namelist():
            content = source.read(member)
            made.writestr(member, change(content) if part in {member, "*"} else content)
    return out.getvalue()


def ods(sheets: Mapping[str, Rows] | Rows) -> bytes:
    """The same as ODS. A cell that is text in angle brackets is written as the XML that it is."""
    named = sheets if isinstance(sheets, Mapping) else {"Staff": sheets}
    tables = "".join(
        f'<table:table table:name="{escape(name)}">{"".join(map(_ods_row, rows))}</table:table>'
        for name, rows in named.items()
    )
    return ods_of(tables)


def ods_of(tables: str) -> bytes:
    """An ODS file with these tables."""
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    content = f'<office:document-content {_NAMES} office:version="1.2">{body}</office:document-content>'
    manifest = (
        f'<manifest:manifest xmlns:manifest="{_OFFICE}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS}"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _ODS, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", f'<?xml version="1.0" encoding="UTF-8"?>{content}')
    return out.getvalue()


def _ods_row(cells: Sequence[object]) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, cells))}</table:table-row>"


def _ods_cell(value: object) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, str) and value.startswith("<table:"):
        return value
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    text = f"<text:p>{escape(str(value))}</text:p>"
    return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'
