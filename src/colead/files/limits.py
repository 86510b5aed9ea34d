"""How large a file may be. A file from outside is never trusted about its own size."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The largest file that is read. Everything beyond is refused before it is unpacked or parsed."""

    bytes: int = 2_000_000_000  # on disk; an upload sets its own, lower limit
    unpacked_bytes: int = 50_000_000  # of a workbook, whose compression can hide a thousandfold
    files: int = 1_000  # in a workbook's archive
    columns: int = 1_000
    cells: int = 500_000_000


LIMITS = Limits()
