"""Small files and bodies that ask for far more than they weigh, each by a trick of its own."""

import io
import json
import struct
from collections.abc import Callable
from typing import NamedTuple

import polars as pl

from bombs.made import (
    CHUNK,
    LAUGHS,
    MAIN,
    XML,
    biff,
    compound,
    graph,
    in_pieces,
    open_document,
    overlapping,
    picture,
    sheet,
    text_cell,
    workbook,
    zipped,
)

STAFF_LIST, NOMINATIONS, CALL = "staff list", "nominations", "call"


class Bomb(NamedTuple):
    """What is sent where, and what is bad about it."""

    to: str
    name: str
    trick: str
    make: Callable[[], bytes]


BOMBS: list[Bomb] = []


def bomb(to: str, name: str, trick: str) -> Callable[[Callable[[], bytes]], None]:
    def keep(make: Callable[[], bytes]) -> None:
        BOMBS.append(Bomb(to, name, trick, make))

    return keep


SHEET, END = f'{XML}<worksheet xmlns="{MAIN}"><sheetData>', "</sheetData></worksheet>"


@bomb(STAFF_LIST, "XLSX", "500 MB in one sheet, packed")
def _() -> bytes:
    return workbook(in_pieces(SHEET, CHUNK, 500, END))


@bomb(STAFF_LIST, "XLSX", "500 MB, and a directory that says ten bytes")
def _() -> bytes:
    content = bytearray(workbook(in_pieces(SHEET, CHUNK, 500, END)))
    at = content.rfind(b"PK\x01\x02", 0, content.rfind(b"sheet1.xml"))
    struct.pack_into("<I", content, at + 24, 10)
    return bytes(content)


@bomb(STAFF_LIST, "XLSX", "300 MB of shared strings")
def _() -> bytes:
    strings = in_pieces(f'{XML}<sst xmlns="{MAIN}">', b"<si><t>a</t></si>" * 60_000, 300, "</sst>")
    return workbook(sheet(f"<row>{text_cell('A1', 'key')}</row>"), ("xl/sharedStrings.xml", strings))


@bomb(STAFF_LIST, "XLSX", "entities in entities")
def _() -> bytes:
    return workbook(sheet(f"<row>{text_cell('A1', '&a11;')}</row>", LAUGHS))


@bomb(STAFF_LIST, "XLSX", "an entity that reads an endless file")
def _() -> bytes:
    outside = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///dev/zero">]>'
    return workbook(sheet(f"<row>{text_cell('A1', '&x;')}</row>", outside))


@bomb(STAFF_LIST, "XLSX", "two cells, a million rows and 16,384 columns apart")
def _() -> bytes:
    first, last = text_cell("A1", "key"), text_cell("XFD1048576", "x")
    return workbook(sheet(f'<row r="1">{first}</row><row r="1048576">{last}</row>'))


@bomb(STAFF_LIST, "XLSX", "a row number beyond any sheet")
def _() -> bytes:
    first, last = text_cell("A1", "key"), text_cell("A4000000000", "x")
    return workbook(sheet(f'<row r="1">{first}</row><row r="4000000000">{last}</row>'))


@bomb(STAFF_LIST, "XLSX", "a million rows of empty formatted cells")
def _() -> bytes:
    return workbook(in_pieces(SHEET, b"<row>" + b'<c s="1"/>' * 30 + b"</row>", 1_000_000, END))


@bomb(STAFF_LIST, "XLSX", "elements 200,000 deep")
def _() -> bytes:
    return workbook(sheet("<row>" * 200_000))


@bomb(STAFF_LIST, "XLSX", "a whole sheet merged, a thousand times")
def _() -> bytes:
    merged = "<mergeCell ref='A1:XFD1048576'/>" * 1000
    start = f'{SHEET}<row r="1">{text_cell("A1", "key")}</row></sheetData>'
    return workbook(f"{start}<mergeCells>{merged}</mergeCells></worksheet>".encode())


@bomb(STAFF_LIST, "archive", "100,000 files")
def _() -> bytes:
    return zipped((f"{n}", b"") for n in range(100_000))


@bomb(STAFF_LIST, "archive", "20,000 names for the same ten megabytes")
def _() -> bytes:
    return overlapping()


@bomb(STAFF_LIST, "XLSB", "500 MB in one sheet, packed")
def _() -> bytes:
    sheet_ = ("xl/worksheets/sheet1.bin", in_pieces("", CHUNK, 500, ""))
    return zipped([("xl/workbook.bin", bytes(100)), sheet_])


@bomb(STAFF_LIST, "ODS", "a cell repeated over a whole sheet")
def _() -> bytes:
    row = '<table:table-row table:number-rows-repeated="1048576">'
    start = '<table:table-cell office:value-type="string" table:number-columns-repeated="16384">'
    cell = f"{start}<text:p>x</text:p></table:table-cell>"
    return open_document(f"{row}{cell}</table:table-row>")


@bomb(STAFF_LIST, "ODS", "a row repeated four billion times")
def _() -> bytes:
    row = '<table:table-row table:number-rows-repeated="4000000000">'
    cell = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    return open_document(f"{row}{cell}</table:table-row>")


