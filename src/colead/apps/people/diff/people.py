"""The people of a staff list beside those of the organisation: their positions, lines and leave."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, TypeVar

from colead.apps.people.diff.reconcile import end, leave, reconcile
from colead.apps.people.diff.rows import (
    Away,
    Changes,
    Current,
    Held,
    Line,
    PersonNow,
    Post,
    Wanted,
)
from colead.apps.people.diff.wanted import Listed, StaffRow, Told
from colead.engine.periods import lasts_beyond
from colead.files.columns import POSITION_FACTS
from colead.files.spelling import compared

OfPerson = TypeVar("OfPerson", Post, Line, Away)
By = defaultdict[str, list[Held[OfPerson]]]


class Identity(NamedTuple):
    """What does not depend on the day."""

    name: str
    email: str


@dataclass
class PeopleDiff:
    """What happens to people and their dated rows."""

    created: dict[str, Identity] = field(default_factory=dict)
    renamed: dict[str, tuple[PersonNow, Identity]] = field(default_factory=dict)
    posts: Changes[Post] = field(default_factory=Changes)
    lines: Changes[Line] = field(default_factory=Changes)
    leaves: Changes[Away] = field(default_factory=Changes)


class HeldRows:
    """The rows of the organisation by person."""

    def __init__(self, current: Current) -> None:
        self.posts: By[Post] = _by_person(current.posts)
        self.lines: By[Line] = _by_person(current.lines)
        self.leaves: By[Away] = _by_person(current.leaves)

    def people(self) -> set[str]:
        """Everybody with a position now or later."""
        return set(self.posts)


def people_diff(
    listed: dict[str, Listed],
    told: Told,
    unit_key: dict[str, str],
    current: Current,
    *,
    others_leave: bool,
) -> PeopleDiff:
    """Compare person by person; with `others_leave`, people who are not in the file leave on the day.

    Cost: one pass over the file's rows and the rows in force, in plain dictionaries.
    """
    held = HeldRows(current)
    found = PeopleDiff()
    working = {person.key for person in listed.values() if person.rows}
    managers = working if others_leave else working | (held.people() - listed.keys())
    for person in listed.values():
        if person.rows:
            _Subject(person, told, unit_key, current, held).compare(found, managers)
        elif person.key in held.posts:
            _leaves(found, held, person.key, min(person.left_on() or current.day, current.day))
    if others_leave:
        for key in sorted(held.people() - listed.keys()):
            _leaves(found, held, key, current.day)
    return found


class _Subject:
    """One person of the file, with what is known about them."""

    def __init__(
        self, person: Listed, told: Told, unit_key: dict[str, str], current: Current, held: HeldRows
    ) -> None:
        self.person = person
        self.told = told
        self.unit_key = unit_key
        self.day = current.day
        self.known = current.people.get(person.key)
        self.posts = held.posts.get(person.key, [])
        self.lines = held.lines.get(person.key, [])
        self.leaves = held.leaves.get(person.key, [])

    def compare(self, found: PeopleDiff, managers: set[str]) -> None:
        """Add this person's changes; a line to somebody who is not among `managers` is none."""
        self._identity(found)
        for is_primary in (True, False):
            held = [row for row in self.posts if row.value.is_primary == is_primary]
            wanted = [row for row in self._wanted_posts() if row.value.is_primary == is_primary]
            reconcile(found.posts, self.day, held, wanted, one_at_a_time=is_primary)
        if self.told.manager:
            self._compare_lines(found, managers)
        if self.told.leave:
            reconcile(found.leaves, self.day, self.leaves, list(self._wanted_leaves()), drops_plans=True)

    def _identity(self, found: PeopleDiff) -> None:
        name = self.person.first("name") or (self.known.name if self.known else self.person.key)
        email = self.person.first("email") if self.told.email else self.known and self.known.email
        identity = Identity(name, email or "")
        if self.known is None:
            found.created[self.person.key] = identity
            return
        if compared(identity.email) == compared(self.known.email):
            identity = identity._replace(email=self.known.email)
        if identity != Identity(self.known.name, self.known.email):
            found.renamed[self.person.key] = (self.known, identity)

    def _start(self, row: StaffRow) -> date:
        """Somebody new to Colead has held the position since the file's start date; others change today."""
        if row.starts_after(self.day):
            return row.start or self.day
        return min(row.start or self.day, self.day) if self.known is None else self.day

    def _wanted_posts(self) -> Iterator[Wanted[Post]]:
        main_end = self.person.active[0].end if self.person.active else None
        has_primary = False
        for row in self.person.rows:
            is_primary = not has_primary or self._follows(row, main_end)
            has_primary = True
            yield Wanted(self._post(row, is_primary), self._start(row), row.end, not self.told.end)

    def _follows(self, row: StaffRow, main_end: date | None) -> bool:
        """A planned position that begins when the main one is over is the next main one."""
        is_next = row is next(iter(self.person.planned), None)
        return is_next and main_end is not None and row.start is not None and main_end <= row.start

    def _post(self, row: StaffRow, is_primary: bool) -> Post:
        old = self._counterpart(row, is_primary)
        return Post(
            person=self.person.key,
            unit=(self.unit_key[row.unit] if row.unit else None) if self.told.unit or not old else old.unit,
            is_primary=is_primary,
            facts=tuple(self._facts(row, old)),
        )

    def _facts(self, row: StaffRow, old: Post | None) -> Iterator[Any]:
        """What the file tells, else what is known already."""
        for place, (ours, column) in enumerate(POSITION_FACTS.items()):
            is_told = old is None or ours in self.told.facts
            yield column.kept(row.facts[place]) if is_told or old is None else old.facts[place]

    def _counterpart(self, row: StaffRow, is_primary: bool) -> Post | None:
        """The position that the row continues: where facts come from that the file does not tell."""
        alike = [held.value for held in self.posts if held.value.is_primary == is_primary]
        if is_primary or not row.unit:
            return next(iter(alike), None)
        unit = self.unit_key[row.unit]
        return next((post for post in alike if post.unit == unit), None)

    def _compare_lines(self, found: PeopleDiff, managers: set[str]) -> None:
        wanted = [row for row in self._wanted_lines() if row.value.manager in managers]
        for is_solid in (True, False):
            held = [row for row in self.lines if row.value.is_solid == is_solid]
            chosen = [row for row in wanted if row.value.is_solid == is_solid]
            reconcile(found.lines, self.day, held, chosen, one_at_a_time=is_solid)

    def _wanted_lines(self) -> Iterator[Wanted[Line]]:
        seen: set[str] = set()
        for row, post in zip(self.person.rows, self._wanted_posts(), strict=True):
            is_solid = post.value.is_primary
            if row.manager is None or row.manager == self.person.key:
                continue
            if not is_solid and row.manager in seen:
                continue
            seen.add(row.manager)
            yield Wanted(Line(self.person.key, row.manager, is_solid), post.start, post.until, post.keeps_end)

    def _wanted_leaves(self) -> Iterator[Wanted[Away]]:
        """The leave that the file tells, once, unless it is over."""
        row = next((row for row in self.person.rows if row.leave_from), None)
        if row is None or row.leave_from is None:
            return
        if lasts_beyond(row.leave_until, max(self.day, row.leave_from)):
            yield Wanted(Away(self.person.key), row.leave_from, row.leave_until)


def units_with_lead(found: PeopleDiff, current: Current) -> set[str | None]:
    """Keys of the units that have somebody marked as their lead on the day, once the changes are made."""
    gone = {row.pk for row in found.posts.removed}
    gone |= {row.pk for row, until in found.posts.ended if not lasts_beyond(until, current.day)}
    stays = [row.value for row in current.posts if row.pk not in gone and row.start <= current.day]
    opened = [row.value for row in found.posts.opened if row.start <= current.day]
    return {post.unit for post in (*stays, *opened) if post.leads}


def _leaves(found: PeopleDiff, held: HeldRows, person: str, day: date) -> None:
    for row in held.posts.get(person, ()):
        end(found.posts, row, day)
    leave(found.lines, day, held.lines.get(person, ()))
    leave(found.leaves, day, held.leaves.get(person, ()))


def _by_person(rows: Iterable[Held[OfPerson]]) -> By[OfPerson]:
    found: By[OfPerson] = defaultdict(list)
    for row in rows:
        found[row.value.person].append(row)
    return found
