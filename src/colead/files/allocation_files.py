"""The files of an allocation, read together: what is wrong with any of them is told at once."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from colead.files.columns import STAFF_COLUMNS
from colead.files.held_tasks import HeldTasks, read_exclusion_pairs, read_held_tasks
from colead.files.leadership_columns import (
    ASSIGNMENT_COLUMNS,
    CAPACITY_COLUMNS,
    EXCLUSION_PAIR_COLUMNS,
    NEED_COLUMNS,
    STRENGTH_COLUMNS,
    TASK_COLUMNS,
)
from colead.files.leadership_tasks import LeadershipTasks, read_leadership_tasks
from colead.files.needs import read_needs
from colead.files.participants import Participants, participants_of
from colead.files.problems import FileError
from colead.files.staff_list import StaffList, open_staff_list
from colead.files.strengths import Strengths, read_strengths

Step = Callable[[str], None]
Given = TypeVar("Given")

ALL_COLUMNS: tuple[str, ...] = (
    *STAFF_COLUMNS,
    *CAPACITY_COLUMNS,
    *(f"strengths.{name}" for name in STRENGTH_COLUMNS),
    *(f"tasks.{name}" for name in TASK_COLUMNS),
    *(f"needs.{name}" for name in NEED_COLUMNS),
    *(f"assignments.{name}" for name in ASSIGNMENT_COLUMNS),
    *(f"exclusion_pairs.{name}" for name in EXCLUSION_PAIR_COLUMNS),
)
"""Our names of all columns, as somebody says which header holds them."""


@dataclass(frozen=True)
class AllocationFiles:
    """Where the files are. Only the first three are needed.

    columns : our name of a column, of :data:`ALL_COLUMNS` -> its header, where the guess is not right.
    """

    people: str | Path
    strengths: str | Path
    tasks: str | Path
    needs: str | Path | None = None
    assignments: str | Path | None = None
    exclusion_pairs: str | Path | None = None
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def paths(self) -> list[Path]:
        """Every file there is."""
        given = (self.people, self.strengths, self.tasks, self.needs, self.assignments, self.exclusion_pairs)
        return [Path(path) for path in given if path is not None]

    def columns_of(self, file: str) -> dict[str, str]:
        """The columns chosen for one of the files beside the staff list."""
        front = f"{file}."
        return {
            ours.removeprefix(front): header
            for ours, header in self.columns.items()
            if ours.startswith(front)
        }

    def columns_among(self, known: Mapping[str, str]) -> dict[str, str]:
        """The columns chosen for the staff list, those of one kind."""
        return {ours: header for ours, header in self.columns.items() if ours in known}


class AllocationRows(NamedTuple):
    """What stands in the files, about those who take part.

    people : who takes part.   n_employed : people of the staff list who are employed on the day.
    no_consent : how many of them have not agreed.   on_leave : how many have, and are on leave.
    """

    people: Participants
    strengths: Strengths
    tasks: LeadershipTasks
    held: HeldTasks | None
    exclusion_pairs: list[tuple[int, int]]
    as_of: datetime.date
    n_employed: int
    no_consent: int
    on_leave: int


def read_allocation_files(
    files: AllocationFiles,
    *,
    as_of: datetime.date | None,
    hours: float,
    most_tasks: int | None,
    step: Step = lambda _: None,
) -> AllocationRows:
    """Read every file. Parameters as of :func:`colead.files.allocation_problem.read_allocation_problem`.

    Raises :class:`FileError` with everything that is wrong with a file, an :class:`ExceptionGroup` of them
    for several.
    """
    step(Path(files.people).name)
    staff = open_staff_list(files.people, as_of=as_of, columns=files.columns_among(STAFF_COLUMNS))
    reading = _Reading(files, staff, step)
    employed = reading.people(hours, most_tasks)
    strengths = reading.strengths(None if employed is None else employed.keys)
    takes_part = _takes_part(employed, strengths)
    people = employed if employed is None or takes_part is None else employed.only(takes_part)
    there = None if people is None else people.keys
    tasks = reading.tasks()
    held, exclusion_pairs = reading.held(tasks, there), reading.exclusion_pairs(there)
    if reading.wrong or employed is None or people is None or strengths is None or tasks is None:
        raise reading.error()
    no_consent = 0 if strengths.agreed is None else int((~strengths.agreed).sum())
    return AllocationRows(
        people=people,
        strengths=strengths if takes_part is None else strengths.only(takes_part),
        tasks=tasks,
        held=held,
        exclusion_pairs=exclusion_pairs or [],
        as_of=staff.as_of,
        n_employed=len(employed.keys),
        no_consent=no_consent,
        on_leave=len(employed.keys) - len(people.keys) - no_consent,
    )


def _takes_part(people: Participants | None, strengths: Strengths | None) -> NDArray[np.bool_] | None:
    """(n_people,) who is at work and agreed; None while that cannot be known."""
    if people is None or strengths is None:
        return None
    return ~people.on_leave if strengths.agreed is None else ~people.on_leave & strengths.agreed


class _Reading:
    """Reads file after file, keeping what is wrong with each."""

    def __init__(self, files: AllocationFiles, staff: StaffList, step: Step) -> None:
        self.files = files
        self.staff_list = staff
        self.known = staff.people.rows.get_column("key")
        self.step = step
        self.wrong: list[FileError] = []

    def people(self, hours: float, most_tasks: int | None) -> Participants | None:
        columns = self.files.columns_among(CAPACITY_COLUMNS)
        return self._tried(
            lambda: participants_of(self.staff_list, hours=hours, most_tasks=most_tasks, columns=columns)
        )

    def strengths(self, people: pl.Series | None) -> Strengths | None:
        path, columns = self._told(self.files.strengths), self.files.columns_of("strengths")
        return self._tried(lambda: read_strengths(path, self._or_known(people), self.known, columns=columns))

    def tasks(self) -> LeadershipTasks | None:
        """The tasks, with what another file says that they need."""
        path, columns = self._told(self.files.tasks), self.files.columns_of("tasks")
        tasks = self._tried(lambda: read_leadership_tasks(path, self.staff_list.units, columns=columns))
        if tasks is None or self.files.needs is None:
            return tasks
        path, of_needs = self._told(self.files.needs), self.files.columns_of("needs")
        further = self._tried(lambda: read_needs(path, tasks.keys, tasks.needs, columns=of_needs))
        return tasks._replace(needs=[*tasks.needs, *(further or [])])

    def held(self, tasks: LeadershipTasks | None, people: pl.Series | None) -> HeldTasks | None:
        if tasks is None or self.files.assignments is None:
            return None
        path, columns = self._told(self.files.assignments), self.files.columns_of("assignments")
        return self._tried(
            lambda: read_held_tasks(
                path,
                tasks.keys,
                self._or_known(people),
                self.known,
                as_of=self.staff_list.as_of,
                columns=columns,
            )
        )

    def exclusion_pairs(self, people: pl.Series | None) -> list[tuple[int, int]] | None:
        if self.files.exclusion_pairs is None:
            return None
        path, columns = self._told(self.files.exclusion_pairs), self.files.columns_of("exclusion_pairs")
        return self._tried(
            lambda: read_exclusion_pairs(path, self._or_known(people), self.known, columns=columns)
        )

    def error(self) -> Exception:
        """What is wrong with the files: with one, or with several."""
        return self.wrong[0] if len(self.wrong) == 1 else ExceptionGroup("several files", self.wrong)

    def _told(self, path: str | Path) -> Path:
        self.step(Path(path).name)
        return Path(path)

    def _tried(self, read: Callable[[], Given]) -> Given | None:
        try:
            return read()
        except FileError as error:
            self.wrong.append(error)
            return None

    def _or_known(self, people: pl.Series | None) -> pl.Series:
        return self.known if people is None else people
