"""Dated rows as plain values that name people and units by key: one shape for what is and what should be."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

from colead.files.columns import POSITION_FACTS


class Placement(NamedTuple):
    """A unit lies below another (None = at the top)."""

    unit: str
    parent: str | None


class Post(NamedTuple):
    """A person's position. `facts` are what else is kept of it, in the order of POSITION_FACTS."""

    person: str
    unit: str | None
    is_primary: bool
    facts: tuple[Any, ...]

    @property
    def title(self) -> str:
        """What the person is called in it."""
        return str(dict(zip(POSITION_FACTS, self.facts, strict=True))["title"])

    @property
    def leads(self) -> bool:
        """The person is marked as the lead of the unit."""
        return bool(dict(zip(POSITION_FACTS, self.facts, strict=True))["leads"])


class Line(NamedTuple):
    """A person reports to a manager; `is_solid` lines make the tree."""

    person: str
    manager: str
    is_solid: bool


class Away(NamedTuple):
    """A person is on leave."""

    person: str


Value = TypeVar("Value", Placement, Post, Line, Away)


class Held(NamedTuple, Generic[Value]):
    """A row of the database."""

    value: Value
    pk: int
    start: date
    until: date | None


class Wanted(NamedTuple, Generic[Value]):
    """A row as the staff list wants it. `keeps_end`: the list does not tell ends, so the old one stays."""

    value: Value
    start: date
    until: date | None = None
    keeps_end: bool = False


class PersonNow(NamedTuple):
    """Somebody whom Colead knows, employed or not."""

    pk: int
    name: str
    email: str


class UnitNow(NamedTuple):
    """A unit that Colead knows, in use or not."""

    pk: int
    name: str


@dataclass
class Changes(Generic[Value]):
    """What happens to the rows of one table.

    opened : rows to add.    ended : rows that get another end (None = open again).
    removed : rows that would not last a day: corrections of the same day, and plans that are dropped.
    """

    opened: list[Wanted[Value]] = field(default_factory=list)
    ended: list[tuple[Held[Value], date | None]] = field(default_factory=list)
    removed: list[Held[Value]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.opened or self.ended or self.removed)

    def after(self, held: Iterable[Held[Value]]) -> Iterator[Held[Value]]:
        """The rows once the changes are made; those that are new have no primary key yet."""
        gone = {row.pk for row in self.removed} | {row.pk for row, _until in self.ended}
        yield from (row for row in held if row.pk not in gone)
        yield from (row._replace(until=until) for row, until in self.ended)
        yield from (Held(row.value, 0, row.start, row.until) for row in self.opened)


@dataclass(frozen=True)
class Current:
    """The organisation as an import finds it: rows in force on `day` or later, and everybody it ever knew."""

    day: date
    people: dict[str, PersonNow]
    units: dict[str, UnitNow]
    placements: list[Held[Placement]]
    posts: list[Held[Post]]
    lines: list[Held[Line]]
    leaves: list[Held[Away]]
