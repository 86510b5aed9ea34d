"""The question of an allocation from files: who could lead what, and what must hold.

``docs/reference/allocate.md`` describes the files.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl

from colead.engine.leadership.problem import AllocationProblem, Bools, Floats
from colead.engine.leadership.rotation import Held, Rotation, turn_ends
from colead.files.allocation_files import AllocationFiles, AllocationRows, Step, read_allocation_files
from colead.files.held_tasks import HeldTasks
from colead.files.leadership_tasks import NO_UNIT, LeadershipTasks
from colead.files.lookup import NOT_THERE, positions
from colead.files.needs import Need, compared
from colead.files.participants import Participants
from colead.files.problems import FileError, FileProblem, problem
from colead.files.strengths import Strengths


def pairs_of(rows: AllocationRows) -> tuple[Bools, Bools, Bools]:
    """(T, P) who may hold a task, who shall, and who does. A lock is stronger than unit and turn."""
    allowed = _within_unit(rows.people, rows.tasks)
    locked, current = np.zeros((2, *allowed.shape), np.bool_)
    if rows.held is not None:
        _rule_out_long_turns(allowed, rows, rows.held)
        current[tuple(rows.held.current.T)] = True
        locked[tuple(rows.held.kept_in.T)] = True
        allowed[locked] = True
        allowed[tuple(rows.held.kept_out.T)] = False
    return allowed, locked, current


def _rule_out_long_turns(allowed: Bools, rows: AllocationRows, held: HeldTasks) -> None:
    terms = zip(rows.tasks.term_months.tolist(), rows.tasks.most_terms.tolist(), strict=True)
    rotations = {task: Rotation(int(months), int(most)) for task, (months, most) in enumerate(terms) if most}
    for (task, person), periods in _periods(held.turns).items():
        if task in rotations and turn_ends(periods, rows.as_of, rotations[task]) <= rows.as_of:
            allowed[task, person] = False


def _periods(turns: pl.DataFrame) -> dict[tuple[int, int], list[Held]]:
    """When each pair held the task; without a first day nobody knows how long, so that it does not count."""
    found: dict[tuple[int, int], list[Held]] = {}
    for task, person, start, end in turns.drop_nulls("from").select("task", "person", "from", "until").rows():
        found.setdefault((task, person), []).append((start, end))
    return found


def _within_unit(people: Participants, tasks: LeadershipTasks) -> Bools:
    """(T, P) whether the person works in the task's unit or below it; everybody where it names none."""
    allowed = np.ones((len(tasks.keys), len(people.keys)), np.bool_)
    for unit in np.unique(tasks.unit[tasks.unit != NO_UNIT]):
        allowed[tasks.unit == unit] = np.isin(people.unit, people.units.branch(int(unit)))
    return allowed


class AskedCompetencies:
    """K competencies in the order in which they are first named, spelled as there."""

    def __init__(self, needs: Sequence[Need]) -> None:
        self.needs = needs
        first: dict[str, str] = {}
        for need in needs:
            first.setdefault(compared(need)[1], need.competency)
        self.names = list(first.values())
        self.compared = list(first)

    def of_people(self, said: Strengths, people: int) -> tuple[Floats, Floats]:
        """(P, K) level and wish, NaN = nothing said."""
        column = positions(said.competency, pl.Series(self.compared, dtype=pl.String))
        asked = column != NOT_THERE
        level, wish = np.full((2, people, len(self.names)), np.nan)
        level[said.person[asked], column[asked]] = said.level[asked]
        wish[said.person[asked], column[asked]] = said.wish[asked]
        return level, wish

    def of_tasks(self, tasks: int) -> tuple[Floats, Floats, Bools]:
        """(T, K) level needed (0 = not asked), weight, and whether it is critical."""
        shape = tasks, len(self.names)
        needed, weight, critical = np.zeros(shape), np.zeros(shape), np.zeros(shape, np.bool_)
        for need in self.needs:
            cell = need.task, self.compared.index(compared(need)[1])
            needed[cell], weight[cell], critical[cell] = need.level, need.weight, need.critical
        return needed, weight, critical

    def nobody_has(self, level: Floats) -> tuple[FileProblem, ...]:
        """A warning for each competency about which nobody says anything: it may be misspelled.

        level : (P, K) of the people.
        """
        needed = [compared(need)[1] for need in self.needs]
        return tuple(
            problem(
                "unknown_competency", value=name, competency=name, tasks=needed.count(self.compared[place])
            )
            for place, name in enumerate(self.names)
            if np.isnan(level[:, place]).all()
        )


DEFAULT_HOURS = 4.0
"""Hours a week that a person has for leadership tasks, where nobody says otherwise."""


