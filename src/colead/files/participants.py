"""Who takes part in an allocation: the people of a staff list, and how much each can carry."""

import datetime
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from colead.engine.tree import Tree
from colead.files.columns import guess_columns
from colead.files.leadership_columns import CAPACITY_COLUMNS
from colead.files.problems import StaffListError
from colead.files.row_reader import RowReader
from colead.files.staff_list import StaffList

_HOURS_A_WEEK = 168
_MOST_TASKS = 1000


class Participants(NamedTuple):
    """The people employed on the day.

    keys, names : (n,) text.   unit : (n,) int32 index into the units, -1 = none.
    units : the units as a tree.   formal_leader, on_leave : (n,) bool.
    hours : (n,) hours a week for leadership tasks.   most_tasks : (n,) seats at most; NaN = any number.
    """

    keys: pl.Series
    names: pl.Series
    unit: NDArray[np.int32]
    units: Tree
    formal_leader: NDArray[np.bool_]
    on_leave: NDArray[np.bool_]
    hours: NDArray[np.float64]
    most_tasks: NDArray[np.float64]

    def only(self, people: NDArray[np.bool_]) -> "Participants":
        """These people alone."""
        kept = pl.Series(people)
        return self._replace(
            keys=self.keys.filter(kept),
            names=self.names.filter(kept),
            unit=self.unit[people],
            formal_leader=self.formal_leader[people],
            on_leave=self.on_leave[people],
            hours=self.hours[people],
            most_tasks=self.most_tasks[people],
        )


def participants_of(
    staff: StaffList,
    *,
    hours: float,
    most_tasks: int | None = None,
    columns: dict[str, str] | None = None,
) -> Participants:
    """The people of a staff list, with what its columns ``leadership hours`` and ``most tasks`` say of them.

    hours, most_tasks : where these columns say nothing; None = any number.
    columns : our name of one of these columns -> its header.

    Raises :class:`StaffListError` with every problem of the staff list and of these columns.
    """
    chosen = guess_columns(staff.mapping.unused, CAPACITY_COLUMNS).columns | (columns or {})
    reader = RowReader(staff.table, {}, chosen=chosen)
    given_hours = reader.numbers("leadership_hours", 0, _HOURS_A_WEEK)
    given_tasks = reader.numbers("most_tasks", 0, _MOST_TASKS, whole=True)
    further = [one for one in reader.problems if one not in staff.problems]
    if further:
        raise StaffListError([*staff.problems, *further], name=staff.table.name)
    organisation = staff.organisation()
    people = staff.people.rows[staff.people.main]
    row = np.searchsorted(staff.table.lines, people.get_column("line").to_numpy())
    any_number = np.nan if most_tasks is None else float(most_tasks)
    return Participants(
        keys=people.get_column("key").cast(pl.String),
        names=people.select(pl.coalesce("name", pl.col("key").cast(pl.String))).to_series(),
        unit=organisation.unit,
        units=organisation.unit_tree,
        formal_leader=organisation.formal_leader,
        on_leave=_on_leave(people, staff.as_of),
        hours=given_hours.fill_null(hours).to_numpy()[row],
        most_tasks=given_tasks.fill_null(any_number).to_numpy()[row],
    )


def _on_leave(people: pl.DataFrame, day: datetime.date) -> NDArray[np.bool_]:
    """(n,) whether the day lies in [leave_from, leave_until); an empty date is open, two are no leave."""
    begun = pl.col("leave_from").is_null() | (pl.col("leave_from") <= day)
    lasting = pl.col("leave_until").is_null() | (pl.col("leave_until") > day)
    given = pl.col("leave_from").is_not_null() | pl.col("leave_until").is_not_null()
    return people.select((begun & lasting & given).alias("on_leave")).to_series().to_numpy()
