"""The difference in words a person understands: who joins, leaves, moves; which units come and go."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from colead.apps.people.diff.people import PeopleDiff
from colead.apps.people.diff.rows import Changes, Current, Line, Post, Value
from colead.apps.people.diff.units import UnitDiff
from colead.engine.periods import lasts_beyond

# The order in which the preview shows them.
KINDS = (
    "joins", "starts_later", "leaves", "leaves_later", "plan_dropped", "moves", "new_manager",
    "new_title", "other_position", "new_name", "away", "back", "unit_created", "unit_moved",
    "unit_closed", "unit_renamed",
)  # fmt: skip


class Event(NamedTuple):
    """One change: of whom (or what), from what, to what. Names, for the preview alone."""

    kind: str
    key: str
    name: str
    before: str = ""
    after: str = ""


class Names:
    """Names of people and units by key, the new ones among them."""

    def __init__(self, people: PeopleDiff, units: UnitDiff, current: Current) -> None:
        self._people = {key: person.name for key, person in current.people.items()}
        self._people |= {key: person.name for key, person in people.created.items()}
        self._people |= {key: after.name for key, (_before, after) in people.renamed.items()}
        self._units = {key: unit.name for key, unit in current.units.items()} | units.created
        self._units |= {key: after for key, (_before, after) in units.renamed.items()}

    def person(self, key: str | None) -> str:
        return self._people.get(key, key) if key else ""

    def unit(self, key: str | None) -> str:
        return self._units.get(key, key) if key else ""


def events(people: PeopleDiff, units: UnitDiff, current: Current) -> list[Event]:
    """Every change once, in the order of KINDS and then by name."""
    names = Names(people, units, current)
    found = [
        *_position_events(people, current, names),
        *_line_events(people, current, names),
        *_identity_events(people),
        *_leave_events(people, names),
        *_unit_events(units, current, names),
    ]
    return sorted(found, key=lambda event: (KINDS.index(event.kind), event.name.casefold(), event.key))


def _position_events(people: PeopleDiff, current: Current, names: Names) -> Iterator[Event]:
    opened = _now(people.posts, current.day)
    planned = {row.value.person: row for row in people.posts.opened if row.start > current.day}
    closed = _closed(people.posts, current.day)
    others = _touched_secondary(people.posts)
    for person, post in opened.items():
        if person not in closed:
            yield Event("joins", person, names.person(person), after=_place(post, names))
        else:
            yield from _changed_post(person, closed[person], post, names)
    for person in closed.keys() - opened.keys():
        yield Event("leaves", person, names.person(person), before=_place(closed[person], names))
    for person, row in planned.items():
        if person not in opened and row.value.is_primary:
            yield Event("starts_later", person, names.person(person), after=row.start.isoformat())
    for person, until in _new_ends(people.posts, current.day):
        yield Event("leaves_later", person, names.person(person), after=until.isoformat() if until else "")
    for dropped in people.posts.removed:
        person = dropped.value.person
        if dropped.start > current.day and person not in closed and dropped.value.is_primary:
            yield Event("plan_dropped", person, names.person(person), dropped.start.isoformat())
    for person in others - opened.keys() - closed.keys():
        yield Event("other_position", person, names.person(person))


def _now(changes: Changes[Post], day: date) -> dict[str, Post]:
    return {
        row.value.person: row.value for row in changes.opened if row.value.is_primary and row.start <= day
    }


def _closed(changes: Changes[Post], day: date) -> dict[str, Post]:
    ended = [row for row, until in changes.ended if not lasts_beyond(until, day)]
    ended += [row for row in changes.removed if row.start <= day]
    return {row.value.person: row.value for row in ended if row.value.is_primary}


def _new_ends(changes: Changes[Post], day: date) -> Iterator[tuple[str, date | None]]:
    for row, until in changes.ended:
        if row.value.is_primary and lasts_beyond(until, day):
            yield row.value.person, until


def _touched_secondary(changes: Changes[Post]) -> set[str]:
    rows = [row.value for row in changes.opened] + [row.value for row, _until in changes.ended]
    rows += [row.value for row in changes.removed]
    return {post.person for post in rows if not post.is_primary}


def _changed_post(person: str, before: Post, after: Post, names: Names) -> Iterator[Event]:
    name = names.person(person)
    if before.unit != after.unit:
        yield Event("moves", person, name, names.unit(before.unit), names.unit(after.unit))
    if before.title != after.title:
        yield Event("new_title", person, name, before.title, after.title)
    if before.unit == after.unit and before.title == after.title:
        told = _facts_beside(before, after), _facts_beside(after, before)
        yield Event("other_position", person, name, *told)


def _facts_beside(post: Post, other: Post) -> str:
    """What the one position says where the other says something else; a yes or no is not told."""
    differing = (fact for fact, another in zip(post.facts, other.facts, strict=True) if fact != another)
    return ", ".join(str(fact) for fact in differing if fact and not isinstance(fact, bool))


def _place(post: Post, names: Names) -> str:
    return ", ".join(part for part in (post.title, names.unit(post.unit)) if part)


def _line_events(people: PeopleDiff, current: Current, names: Names) -> Iterator[Event]:
    """New managers of people who stay."""
    joined = _now(people.posts, current.day).keys() - _closed(people.posts, current.day).keys()
    left = _closed(people.posts, current.day).keys() - _now(people.posts, current.day).keys()
    ended = [row.value for row, until in people.lines.ended if not lasts_beyond(until, current.day)]
    ended += [row.value for row in people.lines.removed if row.start <= current.day]
    before = _managers(ended)
    after = _managers([row.value for row in people.lines.opened if row.start <= current.day])
    for person in (before.keys() | after.keys()) - joined - left:
        old, new = before.get(person), after.get(person)
        if old != new:
            yield Event("new_manager", person, names.person(person), names.person(old), names.person(new))


def _managers(lines: list[Line]) -> dict[str, str]:
    return {line.person: line.manager for line in lines if line.is_solid}


def _identity_events(people: PeopleDiff) -> Iterator[Event]:
    for key, (before, after) in people.renamed.items():
        is_name = before.name != after.name
        yield Event(
            "new_name",
            key,
            after.name,
            before.name if is_name else before.email,
            after.name if is_name else after.email,
        )


def _leave_events(people: PeopleDiff, names: Names) -> Iterator[Event]:
    for row in people.leaves.opened:
        person = row.value.person
        yield Event("away", person, names.person(person), row.start.isoformat(), _day(row.until))
    for person in sorted(_subjects(people.leaves) - {row.value.person for row in people.leaves.opened}):
        yield Event("back", person, names.person(person))


def _subjects(changes: Changes[Value]) -> set[str]:
    rows = [row for row, _until in changes.ended] + changes.removed
    return {row.value[0] or "" for row in rows}


def _unit_events(units: UnitDiff, current: Current, names: Names) -> Iterator[Event]:
    placed = {row.value.unit for row in current.placements}
    opened = {row.value.unit: row.value.parent for row in units.placements.opened}
    closed = {row.value.unit: row.value.parent for row, _until in units.placements.ended}
    closed |= {row.value.unit: row.value.parent for row in units.placements.removed}
    for unit, parent in opened.items():
        kind = "unit_moved" if unit in placed else "unit_created"
        yield Event(kind, unit, names.unit(unit), names.unit(closed.get(unit)), names.unit(parent))
    for unit in closed.keys() - opened.keys():
        yield Event("unit_closed", unit, names.unit(unit), names.unit(closed[unit]))
    for unit, (before, after) in units.renamed.items():
        yield Event("unit_renamed", unit, after, before, after)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
