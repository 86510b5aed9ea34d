"""Values that are longer than the database keeps."""

from collections.abc import Iterator

import polars as pl

from colead.files.columns import STAFF
from colead.files.problems import FileProblem
from colead.files.staff_list import StaffList
from colead.files.translation import gettext_noop as _

LONGEST = {ours: column.longest for ours, column in STAFF.items() if column.longest}
_SHOWN = 40


def too_long(staff: StaffList) -> Iterator[FileProblem]:
    """A problem for each text that does not fit."""
    for column, length in LONGEST.items():
        rows = staff.rows.filter(pl.col(column).cast(pl.String).str.len_chars() > length)
        for line, value in rows.select("line", pl.col(column).cast(pl.String)).iter_rows():
            yield FileProblem(
                line,
                staff.mapping.header(column),
                value[:_SHOWN],
                "too_long",
                _("“{value}…” is longer than {length} characters."),
                _("Shorten it."),
                {"length": length},
            )
