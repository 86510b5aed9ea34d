"""What a staff list says about each person it lists: name, positions, lines and leave, from a day on."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from colead.files.columns import POSITION_FACTS
from colead.files.staff_list import StaffList


class StaffRow(NamedTuple):
    """One position as the file has it; None where the cell is empty or the column missing.

    facts : what else a position keeps, in the order of POSITION_FACTS.
    """

    line: int
    key: str
    name: str | None
    email: str | None
    manager: str | None
    unit: str | None
    start: date | None
    end: date | None
    leave_from: date | None
    leave_until: date | None
    is_active: bool
    is_main: bool
    facts: tuple[Any, ...]

    def starts_after(self, day: date) -> bool:
        """The position begins later than `day`, and lasts."""
        return self.start is not None and self.start > day and (self.end is None or self.end > self.start)


@dataclass
class Listed:
    """A person of the file.

    active : positions held on the day, the main one first.    planned, ended : later and former ones.
    """

    key: str
    active: list[StaffRow] = field(default_factory=list)
    planned: list[StaffRow] = field(default_factory=list)
    ended: list[StaffRow] = field(default_factory=list)

    @property
    def rows(self) -> list[StaffRow]:
        """Those that count, the main one first."""
        return [*self.active, *self.planned]

    def first(self, column: str) -> str | None:
        """The first value of a column that does not change with the position."""
        return next((value for row in self.rows if (value := getattr(row, column))), None)

    def left_on(self) -> date | None:
        """The last day on which a position ended."""
        return max((row.end for row in self.ended if row.end), default=None)


_COLUMNS = (
    "line", "key", "name", "email", "manager", "unit", "start_date", "end_date", "leave_from",
    "leave_until", "active", "main",
)  # fmt: skip


def listed_people(staff: StaffList, day: date) -> dict[str, Listed]:
    """The people of the file by key, in its order."""
    people: dict[str, Listed] = {}
    for row in _staff_rows(staff):
        person = people.setdefault(row.key, Listed(row.key))
        if row.is_active:
            person.active.insert(0 if row.is_main else len(person.active), row)
        elif row.starts_after(day):
            person.planned.append(row)
        else:
            person.ended.append(row)
    for person in people.values():
        person.planned.sort(key=lambda row: row.start or day)
    return people


def _staff_rows(staff: StaffList) -> Iterator[StaffRow]:
    """The rows of the file itself: those of line 0 stand for people whom a partial file leaves alone."""
    for line, key, name, email, manager, *rest in staff.rows.select(*_COLUMNS, *POSITION_FACTS).iter_rows():
        if line > 0:
            own, facts = rest[: -len(POSITION_FACTS)], tuple(rest[-len(POSITION_FACTS) :])
            boss = None if manager is None else str(manager)
            yield StaffRow._make([line, str(key), name, email, boss, *own, facts])


class Told(NamedTuple):
    """Which facts the file tells at all; what it does not tell stays as it is."""

    name: bool
    email: bool
    manager: bool
    unit: bool
    end: bool
    leave: bool
    facts: frozenset[str]


def told_by(staff: StaffList) -> Told:
    """Follows from the columns that are mapped; managers may also follow from the marked leads."""
    has = staff.mapping.columns.keys()
    return Told(
        name=bool(has & {"name", "given_name", "family_name"}),
        email="email" in has,
        manager="manager" in has or bool((staff.manager_row >= 0).any()),
        unit=bool(has & {"unit", "unit_key"}),
        end="end_date" in has,
        leave="leave_from" in has,
        facts=frozenset(has & POSITION_FACTS.keys()),
    )
