"""The organisation on a day as the engine's arrays, kept in memory as long as no row changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from colead.apps.people.bridge.kept import Kept
from colead.apps.people.models import Position, ReportingLine, UnitPlacement
from colead.engine.organisation import Organisation
from colead.engine.reporting_lines import cycles, levels_from
from colead.engine.unit_leads import UnitLeads, led_from_outside, unit_leads

KEPT = 8  # structures in memory: two days of four organisations; 100,000 people are some 15 MB

Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Structure:
    """Who works here on a day, in which unit, under whom. Requests share it: never write into its arrays.

    engine : the arrays; `person_ids` are the people's keys, `unit_ids` those of the units.
    person_pks : (n,) primary key of each person, ascending.      person_keys : (n,) their keys.
    unit_pks : (u,) primary key of each unit, ascending.
    marked_people, marked_units : (m,) whom the staff list marks as lead of a unit, by index.
    closed : units that have ended, by primary key, with the index of the one where what was theirs lies now.
    """

    day: date
    engine: Organisation
    person_pks: Int64
    person_keys: NDArray[Any]
    unit_pks: Int64
    marked_people: Int32
    marked_units: Int32
    closed: dict[int, int]

    def index_of(self, person_pk: int) -> int:
        """Index of a person, -1 = does not work here on that day."""
        return _index(self.person_pks, person_pk)

    def index_of_unit(self, unit_pk: int) -> int:
        """Index of a unit, -1 = does not exist on that day."""
        return _index(self.unit_pks, unit_pk)

    def indices_of(self, person_pks: Int64) -> Int64:
        """(k,) index of each person, -1 = does not work here on that day."""
        return _places(person_pks.tolist(), self.person_pks).astype(np.int64)

    def indices_of_units(self, unit_pks: Int64) -> Int64:
        """(k,) index of each unit, -1 = does not exist on that day."""
        return _places(unit_pks.tolist(), self.unit_pks).astype(np.int64)

    def home_of(self, unit_pk: int) -> int:
        """Index of the unit where what belongs to a unit lies on that day: itself, or what came after it.

        -1 = it does not exist yet.
        """
        return self.closed.get(unit_pk, self.index_of_unit(unit_pk))

    def homes_of(self, unit_pks: Int64) -> Int64:
        """(k,) the same for each unit."""
        found = self.indices_of_units(unit_pks)
        for place in np.flatnonzero(found < 0).tolist():
            found[place] = self.home_of(int(unit_pks[place]))
        return found

    def pks_at(self, unit: int) -> frozenset[int]:
        """Primary keys of the unit with this index, and of those that ended and went into it."""
        return frozenset(
            {int(self.unit_pks[unit]), *(pk for pk, home in self.closed.items() if home == unit)}
        )

    @cached_property
    def people_below(self) -> Int64:
        """(n,) people in the whole line below each person."""
        return self.engine.tree.branch_size - 1

    @cached_property
    def unit_leads(self) -> UnitLeads:
        """Who leads which unit."""
        return unit_leads(self.engine.unit, self.engine.manager, self.marked_people, self.marked_units)

    def leads_of(self, unit: int) -> list[int]:
        """Indices of the people who lead the unit with this index."""
        people: list[int] = self.unit_leads.people[self.unit_leads.units == unit].tolist()
        return people

    def units_led_by(self, person: int) -> list[int]:
        """Indices of the units that the person with this index leads."""
        units: list[int] = self.unit_leads.units[self.unit_leads.people == person].tolist()
        return units

    def pks_below(self, unit: int) -> frozenset[int]:
        """Primary keys of the unit with this index, of all units below it, and of what ended there."""
        branch = set(self.engine.unit_tree.branch(unit).tolist())
        ended = {pk for pk, home in self.closed.items() if home in branch}
        return frozenset({*self.unit_pks[list(branch)].tolist(), *ended})

    @cached_property
    def outside_leads(self) -> Int64:
        """(u,) index of the one person elsewhere to whom everybody in a unit reports, -1 = none."""
        return led_from_outside(self.engine.unit, self.engine.manager, self.engine.n_units)

    @cached_property
    def lead_counts(self) -> Int64:
        """(u,) how many people lead each unit."""
        return np.bincount(self.unit_leads.units, minlength=self.engine.n_units)

    @cached_property
    def unit_sizes(self) -> Int64:
        """(u,) people in each unit itself."""
        unit = self.engine.unit
        return np.bincount(unit[unit >= 0], minlength=self.engine.n_units)


def structure_on(day: date) -> Structure:
    """The structure of the organisation in scope on `day`.

    One small query when it is in memory; seven and some 40 ms for 10,000 people when it is not. A line to
    somebody who does not work here that day counts as none, and so does a unit without a place in the tree.
    """
    return _structures(day)


def _read(day: date) -> Structure:
    people = _columns(
        Position.objects.main_on(day)
        .order_by("person_id")
        .values_list("person_id", "person__key", "unit_id", "level"),
        4,
    )
    person_pks, first = np.unique(np.array(people[0], np.int64), return_index=True)
    units = _columns(
        UnitPlacement.objects.on(day)
        .order_by("unit_id")
        .values_list("unit_id", "unit__key", "unit__name", "parent_id"),
        4,
    )
    unit_pks = np.array(units[0], np.int64)
    keys = _texts(people[1])[first]
    manager = _managers(day, person_pks)
    engine = Organisation(
        person_ids=keys,
        manager=manager,
        unit=_places(people[2], unit_pks)[first],
        unit_ids=_texts(units[1]),
        unit_names=_texts(units[2]),
        unit_parent=_without_circles(_places(units[3], unit_pks)),
        level=levels_from(_levels(people[3], first), manager),
    )
    marks = Position.objects.on(day).filter(leads_unit=True).values_list("person_id", "unit_id")
    marked = _columns(marks, 2)
    return Structure(
        day=day,
        engine=engine,
        person_pks=person_pks,
        person_keys=keys,
        unit_pks=unit_pks,
        marked_people=_places(marked[0], person_pks),
        marked_units=_places(marked[1], unit_pks),
        closed=_closed(day, unit_pks, engine.unit_parent),
    )


_structures = Kept(KEPT, _read)


def _closed(day: date, unit_pks: Int64, parents: Int32) -> dict[int, int]:
    """Units that ended by the day and stand nowhere now, each with the index of where it went in the end."""
    ended = UnitPlacement.objects.filter(valid_until__lte=day).order_by("valid_until", "pk")
    rows, here = ended.values_list("unit_id", "goes_to_id", "parent_id"), set(unit_pks.tolist())
    into = {unit: goes_to or parent for unit, goes_to, parent in rows if unit not in here}  # as it ended last
    tops = np.flatnonzero(parents < 0)
    places = {unit: _index(unit_pks, _last(unit, into)) for unit in into}
    return {unit: int(tops[0]) if place < 0 and tops.size else place for unit, place in places.items()}


def _last(unit: int, into: Mapping[int, int | None], seen: frozenset[int] = frozenset()) -> int:
    """The unit in which one that ended went on in the end; itself where it went nowhere."""
    after = into.get(unit)
    return unit if after is None or after in seen else _last(after, into, seen | {after})


def _columns(rows: Any, width: int) -> list[tuple[Any, ...]]:
    return list(zip(*rows, strict=True)) or [()] * width


def _managers(day: date, person_pks: Int64) -> Int32:
    """(n,) index of everybody's manager, -1 = nobody."""
    lines = ReportingLine.objects.on(day).filter(kind=ReportingLine.Kind.SOLID)
    who, manager = _columns(lines.values_list("person_id", "manager_id"), 2)
    above = np.full(len(person_pks) + 1, -1, np.int32)  # the last cell takes those who are not here
    above[_places(who, person_pks)] = _places(manager, person_pks)
    return _without_circles(above[:-1])


def _places(pks: Sequence[int | None], sorted_pks: Int64) -> Int32:
    """Index of each primary key among sorted ones, -1 = None or not there."""
    wanted = np.array([pk or 0 for pk in pks], np.int64)
    places = np.searchsorted(sorted_pks, wanted)
    places[places == len(sorted_pks)] = -1
    known = sorted_pks[places] == wanted if len(sorted_pks) else np.zeros(len(wanted), np.bool_)
    return np.where(known, places, -1).astype(np.int32)


def _without_circles(above: Int32) -> Int32:
    """An import refuses circles; rows of different days could still make one, which is cut here."""
    for members in cycles(above):
        above[members[0]] = -1
    return above


def _levels(levels: tuple[int | None, ...], first: NDArray[np.intp]) -> NDArray[np.float64] | None:
    given = np.array(levels, dtype=np.float64)[first]
    return None if np.isnan(given).all() else given


def _texts(values: tuple[str, ...]) -> NDArray[Any]:
    texts = np.empty(len(values), dtype=object)
    texts[:] = values
    return texts


def _index(pks: Int64, pk: int) -> int:
    place = int(np.searchsorted(pks, pk))
    return place if place < len(pks) and pks[place] == pk else -1
