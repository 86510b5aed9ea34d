"""Who reports to whom: a manager may be written in every way that :mod:`colead.files.person_finder` knows.

Managers are resolved when everybody is known, so a manager may stand below the people who report to them.
"""

from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from colead.engine.reporting_lines import cycles
from colead.files.lookup import NOT_THERE, positions
from colead.files.person_finder import PersonFinder
from colead.files.problems import FileProblem, problem
from colead.files.staff_people import People

_MEMBERS_NAMED = 12


class Managers(NamedTuple):
    """row : (n_rows,) int32 row at which each row's manager is first listed; -1 = nobody, or not known.

    person : (n_people,) int32 index of each person's manager among the people employed; -1 = nobody.
    """

    row: NDArray[np.int32]
    person: NDArray[np.int32]


class Report(NamedTuple):
    """What is wrong with the reporting lines, and what is remarkable."""

    problems: list[FileProblem]
    warnings: list[FileProblem]


def resolve_managers(people: People, column: str | None, day: object) -> tuple[Managers, Report]:
    """Find everybody's manager; those of positions over or yet to come are found, but not judged."""
    report = Report([], [])
    rows = people.rows
    named = PersonFinder(*(rows.get_column(name) for name in ("key", "name", "email")))
    found, ambiguous = named.find(rows.get_column("manager"))
    judged = people.active & rows.get_column("manager").is_not_null().to_numpy()
    unknown = judged & (found == NOT_THERE)
    report.problems.extend(_named(rows, unknown & ~ambiguous, "unknown_manager", column))
    report.problems.extend(_ambiguous(rows, unknown & ambiguous, named, column))
    person = _among_employed(people, found, column, day, report)
    return Managers(found, person), report


def find_cycles(people: People, manager: NDArray[np.int32], column: str | None) -> list[FileProblem]:
    """A problem for each circle of people who report to each other, naming them with their lines."""
    keys, lines = (people.rows.get_column(name).gather(people.main) for name in ("key", "line"))
    return [_cycle(members, keys, lines, column) for members in cycles(manager)]


def _cycle(members: list[int], keys: pl.Series, lines: pl.Series, column: str | None) -> FileProblem:
    first = min(range(len(members)), key=lambda place: lines[members[place]])
    ordered = members[first:] + members[:first]
    named = [f"'{keys[member]}'" for member in ordered[:_MEMBERS_NAMED]]
    named.append("…" if len(ordered) > _MEMBERS_NAMED else named[0])
    numbers = ", ".join(str(lines[member]) for member in ordered[:_MEMBERS_NAMED])
    return problem(
        "cycle",
        line=lines[ordered[0]],
        column=column,
        count=len(members),
        members=" → ".join(named),
        lines=numbers,
    )


def _ambiguous(
    rows: pl.DataFrame, where: NDArray[np.bool_], finder: PersonFinder, column: str | None
) -> list[FileProblem]:
    found = []
    for line, key, manager in rows.filter(pl.Series(where)).select("line", "key", "manager").iter_rows():
        fits = rows[finder.candidates(str(manager))].select("name", "key").iter_rows()
        several = ", ".join(f"{name} ({one})" if name else str(one) for name, one in fits)
        said = {"person": str(key), "manager": str(manager), "several": several}
        found.append(problem("ambiguous_manager", line=line, column=column, value=manager, **said))
    return found


def _named(rows: pl.DataFrame, where: NDArray[np.bool_], code: str, column: str | None) -> list[FileProblem]:
    chosen = rows.filter(pl.Series(where)).select("line", "key", "manager")
    return [
        problem(code, line=line, column=column, value=manager, person=str(key), manager=str(manager))
        for line, key, manager in chosen.iter_rows()
    ]


def _among_employed(
    people: People, found: NDArray[np.int32], column: str | None, day: object, report: Report
) -> NDArray[np.int32]:
    keys = people.rows.get_column("key")
    first = positions(keys, keys) if len(people.main) < len(keys) else np.arange(len(keys), dtype=np.int32)
    person_of_row = np.full(len(keys) + 1, NOT_THERE, np.int32)  # the last cell answers for row -1
    person_of_row[first[people.main]] = np.arange(len(people.main), dtype=np.int32)
    row = found[people.main]
    person = person_of_row[np.where(row < 0, len(keys), first[row])]
    left = np.flatnonzero((row >= 0) & (person < 0))
    report.warnings.extend(_named_left(people, left, column, day))
    own = np.flatnonzero(person == np.arange(len(person)))
    report.problems.extend(
        _named(people.rows[people.main[own]], np.ones(len(own), np.bool_), "self_manager", column)
    )
    person[own] = NOT_THERE
    return person


def _named_left(people: People, who: NDArray[np.int64], column: str | None, day: object) -> list[FileProblem]:
    rows = people.rows[people.main[who]].select("line", "key", "manager")
    return [
        problem(
            "manager_left",
            line=line,
            column=column,
            value=manager,
            person=str(key),
            manager=str(manager),
            day=day,
        )
        for line, key, manager in rows.iter_rows()
    ]
