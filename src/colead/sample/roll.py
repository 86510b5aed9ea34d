"""The staff roll while it is written: what holds now, and every period that has ended."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from typing import TypeVar

from colead.sample.records import Bilingual, Dated, Line, Placement, Position

Row = TypeVar("Row", bound=Dated)


class Roll:
    """Open rows by unit or person. A change closes a row and opens another; nothing is overwritten."""

    def __init__(self) -> None:
        self._places: dict[str, Placement] = {}
        self._posts: dict[str, Position] = {}
        self._lines: dict[str, Line] = {}
        self._ended: list[Placement | Position | Line] = []
        self._beside: list[Position | Line] = []  # second positions and dotted lines, which stay

    def open_unit(self, unit: str, parent: str | None, day: date) -> None:
        """A unit begins, below its parent."""
        self._places[unit] = Placement(day, None, unit, parent)

    def close_unit(self, unit: str, day: date) -> None:
        """A unit ends; nobody may still work there."""
        self._end(self._places, unit, day)

    def appoint(self, person: str, unit: str, title: Bilingual, day: date, *, leads: bool = False) -> None:
        """A person starts in a unit, or goes on there in another position."""
        self._end(self._posts, person, day)
        self._posts[person] = Position(day, None, person, unit, title, leads)

    def add_second_position(self, person: str, unit: str, title: Bilingual, day: date) -> None:
        """A person also works in another unit, and also reports to its lead."""
        self._beside.append(Position(day, None, person, unit, title, is_primary=False))
        self._beside.append(Line(day, None, person, self.leads(unit)[0], is_solid=False))

    def leave(self, person: str, day: date) -> None:
        """A person's position and line end."""
        self._end(self._posts, person, day)
        self._end(self._lines, person, day)

    def align(self, day: date, unassigned: Collection[str] = ()) -> None:
        """Give everybody the manager that follows from the structure, but for the `unassigned`."""
        leads = self._leads_of_units()
        for person in self._posts:
            manager = None if person in unassigned else self._manager(person, leads)
            line = self._lines.get(person)
            if manager == (line.manager if line else None):
                continue
            self._end(self._lines, person, day)
            if manager is not None:
                self._lines[person] = Line(day, None, person, manager)

    def units(self) -> list[str]:
        """The units that exist."""
        return list(self._places)

    def post(self, person: str) -> Position:
        """The open primary position of somebody who works here."""
        return self._posts[person]

    def everybody(self) -> list[str]:
        """All who work here."""
        return list(self._posts)

    def people(self, unit: str) -> list[str]:
        """Who works in a unit, leads included."""
        return [person for person, post in self._posts.items() if post.unit == unit]

    def leads(self, unit: str) -> list[str]:
        """Who leads a unit."""
        return [person for person, post in self._posts.items() if post.unit == unit and post.leads]

    def members(self, unit: str) -> list[str]:
        """Who works in a unit without leading it."""
        return [person for person, post in self._posts.items() if post.unit == unit and not post.leads]

    def placements(self) -> tuple[Placement, ...]:
        """Every placement so far, the ended ones first."""
        return tuple(self._rows(Placement, self._places))

    def positions(self) -> tuple[Position, ...]:
        """Every position so far, the ended ones first."""
        return tuple(self._rows(Position, self._posts))

    def lines(self) -> tuple[Line, ...]:
        """Every reporting line so far, the ended ones first."""
        return tuple(self._rows(Line, self._lines))

    def _rows(self, kind: type[Row], still_open: dict[str, Row]) -> Iterator[Row]:
        yield from (row for row in self._ended if isinstance(row, kind))
        yield from still_open.values()
        yield from (row for row in self._beside if isinstance(row, kind))

    def _leads_of_units(self) -> dict[str, list[str]]:
        leads: dict[str, list[str]] = {unit: [] for unit in self._places}
        for person, post in self._posts.items():
            if post.leads:
                leads[post.unit].append(person)
        return leads

    def _manager(self, person: str, leads: dict[str, list[str]]) -> str | None:
        """The lead of the unit; for a lead, and where there is none, that of the next unit above."""
        post = self._posts[person]
        unit = self._places[post.unit].parent if post.leads else post.unit
        while unit is not None:
            if found := leads[unit]:
                return found[int(person) % len(found)]  # two leads share the people of their unit
            unit = self._places[unit].parent
        return None

    def _end(self, rows: dict[str, Row], key: str, day: date) -> None:
        """Close an open row; one that began on the same day has never been in force and goes."""
        row = rows.pop(key, None)
        if row is not None and row.valid_from < day:
            self._ended.append(replace(row, valid_until=day))  # type: ignore[arg-type]
