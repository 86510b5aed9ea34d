"""What is to be said of a workbook's cells beside their values, in the same shape for every format."""

from dataclasses import dataclass, field
from typing import NamedTuple

UNCALCULATED, ERROR = "formula_uncalculated", "cell_error"

Area = tuple[tuple[int, int], tuple[int, int]]
"""First and last cell of a merged area, (row, column) from 0."""


class Remark(NamedTuple):
    """A cell that cannot be read. row, column : from 1.   code : of the problem.   said : what it shows."""

    row: int
    column: int
    code: str
    said: str | None


@dataclass
class SheetRemarks:
    """What is to be said of one sheet. rows, columns : how far it holds values; 0 = nobody has looked."""

    remarks: list[Remark] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    rows: int = 0
    columns: int = 0


class Remarks(NamedTuple):
    """What is to be said of a workbook. sheets : in their order.   from_1904 : from when days count."""

    sheets: list[SheetRemarks]
    from_1904: bool
