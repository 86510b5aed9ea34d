"""Strengths from a file: what people say they are good at, and what they would like to do.

A row for each person and competency: ``person;competency;level;wish;consent``. Only those who agreed are
looked at: nothing is kept, and nothing is said, about anybody else.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from colead.engine.levels import MAX_LEVEL, MIN_LEVEL
from colead.files.leadership_columns import STRENGTH_COLUMNS
from colead.files.reading import read_table
from colead.files.row_reader import RowReader
from colead.files.spelling import as_compared

WISHES = (-1, 2)  # would rather not ... would love to


class Strengths(NamedTuple):
    """The rows of those who agreed.

    person : (m,) int32 index into the people, -1 = not among them today.
    competency : (m,) text as it is compared.   level, wish : (m,); NaN = not said.
    agreed : (n_people,) bool; None = the file has no column for it, so that everybody counts.
    """

    person: NDArray[np.int32]
    competency: pl.Series
    level: NDArray[np.float64]
    wish: NDArray[np.float64]
    agreed: NDArray[np.bool_] | None

    def only(self, people: NDArray[np.bool_]) -> "Strengths":
        """What these people said; `person` is an index among them."""
        place = np.where(people, np.cumsum(people) - 1, -1).astype(np.int32)
        kept = people[self.person]
        return Strengths(
            person=place[self.person[kept]],
            competency=self.competency.filter(pl.Series(kept)),
            level=self.level[kept],
            wish=self.wish[kept],
            agreed=None,
        )


def read_strengths(
    path: str | Path,
    people: pl.Series,
    known_people: pl.Series | None = None,
    *,
    columns: dict[str, str] | None = None,
) -> Strengths:
    """The strengths in a CSV, XLSX or Parquet file.

    people : ids of those who are there on the day.
    known_people : ids that may stand in the file; rows of those who are not there on the day are left out.
    columns : our name of a column -> its header, see :data:`leadership_columns.STRENGTH_COLUMNS`.

    A column ``consent`` makes everything depend on it: whoever has a yes and no no in it has agreed. A row
    may hold a person and their consent alone.

    Raises :class:`FileError` listing every problem by line. Cost: vectorised, O(m).
    """
    reader = RowReader(read_table(path), STRENGTH_COLUMNS, needed=("person", "competency"), chosen=columns)
    agreed = _agreed(reader, people) if reader.has("consent") else None
    person = reader.people("person", people, known_people)
    rows = pl.DataFrame(
        {
            "person": person,
            "competency": as_compared(reader.text("competency")),
            "level": reader.numbers("level", MIN_LEVEL, MAX_LEVEL),
            "wish": reader.numbers("wish", *WISHES, whole=True),
        }
    )
    said_of_nothing = pl.col("competency").is_null() & pl.any_horizontal(
        pl.col("level", "wish").is_not_null()
    )
    reader.report("cell_missing", "competency", rows.select(said_of_nothing).to_series().to_numpy())
    _report_repeats(reader, rows)
    reader.finish()
    kept = rows.filter(pl.Series(reader.rows & (person >= 0))).drop_nulls("competency")
    return Strengths(
        person=kept.get_column("person").to_numpy(),
        competency=kept.get_column("competency"),
        level=_with_nan(kept.get_column("level")),
        wish=_with_nan(kept.get_column("wish")),
        agreed=agreed,
    )


def _agreed(reader: RowReader, people: pl.Series) -> NDArray[np.bool_]:
    """(n_people,) who agreed; from now on the reader looks at their rows alone."""
    flags = reader.flags("consent")
    keys = reader.keys("person").cast(pl.String)
    refused = keys.filter(flags.not_().fill_null(False))
    willing = keys.filter(flags.fill_null(False)).unique()
    willing = willing.filter(~willing.is_in(refused.implode()))
    reader.only(keys.is_in(willing.implode()).fill_null(False).to_numpy())
    return people.cast(pl.String).is_in(willing.implode()).to_numpy()


def _report_repeats(reader: RowReader, rows: pl.DataFrame) -> None:
    """A problem for each row about a person and competency that stand above it."""
    pair = rows.select("person", "competency").with_row_index("row").filter(pl.Series(reader.rows))
    pair = pair.drop_nulls().filter(pl.col("person") >= 0)
    repeated = pair.filter(pl.struct("person", "competency").is_duplicated())
    first: dict[tuple[int, str], int] = {}
    for row, person, competency in repeated.iter_rows():
        earlier = first.setdefault((person, competency), row)
        if earlier != row:
            reader.report_row(
                "duplicate_strength",
                "competency",
                row,
                person=reader.keys("person")[row],
                competency=reader.text("competency")[row],
                first_line=int(reader.table.lines[earlier]),
            )


def _with_nan(values: pl.Series) -> NDArray[np.float64]:
    return values.cast(pl.Float64).fill_null(np.nan).to_numpy()
