"""Staff lists as a municipality exports them: logo, titles, two header rows, CPR, totals, two sheets."""

import struct
import zlib
from io import BytesIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

HEADER = [
    "Medarb.nr.",
    "Navn",
    "CPR-nr.",
    "Afdeling",
    "Nærmeste leder",
    "Stilling",
    "Ansat den",
    "Beskæftigelsesgrad",
]
CARE = ["Anne Holm", "Bo Lund", "Carla Dahl", "Dorte Berg", "Erik Friis", "Finn Krogh"]
HOME_CARE = ["Anne Skov", "Bo Mark", "Carla Eng", "Dorte Dam", "Erik Hede", "Finn Kær"]
CPR = "0101851234"
"""The number that everybody has, with a hyphen in the file."""


def november() -> bytes:
    """Twelve people of two units, a sheet each; the second lead reports to the first."""
    return _workbook(
        {
            "Sundhed": _rows("Sygeplejen", CARE, first=1, manager=""),
            "Ældre": _rows("Hjemmeplejen", HOME_CARE, first=101, manager=CARE[0]),
        },
        zeros=6,
    )


def december() -> bytes:
    """A month later: two have left, numbers have lost their zeros, and a unit is spelled differently."""
    stay = [name for name in CARE if name != "Carla Dahl"], [n for n in HOME_CARE if n != "Erik Hede"]
    return _workbook(
        {
            "Sundhed": _rows("Sygeplejen", stay[0], first=1, manager=""),
            "Ældre": _rows("HJEMMEPLEJEN ", stay[1], first=101, manager=CARE[0]),
        },
        zeros=0,
    )


def _rows(unit: str, names: list[str], *, first: int, manager: str) -> list[list[object]]:
    known = CARE if first == 1 else HOME_CARE
    return [
        [
            first + known.index(name),
            name,
            f"{CPR[:6]}-{CPR[6:]}",
            unit,
            names[0] if place else manager,
            "Sygeplejerske" if place else "Leder",
            f"{known.index(name) + 1:02d}-03-2015",
            "0,8",
        ]
        for place, name in enumerate(names)
    ]


def _workbook(sheets: dict[str, list[list[object]]], *, zeros: int) -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content) as book:
        for name, rows in sheets.items():
            _fill(book.add_worksheet(name), rows, zeros)
    return content.getvalue()


def _fill(sheet: Worksheet, rows: list[list[object]], zeros: int) -> None:
    sheet.insert_image("H1", "logo.png", {"image_data": BytesIO(_picture(120, 40))})
    sheet.merge_range("A1:F1", "Solbakke Kommune · Medarbejderoversigt")
    sheet.write("A2", "Udtræk fra lønsystemet")
    sheet.merge_range("A4:C4", "Medarbejder")
    sheet.merge_range("D4:H4", "Ansættelse")
    sheet.write_row("A5", HEADER)
    for line, (number, *rest) in enumerate(rows, 5):
        sheet.write(line, 0, f"{number:0{zeros}d}" if zeros else number)
        sheet.write_row(line, 1, rest)
    sheet.merge_range(5, 3, 4 + len(rows), 3, rows[0][3])
    sheet.write_row(5 + len(rows), 0, ["I alt", len(rows)])


def _picture(width: int, height: int) -> bytes:
    """A grey PNG."""
    size = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\x40" * width) * height)
    parts = ((b"IHDR", size), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
