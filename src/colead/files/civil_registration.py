"""Civil registration numbers (CPR): found anywhere in a file, and never repeated in a message.

A CPR number is ``ddmmyy`` and four more digits, with or without a hyphen. Colead has no use for them and
no right to them, so a file that holds one is refused at the door. A staff number of ten digits that begins
with a date cannot be told from one and is treated alike.
"""

import re
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from colead.files.masking import NUMBER
from colead.files.problems import FileProblem, problem
from colead.files.spelling import cleaned
from colead.files.tables import Table

# The neighbours are matched too, so that the groups of a UUID or of a Windows SID, which hang on hyphens and
# letters, are not mistaken for a CPR number.
_PATTERN = rf"(?:^|[^\w-]|(?i:cpr|nr)[-.:_ ]*){NUMBER}(?:[^\w-]|$)"
_SMALLEST, _LARGEST = 1_001_00_0000, 3_112_99_9999  # as numbers of ten digits; a zero in front is lost anyway
_LONGEST_MONTHS = np.array([0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])

_COLUMN_NAMES = re.compile(r"^\W*(cpr|personnummer)|civil[ _]?registration", re.IGNORECASE)


_LINES_NAMED = 20


@dataclass(frozen=True)
class Finding:
    """Where CPR numbers stand in one column."""

    column: str
    lines: NDArray[np.int32]  # (k,) ascending


def civil_registration_problems(table: Table) -> list[FileProblem]:
    """One problem for each column with CPR numbers, naming the lines and never a number."""
    found = []
    for finding in find_civil_registration_numbers(table):
        lines = finding.lines.tolist()
        named = ", ".join(map(str, lines[:_LINES_NAMED])) + (", …" if len(lines) > _LINES_NAMED else "")
        code = "cpr" if len(lines) == 1 else "cpr_several"
        found.append(problem(code, line=lines[0], column=finding.column, count=len(lines), lines=named))
    return found


def find_civil_registration_numbers(table: Table) -> list[Finding]:
    """Every column of the table that holds CPR numbers, with the lines. One vectorised pass."""
    findings = []
    for column in table.header:
        hits = _hits(table.frame.get_column(column))
        if hits is not None and hits.any():
            findings.append(Finding(column, table.lines[hits]))
    return findings


def columns_of_numbers(table: Table) -> list[str]:
    """The columns that are there for CPR numbers: called so, or most of what stands in them."""
    return [
        finding.column
        for finding in find_civil_registration_numbers(table)
        if is_civil_registration(finding.column)
        or len(finding.lines) > max(1, table.frame.get_column(finding.column).drop_nulls().len() // 2)
    ]


def is_civil_registration(label: str) -> bool:
    """Whether a column is called so that its values are CPR numbers, whatever they look like."""
    return _COLUMN_NAMES.search(label) is not None


def holds_numbers(cells: pl.Series) -> NDArray[np.bool_]:
    """Which of these texts hold a CPR number."""
    return cleaned(cells).str.contains(_PATTERN).fill_null(False).to_numpy()


def _hits(cells: pl.Series) -> NDArray[np.bool_] | None:
    if is_civil_registration(cells.name):
        return cells.is_not_null().to_numpy()
    if cells.dtype.is_integer():
        return _integer_hits(cells)
    if cells.dtype == pl.String:
        return holds_numbers(cells)
    return None


def _integer_hits(cells: pl.Series) -> NDArray[np.bool_] | None:
    largest = cells.max()
    if not isinstance(largest, int) or largest < _SMALLEST:
        return None  # the usual case, small staff numbers, costs one pass
    numbers = cells.fill_null(0).to_numpy().astype(np.int64)
    day, month = numbers // 100_000_000, numbers // 1_000_000 % 100
    in_range = (numbers >= _SMALLEST) & (numbers <= _LARGEST) & (month >= 1) & (month <= 12)
    hits: NDArray[np.bool_] = in_range & (day <= _LONGEST_MONTHS[np.clip(month, 0, 12)])
    return hits