@bomb(STAFF_LIST, "ODS", "entities in entities")
def _() -> bytes:
    cell = '<table:table-cell office:value-type="string"><text:p>&a11;</text:p></table:table-cell>'
    return open_document(f"<table:table-row>{cell}</table:table-row>", LAUGHS)


@bomb(STAFF_LIST, "ODS", "500 MB of content, packed")
def _() -> bytes:
    return open_document(in_pieces("", b" " * (1 << 20), 500, ""))


@bomb(STAFF_LIST, "XLS", "sectors in a circle")
def _() -> bytes:
    return compound(b"", next_sector=2)


@bomb(STAFF_LIST, "XLS", "two billion strings, so it says")
def _() -> bytes:
    start = (0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    strings = (0x00FC, struct.pack("<II", 2_000_000_000, 2_000_000_000) + b"\xff" * 100)
    return compound(biff([start, strings]), next_sector=0xFFFFFFFE)


@bomb(STAFF_LIST, "CSV", "one line of 60 MB")
def _() -> bytes:
    return b"key;name\n" + b"x" * 60_000_000


@bomb(STAFF_LIST, "CSV", "100,000 columns")
def _() -> bytes:
    return ";".join(f"c{n}" for n in range(100_000)).encode() + b"\n" + b";" * 99_999


@bomb(STAFF_LIST, "CSV", "a quotation mark never closed, 60 MB")
def _() -> bytes:
    return b'key;name\n"' + b"a;b\n" * 15_000_000


@bomb(STAFF_LIST, "CSV", "20 million rows")
def _() -> bytes:
    return b"key;name\n" + b"a;b\n" * 20_000_000


@bomb(STAFF_LIST, "CSV", "1,001 columns called the same")
def _() -> bytes:
    return (";".join(["name"] * 1_001) + "\n").encode() * 100


@bomb(STAFF_LIST, "CSV", "60 MB of quotation marks")
def _() -> bytes:
    return b"key;name\n" + b'"' * 60_000_000


@bomb(STAFF_LIST, "Parquet", "50 million rows of one value")
def _() -> bytes:
    file = io.BytesIO()
    same = pl.repeat("x", 50_000_000, eager=True)
    pl.DataFrame({"key": same, "name": same, "unit": same}).write_parquet(file, compression="zstd")
    return file.getvalue()


@bomb(STAFF_LIST, "Parquet", "lists 50 deep")
def _() -> bytes:
    value: object = 1
    for _ in range(50):
        value = [value]
    file = io.BytesIO()
    pl.DataFrame({"key": [value]}).write_parquet(file)
    return file.getvalue()


@bomb(STAFF_LIST, "picture", "50,000 by 50,000 points, packed")
def _() -> bytes:
    return picture()


def _units(levels: int, chains: int) -> bytes:
    rows = [
        f"{chain}-{level};Name;u{chain}-{level};{f'u{chain}-{level - 1}' if level else ''}"
        for chain in range(chains)
        for level in range(levels)
    ]
    return "\n".join(["employee number;name;unit;parent unit", *rows]).encode()


@bomb(STAFF_LIST, "units", "400 in each other")
def _() -> bytes:
    return _units(400, 1)


@bomb(STAFF_LIST, "units", "60 in each other, 300 times")
def _() -> bytes:
    return _units(60, 300)


@bomb(STAFF_LIST, "managers", "20,000, each leading the next")
def _() -> bytes:
    rows = [f"p{n};Name {n};U;{f'p{n - 1}' if n else ''}" for n in range(20_000)]
    return "\n".join(["employee number;name;unit;manager", *rows]).encode()


@bomb(NOMINATIONS, "GraphML", "entities in entities")
def _() -> bytes:
    return graph(LAUGHS, '<node id="&a11;"/>')


@bomb(NOMINATIONS, "GraphML", "graphs 100,000 deep")
def _() -> bytes:
    return graph("", '<node id="a"><graph>' * 100_000)


@bomb(NOMINATIONS, "GraphML", "500,000 edges to people who are not there")
def _() -> bytes:
    return graph("", '<edge source="a" target="b"/>' * 500_000)


@bomb(NOMINATIONS, "Pajek", "a billion people, so it says")
def _() -> bytes:
    return b"*Vertices 1000000000\n*Arcs\n1 2\n"


@bomb(NOMINATIONS, "UCINET DL", "a matrix of a billion, so it says")
def _() -> bytes:
    return b"dl n=1000000000 format=fullmatrix\ndata:\n0 1\n"


@bomb(NOMINATIONS, "JSON", "a network as lists 100,000 deep")
def _() -> bytes:
    return b'{"nodes":' + b"[" * 100_000


@bomb(CALL, "JSON", "lists 100,000 deep")
def _() -> bytes:
    return b"[" * 100_000


@bomb(CALL, "JSON", "a number of a million digits")
def _() -> bytes:
    return b'{"title":"x","seats":' + b"9" * 900_000 + b"}"


@bomb(CALL, "JSON", "60,000 fields")
def _() -> bytes:
    return json.dumps({f"f{n}": n for n in range(60_000)}).encode()
