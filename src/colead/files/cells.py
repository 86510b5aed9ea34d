"""Columns of cells to columns of values: text, dates, numbers, yes or no. Vectorised.

Every function gives the values (null where the cell is empty or cannot be read) and a mask of the cells that
cannot be read, so that the caller can name each with its line.
"""

from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from colead.engine.dates import FIRST_DAY, LAST_DAY
from colead.files.safe_cells import bare
from colead.files.spelling import cleaned

_DAY_FIRST = r"^(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4})$"
_OF_THIS_CENTURY = r"^(\d{1,2})[-./ ](\d{1,2})[-./ ]([0-4]\d)$"  # two digits, as Windows reads them: to 2049
_OF_LAST_CENTURY = r"^(\d{1,2})[-./ ](\d{1,2})[-./ ]([5-9]\d)$"
_YEAR_FIRST = r"^(\d{4})[-./](\d{1,2})[-./](\d{1,2})$"
_COMPACT = r"^((?:19|20)\d{2})(\d{2})(\d{2})$"
_EXCEL_SERIAL = r"^[1-9]\d{4}(?:[.,]\d+)?$"  # days since 1899-12-30: five digits are 1927 to 2173
# SD Løn, SAP and others write the last year for no end; 2958465 is Excel's number of its last day.
_NEVER = (
    r"^(?:9\d{3}[-./]?\d{1,2}[-./]?\d{1,2}|\d{1,2}[-./ ]\d{1,2}[-./ ]9\d{3}|2958465)(?:[.,]0+)?(?:[T ]\d.*)?$"
)
_MONTHS = (
    *("jan(?:uary?)?", "feb(?:ruary?)?", "mar(?:ts|ch)?", "apr(?:il)?", "ma[jy]", "jun[ie]?", "jul[iy]?"),
    *("aug(?:ust)?", "sept?(?:ember)?", "o[kc]t(?:ober)?", "nov(?:ember)?", "dec(?:ember)?"),
)
_DAYS_FROM_1900_TO_1904 = 1_462
_EXCEL_DAY_ZERO_TO_EPOCH = 25_569
_NO_YEAR = 9000

_YES = ("1", "x", "true", "yes", "y", "ja", "j", "sand", "sandt")
_NO = ("0", "false", "no", "n", "nej", "falsk")


class Cells(NamedTuple):
    """Values of one column, and which cells could not be read."""

    values: pl.Series
    unreadable: NDArray[np.bool_]


def as_text(cells: pl.Series) -> pl.Series:
    """Clean text, null where empty. Whole numbers held as decimals lose the ``.0`` they never had."""
    if cells.dtype.is_float() and (cells.drop_nulls() % 1 == 0).all():
        cells = cells.cast(pl.Int64, strict=False)
    text = cleaned(cells.cast(pl.String, strict=False))
    if text.str.starts_with("'").any():  # rare; our own exports mark what a spreadsheet would run
        text = pl.Series(cells.name, [one and bare(one) for one in text], dtype=pl.String)
    return text.set(text == "", None)


def as_keys(cells: pl.Series) -> pl.Series:
    """Ids: whole numbers stay numbers, which are many times faster to look up; everything else is text."""
    if not cells.dtype.is_integer():
        return as_text(cells)
    numbers = cells.cast(pl.Int64, strict=False)
    return numbers if numbers.null_count() == cells.null_count() else as_text(cells)


def as_dates(cells: pl.Series) -> Cells:
    """Dates: ``2026-09-30``, ``30-09-2026``, ``30.09.26``, ``30/9/2026``, or Excel's number of the day.

    The day stands before the month, as in Denmark and most of Europe; a month may have its English or Danish
    name: ``1. marts 2024``, ``01-Mar-2024``, ``March 1, 2024``. A time of day is dropped. Years of two digits
    are 2000 to 2049 and 1950 to 1999.
    """
    if cells.dtype.is_temporal():
        return _checked(cells, _thinkable(cells.cast(pl.Date, strict=False)))
    text = _with_numbered_months(as_text(cells).str.replace(r"^(.*\d)[T ]\d{1,2}:\d{2}.*$", "$1"))
    serials = text.str.contains(_EXCEL_SERIAL)
    whole = text.str.replace(_OF_THIS_CENTURY, "$1-$2-20$3").str.replace(_OF_LAST_CENTURY, "$1-$2-19$3")
    iso = whole.str.replace(_DAY_FIRST, "$3-$2-$1").str.replace(_YEAR_FIRST, "$1-$2-$3")
    dates = iso.str.replace(_COMPACT, "$1-$2-$3").str.to_date("%Y-%m-%d", strict=False)
    if serials.any():
        days = text.str.replace(r"[.,].*$", "").cast(pl.Int32, strict=False) - _EXCEL_DAY_ZERO_TO_EPOCH
        dates = pl.select(pl.when(serials).then(days.cast(pl.Date)).otherwise(dates)).to_series()
    return _checked(text, _thinkable(dates))


