"""What was read of a staff list on its way: its first rows, and the rows that are nobody's."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from colead.apps.people.models import StaffImportFile
from colead.files.chosen_place import ALL, said
from colead.files.places import ABOVE, ALL_SHEETS, CHOSEN, FOOTER, HEADER_AGAIN, TOTAL, LeftOut
from colead.files.tables import SHEET

WHY: dict[str, Promise] = {
    "header": _("header"),
    ABOVE: _("above the table"),
    HEADER_AGAIN: _("the header once more"),
    TOTAL: _("a total"),
    FOOTER: _("a note below the table"),
    CHOSEN: _("left out by choice"),
}


@dataclass(frozen=True)
class LineOfFile:
    """A row of the file. why : the code of what it is, empty for a row of the table; `words` says it."""

    line: int
    cells: list[str]
    why: str
    words: str


@dataclass(frozen=True)
class FileLook:
    """What was read, and what was not. Empty lists for a file whose place nobody chooses.

    sheets : those that hold tables.   sheet : the one that is read; `all`, or empty while nobody has chosen.
    counted_from : how the lines of each sheet are counted where several are read.
    header_row : lines of the header: `3`, `3-4` or `none`.
    """

    sheets: list[str]
    sheet: str
    counted_from: list[str]
    header_row: str
    rows: list[LineOfFile]
    left_out: list[LineOfFile]
    n_left_out: int
    kept: list[int]
    must_choose: bool


_NOTHING_SEEN: dict[str, Any] = {  # of a file that an earlier version kept
    "sheets": [],
    "read": [],
    "header": [1],
    "rows": [],
    "left_out": [],
    "n_left_out": 0,
    "asks": "",
}


def file_look(file: StaffImportFile) -> FileLook:
    """The first look at a file that is kept. No query."""
    look = file.look or _NOTHING_SEEN
    read = look["read"]
    several = len(read) > 1
    sheet = "" if look["asks"] else ALL if several else "".join(name for name, _first in read)
    return FileLook(
        sheets=look["sheets"],
        sheet=ALL if file.place.get("sheet") == ALL_SHEETS else sheet,
        counted_from=[_counted(name, first) for name, first in read] if several else [],
        header_row=said(tuple(look["header"])),
        rows=[_line(*row) for row in look["rows"]],
        left_out=[LineOfFile(line, [text], why, str(WHY[why])) for line, why, text in look["left_out"]],
        n_left_out=look["n_left_out"],
        kept=list(file.place.get("kept", ())),
        must_choose=bool(look["asks"]),
    )


def left_out_line(row: LeftOut) -> str:
    """A row that is left out with its reason, for a terminal."""
    said = {"line": row.line, "why": WHY[row.why], "text": row.text}
    return gettext("Line %(line)s is left out, %(why)s: %(text)s") % said


def column_name(label: str) -> str:
    """A column as its reader calls it: the file has none for the sheet, which Colead adds."""
    return gettext("Sheet") if label == SHEET else label


def _counted(sheet: str, first: int) -> str:
    return gettext("%(sheet)s: lines from %(line)s") % {"sheet": sheet, "line": first + 1}


def _line(line: int, cells: list[str], kind: str) -> LineOfFile:
    why: Any = WHY.get(kind, "")
    if kind == ABOVE:  # a title over merged cells is said once
        cells = [cell if cell != before else "" for before, cell in pairwise(["", *cells])]
    return LineOfFile(line, cells, kind if why else "", str(why))
