"""What calamine does not tell of an ODS sheet: merged cells, formulas never calculated, errors, and its size.

The tags alone are walked through: a cell that is repeated is written once, so that a few lines can ask for
thousands of millions of cells.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from colead.files.workbook_remarks import ERROR, UNCALCULATED, Area, Remark, SheetRemarks

_TAG = re.compile(rb"<table:(table|table-row|table-cell|covered-table-cell)(\s[^>]*?)?(/?)>")
_ROWS_REPEATED = re.compile(rb'\btable:number-rows-repeated="(\d{1,9})"')
_COLUMNS_REPEATED = re.compile(rb'\btable:number-columns-repeated="(\d{1,9})"')
_SPANNED = re.compile(rb'\btable:number-(columns|rows)-spanned="(\d{1,7})"')
_VALUE = re.compile(rb"\boffice:value-type=")
_ERROR = re.compile(rb'\bcalcext:value-type="error"')


@dataclass
class _Walk:
    """Where the tags have come to. row, column : of the next cell, from 0.   repeated : times of this row."""

    found: SheetRemarks = field(default_factory=SheetRemarks)
    row: int = 0
    repeated: int = 0
    column: int = 0

    def begin_row(self, attributes: bytes) -> None:
        self.row += self.repeated
        self.repeated, self.column = _number(_ROWS_REPEATED, attributes), 0

    def cell(self, attributes: bytes, *, is_empty: bool) -> None:
        times = _number(_COLUMNS_REPEATED, attributes)
        if _VALUE.search(attributes) or not is_empty:
            self.found.rows = max(self.found.rows, self.row + self.repeated)
            self.found.columns = max(self.found.columns, self.column + times)
        self.found.remarks += self._remarks(attributes)
        self.found.merged += _merged(attributes, self.row, self.column)
        self.column += times

    def _remarks(self, attributes: bytes) -> Iterator[Remark]:
        if _ERROR.search(attributes):
            yield Remark(self.row + 1, self.column + 1, ERROR, "#")
        elif b"table:formula=" in attributes and not _VALUE.search(attributes):
            yield Remark(self.row + 1, self.column + 1, UNCALCULATED, None)


def opendocument_remarks(xml: bytes) -> list[SheetRemarks]:
    """What is to be said of each sheet of a ``content.xml``. Cost: 1 s for a million cells."""
    walks: list[_Walk] = []
    for tag, attributes, is_empty in _TAG.findall(xml):
        if tag == b"table":
            walks.append(_Walk())
        elif walks and tag == b"table-row":
            walks[-1].begin_row(attributes)
        elif walks:
            walks[-1].cell(attributes, is_empty=bool(is_empty))
    return [walk.found for walk in walks]


def _merged(attributes: bytes, row: int, column: int) -> Iterator[Area]:
    if b"-spanned=" in attributes:
        spanned = {what: int(times) for what, times in _SPANNED.findall(attributes)}
        down, right = spanned.get(b"rows", 1), spanned.get(b"columns", 1)
        if down * right > 1:
            yield (row, column), (row + down - 1, column + right - 1)


def _number(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found[1]) if found else 1