def counted_from_1900(cells: pl.Series) -> pl.Series:
    """Days of a workbook whose count begins in 1904, as Excel's numbers of today; everything else as it is.

    >>> counted_from_1900(pl.Series(["42369", "2020-01-01"])).to_list()
    ['43831', '2020-01-01']
    """
    text = as_text(cells)
    later = text.str.replace(r"[.,].*$", "").cast(pl.Int32, strict=False) + _DAYS_FROM_1900_TO_1904
    moved = pl.when(text.str.contains(_EXCEL_SERIAL)).then(later.cast(pl.String)).otherwise(text)
    return pl.select(moved.alias(cells.name)).to_series()


def as_ends(cells: pl.Series) -> Cells:
    """Dates on which something ends: none in a year from 9000.

    A year of two digits after 49 may be of the last century or of this, and is not read.
    """
    if cells.dtype.is_temporal():
        cells = cells.set((cells.dt.year() >= _NO_YEAR).fill_null(False), None)
        return as_dates(cells)
    cells = cells.cast(pl.String).set(as_text(cells).str.contains(_NEVER).fill_null(False), None)
    values, unreadable = as_dates(cells)
    unsure = as_text(cells).str.contains(_OF_LAST_CENTURY).fill_null(False)
    return Cells(values.set(unsure, None), unreadable | unsure.to_numpy())


def _with_numbered_months(text: pl.Series) -> pl.Series:
    """Dates whose months are words as day, month and year in numbers. Cost: one look where there are none."""
    if not text.str.contains(r"\d\P{L}*\p{L}{3}|\p{L}{3}\P{L}*\d").any():
        return text
    for number, name in enumerate(_MONTHS, start=1):
        text = text.str.replace(rf"(?i)^(\d{{1,2}})[-./ ]*{name}[-./, ]*(\d{{4}}|\d\d)$", f"$1-{number}-$2")
        text = text.str.replace(
            rf"(?i)^{name}\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})$", f"$1-{number}-$2"
        )
    return text


def _thinkable(dates: pl.Series) -> pl.Series:
    """Without days that nobody can mean."""
    return dates.set(~dates.is_between(FIRST_DAY, LAST_DAY).fill_null(True), None)


def as_numbers(cells: pl.Series) -> Cells:
    """Numbers with a decimal point or a Danish decimal comma; ``80 %`` is 0.8."""
    if cells.dtype.is_numeric():
        return _checked(cells, cells.cast(pl.Float64))
    text = as_text(cells)
    percent = text.str.ends_with("%").fill_null(False)
    plain = text.str.strip_chars_end("% ").str.replace(",", ".", literal=True)
    numbers = plain.set(~plain.str.contains(r"^[-+]?\d+(?:\.\d+)?$").fill_null(False), None).cast(pl.Float64)
    scale = pl.Series(np.where(percent.to_numpy(), 0.01, 1.0))
    return _checked(text, numbers * scale)


def as_levels(cells: pl.Series) -> Cells:
    """Whole numbers from 0; null where the cell is empty."""
    numbers, unreadable = as_numbers(cells)
    wrong = ((numbers < 0) | (numbers % 1 != 0) | (numbers > 1000)).fill_null(False).to_numpy()
    return Cells(numbers.set(pl.Series(wrong), None).cast(pl.Int32), unreadable | wrong)


def as_flags(cells: pl.Series) -> Cells:
    """Yes or no, in English or Danish, or a cross; null where the cell is empty."""
    if cells.dtype == pl.Boolean:
        return Cells(cells, np.zeros(len(cells), np.bool_))
    text = as_text(cells).str.to_lowercase()
    flags = text.replace_strict(
        {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False)}, default=None, return_dtype=pl.Boolean
    )
    return _checked(text, flags)


def _checked(cells: pl.Series, values: pl.Series) -> Cells:
    unreadable = cells.is_not_null() & values.is_null()
    return Cells(values, unreadable.to_numpy())
