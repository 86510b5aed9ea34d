"""The difference between a staff list and the organisation on a day: plain values, no database.

Semantics. A change ends one row on the day and opens another. A fact that the file has no column for stays
as it is; an empty cell empties it. Rows that begin later are plans, which stay unless the person leaves.
People who are new to Colead have held their position since the start date that the file gives.

The way through, each step knowing only those before it (an import contract holds it): `rows`, one shape for
what is and what should be; `wanted`, what the file says of each person, and `reconcile`, from one to the
other; `people` and `units`, both with `completed` before them; `events`, all of it in words; `outcome`, what
comes of it.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from colead.apps.people.diff.closing import questions_of_closing
from colead.apps.people.diff.completed import completed, too_long, without_made_up_line
from colead.apps.people.diff.events import KINDS, Event, Names, events
from colead.apps.people.diff.outcome import UnitOutcome, outcome
from colead.apps.people.diff.people import PeopleDiff, people_diff, units_with_lead
from colead.apps.people.diff.rows import Current
from colead.apps.people.diff.units import UnitDiff, exist_as_long, unit_diff
from colead.apps.people.diff.wanted import Told, listed_people, told_by
from colead.files.columns import ColumnMapping
from colead.files.problems import FileProblem, by_line
from colead.files.questions import NO_ANSWERS, QUESTIONS, Answers, Question
from colead.files.spelling import compared
from colead.files.staff_list import StaffList, read_settled
from colead.files.staff_questions import Known, settle
from colead.files.tables import Table

__all__ = ["KINDS", "Current", "Diff", "Event", "diff", "many_leave"]


FEW, MANY = 5, 0.2  # leavers: a handful, and the share of the staff that asks for a second look
_OF_LINES = {"no_manager_column", "nobody_on_top", "several_on_top", "unit_without_lead"}


@dataclass(frozen=True, eq=False)
class Diff:
    """What a staff list changes; nothing may be written while there are problems."""

    current: Current
    people: PeopleDiff
    units: UnitDiff
    problems: tuple[FileProblem, ...]
    warnings: tuple[FileProblem, ...]
    n_listed: int
    # units that end, and where what is theirs lies from then on
    goes_on: Mapping[str, str | None] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    tree: tuple[UnitOutcome, ...] = ()

    @property
    def open_questions(self) -> list[Question]:
        """Those that must be answered before anything is written."""
        return [one for one in self.questions if one.is_in_the_way]

    @cached_property
    def events(self) -> list[Event]:
        """Every change in words."""
        return events(self.people, self.units, self.current)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How often each kind of change happens; kinds that do not happen are left out."""
        found = Counter(event.kind for event in self.events)
        return {kind: found[kind] for kind in KINDS if found[kind]}

    def fingerprint(self) -> str:
        """SHA-256 over everything that would be written: equal when, and only when, the same is done."""
        digest = hashlib.sha256()
        for part in self._parts():
            digest.update(repr(part).encode())
        return digest.hexdigest()

    def _parts(self) -> Iterator[object]:
        people, units = self.people, self.units
        yield self.current.day, people.created, people.renamed, units.created, units.renamed
        yield sorted(self.goes_on.items())
        for changes in (units.placements, people.posts, people.lines, people.leaves):
            yield changes.opened, changes.ended, changes.removed


def diff(
    table: Table,
    mapping: ColumnMapping,
    current: Current,
    *,
    is_full: bool,
    answers: Answers = NO_ANSWERS,
) -> Diff:
    """Read the table as a staff list for the day of `current`, and compare.

    is_full : people and units that are not in the file end; else the file's people alone change.
    Cost: some six seconds for 100,000 people on one core.
    """
    settled = settle(table, mapping, answers, _known(current))
    if not is_full:
        settled = settled._replace(table=completed(settled.table, settled.mapping, current))
    staff = read_settled(settled, current.day)
    listed, told = listed_people(staff, current.day), told_by(staff)
    units = unit_diff(staff, current, closes_others=is_full and told.unit)
    people = people_diff(listed, told, units.key_of, current, others_leave=is_full)
    exist_as_long(units, people.posts.opened)
    goes_on, asked = questions_of_closing(current, units, people, answers)
    problems = [*map(without_made_up_line, staff.problems), *too_long(staff)]
    problems += [] if any(one.code == "unit_cycle" for one in problems) else units.problems
    return Diff(
        current=current,
        people=people,
        units=units,
        problems=tuple(by_line(problems)),
        warnings=tuple(_warnings(staff, told, units.key_of, units_with_lead(people, current), current)),
        n_listed=len(listed),
        goes_on=goes_on,
        questions=(*staff.questions, *asked),
        tree=tuple(outcome(staff, told, units, current, Names(people, units, current)))
        if not problems
        else (),
    )


def many_leave(listed: int, changes: Mapping[str, int]) -> bool:
    """So many leave that the file may not have been meant to hold everybody."""
    leave = changes.get("leaves", 0)
    staff = listed - changes.get("joins", 0) + leave
    return leave >= FEW and leave > MANY * staff


def _known(current: Current) -> Known:
    units = {compared(text) for key, unit in current.units.items() for text in (key, unit.name)}
    return Known({key: person.name for key, person in current.people.items()}, frozenset(units))


def _warnings(
    staff: StaffList, told: Told, key_of: dict[str, str], led: set[str | None], current: Current
) -> Iterator[FileProblem]:
    """Those of the list, without what is only unknown to it: lines and leads that stay as they are."""
    keeps_lines = bool(current.lines) and not told.manager
    for one in map(without_made_up_line, staff.warnings):
        if one.code in QUESTIONS:
            continue  # they are asked
        is_led = one.code == "unit_without_lead" and key_of[str(one.values["key"])] in led
        if not is_led and not (keeps_lines and one.code in _OF_LINES):
            yield one