@dataclass(frozen=True, eq=False)
class NamedAllocationProblem(AllocationProblem):
    """What an allocation is asked, with the names that its answer is shown with.

    task_titles, person_names : id -> what people call it; of those who take part alone.
    n_employed : people of the staff list who are employed on the day.
    no_consent : how many of them have not agreed.   on_leave : how many have, and are on leave.
    warnings : what should be looked at though it is not wrong.
    """

    task_titles: Mapping[str, str] = field(default_factory=dict)
    person_names: Mapping[str, str] = field(default_factory=dict)
    as_of: datetime.date = datetime.date.min
    n_employed: int = 0
    no_consent: int = 0
    on_leave: int = 0
    warnings: tuple[FileProblem, ...] = ()

    def __str__(self) -> str:
        return (
            f"{len(self.task_ids)} leadership tasks with {self.seats.sum()} seats, "
            f"{len(self.person_ids)} of {self.n_employed} people take part"
        )

    __repr__ = __str__


def read_allocation_problem(
    people: str | Path,
    strengths: str | Path,
    tasks: str | Path,
    *,
    needs: str | Path | None = None,
    assignments: str | Path | None = None,
    exclusion_pairs: str | Path | None = None,
    as_of: datetime.date | None = None,
    hours: float = DEFAULT_HOURS,
    most_tasks: int | None = None,
    columns: Mapping[str, str] | None = None,
) -> NamedAllocationProblem:
    """What is to be led, by whom it could be, and what must hold: for :func:`colead.propose`.

    people : the staff list.   strengths : what people are good at.   tasks : what there is to lead.
    needs : what the tasks need, where that does not stand in `tasks`.
    assignments : who holds which task, and who is locked in or out.
    exclusion_pairs : pairs of people never on the same task.
    as_of : the day, None = today.
    hours, most_tasks : hours a week and seats that a person takes, where the staff list does not say;
        None = any number of seats.
    columns : our name of a column -> its header; see :data:`colead.files.allocation_files.ALL_COLUMNS`.

    Raises :class:`FileError` with every problem of a file by line and column, an :class:`ExceptionGroup` of
    them where several files are wrong.
    """
    files = AllocationFiles(people, strengths, tasks, needs, assignments, exclusion_pairs, columns or {})
    return problem_of(read_allocation_files(files, as_of=as_of, hours=hours, most_tasks=most_tasks))


def read_problem(
    files: AllocationFiles,
    *,
    as_of: datetime.date | None,
    hours: float,
    most_tasks: int | None,
    step: Step,
) -> NamedAllocationProblem:
    """The same; `step` is told which file is being read."""
    return problem_of(
        read_allocation_files(files, as_of=as_of, hours=hours, most_tasks=most_tasks, step=step)
    )


def problem_of(rows: AllocationRows) -> NamedAllocationProblem:
    """The rows of the files as the arrays of the engine.

    Raises :class:`FileError` when nobody takes part. Cost: O(tasks x people) where tasks are kept to units.
    """
    people, tasks = rows.people, rows.tasks
    if not len(people.keys):
        raise FileError([problem("nobody_takes_part", people=rows.n_employed, day=rows.as_of)], name="")
    competencies = AskedCompetencies(tasks.needs)
    level, wish = competencies.of_people(rows.strengths, len(people.keys))
    needed, weight, critical = competencies.of_tasks(len(tasks.keys))
    allowed, locked, current = pairs_of(rows)
    places = int(tasks.seats.sum() + tasks.deputies.sum())
    return NamedAllocationProblem(
        task_ids=np.array(tasks.keys.to_list(), object),
        person_ids=np.array(people.keys.to_list(), object),
        competency_ids=np.array(competencies.names, object),
        level=level,
        wish=wish,
        needed=needed,
        weight=weight,
        critical=critical,
        hours=tasks.hours,
        seats=tasks.seats,
        capacity=people.hours,
        most_tasks=np.nan_to_num(people.most_tasks, nan=places).astype(np.int64),
        formal_leader=people.formal_leader,
        deputies=tasks.deputies,
        must_fill=tasks.must_fill,
        allowed=allowed,
        locked=locked,
        current=current,
        exclusion_pairs=tuple(rows.exclusion_pairs),
        task_titles=dict(zip(tasks.keys, tasks.titles, strict=True)),
        person_names=dict(zip(people.keys, people.names, strict=True)),
        as_of=rows.as_of,
        n_employed=rows.n_employed,
        no_consent=rows.no_consent,
        on_leave=rows.on_leave,
        warnings=competencies.nobody_has(level),
    )
