"""What calamine does not tell of an XLSB sheet: merged cells, errors, and its size.

Source: [MS-XLSB], sections 2.1.4 (records) and 2.4 (what each holds).
"""

import struct
from collections.abc import Iterator

from colead.files.workbook_remarks import ERROR, Remark, SheetRemarks

_ROW, _CELL_ERROR, _LAST_CELL, _FORMULA_ERROR, _MERGED = 0, 3, 11, 11, 176
_BLANK = 1
_BUNDLE_SHEET, _WORKBOOK_PROPERTIES = 156, 153
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def binary_remarks(content: bytes) -> SheetRemarks:
    """What is to be said of a sheet's part. Cost: 1 s for a million cells."""
    found, row = SheetRemarks(), 0
    for kind, at, _size in _records(content):
        if kind == _ROW:
            (row,) = struct.unpack_from("<I", content, at)
        elif _BLANK < kind <= _LAST_CELL:
            (column,) = struct.unpack_from("<I", content, at)
            found.rows, found.columns = max(found.rows, row + 1), max(found.columns, column + 1)
            if kind in {_CELL_ERROR, _FORMULA_ERROR}:
                said = _ERRORS.get(content[at + 8], "#")
                found.remarks.append(Remark(row + 1, column + 1, ERROR, said))
        elif kind == _MERGED:
            top, bottom, left, right = struct.unpack_from("<4I", content, at)
            found.merged.append(((top, left), (bottom, right)))
    return found


def sheets_of_binary(workbook: bytes) -> list[tuple[str, str]]:
    """Name and relation of each sheet, in their order."""
    return [
        _sheet(workbook[at : at + size]) for kind, at, size in _records(workbook) if kind == _BUNDLE_SHEET
    ]


def is_from_1904(workbook: bytes) -> bool:
    """Whether the days of a binary workbook count from 1904."""
    return any(kind == _WORKBOOK_PROPERTIES and workbook[at] & 1 for kind, at, _size in _records(workbook))


def _sheet(record: bytes) -> tuple[str, str]:
    relation, after = _text(record, 8)
    name, _ = _text(record, after)
    return name, relation


def _text(record: bytes, at: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", record, at)
    end = at + 4 + 2 * length
    return record[at + 4 : end].decode("utf-16-le"), end


def _records(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, place and size of each record: kind and size are numbers of 7 bits a byte."""
    at = 0
    while at < len(content):
        kind = content[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | (content[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        while True:
            byte = content[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, at, size
        at += size
