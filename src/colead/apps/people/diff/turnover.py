"""Who leaves, stays on, moves or is away by a staff list, for those apps in which they hold something."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from colead.apps.people.diff import Diff
from colead.apps.people.diff.rows import Changes, Held, Post, Value
from colead.engine.periods import Period, lasts_beyond, stretch_end


@dataclass(frozen=True)
class Turnover:
    """What changes for people and units that Colead knew before; all by primary key.

    employed : when everybody whose main position changes works here then, of what lasted beyond the day.
    ends : the day from which somebody does not work here, where it comes earlier than before.
    ended_before : the end that somebody had before, where they stay on longer.
    moves : from which unit to which, of those who work elsewhere on the day.
    away : when somebody is away from now on.
    closes : units that end, each with the one in which its tasks lie from then on.
    """

    day: date
    employed: Mapping[int, Sequence[Period]] = field(default_factory=dict)
    ends: Mapping[int, date] = field(default_factory=dict)
    ended_before: Mapping[int, date] = field(default_factory=dict)
    moves: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    away: Mapping[int, Period] = field(default_factory=dict)
    closes: Mapping[int, int | None] = field(default_factory=dict)

    def end_of(self, person: int) -> date | None:
        """When somebody whose position changes works here no longer; None = it is not known yet."""
        return _end(self.employed[person], self.day)


def turnover(found: Diff) -> Turnover:
    """What a difference means for people and units that were there before. One pass over its changes."""
    day, people, units = found.current.day, found.current.people, found.current.units
    before, after = _employed(found)
    ends, earlier = {}, {}
    for key, periods in after.items():
        old, new = _end(before.get(key, ()), day), _end(periods, day)
        if new is not None and (old is None or new < old):
            ends[people[key].pk] = new
        elif old is not None and old > day and (new is None or new > old):
            earlier[people[key].pk] = old
    return Turnover(
        day=day,
        employed={people[key].pk: periods for key, periods in after.items()},
        ends=ends,
        ended_before=earlier,
        moves={
            people[who].pk: (units[old].pk, units[new].pk) for who, old, new in _movers(found) if new in units
        },
        away={
            people[row.value.person].pk: Period(row.start, row.until)
            for row in found.people.leaves.opened
            if row.value.person in people
        },
        closes={
            units[key].pk: units[into].pk if into in units else None for key, into in closings(found).items()
        },
    )


def _end(periods: Sequence[Period], day: date) -> date | None:
    """When what holds on the day ends, or ended last before it; the day itself where neither is known."""
    end = stretch_end(periods, day)
    past = [one.end for one in periods if one.end and one.end <= day]
    return max(past) if end == day and past else end


def closings(found: Diff) -> dict[str, str | None]:
    """The units that end, by key, and where what belongs to each goes on: where most of its people go.

    Without people who stay, in the nearest unit above that goes on; None where no unit does.
    """
    after = _after(found.current.placements, found.units.placements)
    day = found.current.day
    parents = {row.value.unit: row.value.parent for row in after if lasts_beyond(row.until, day)}
    before = {row.value.unit: row.value.parent for row in found.current.placements if row.start <= day}
    movers: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for old, new in _moves(found):
        movers[old][new] += new in parents
    return {
        unit: _most(movers[unit]) or _above(unit, before, parents)
        for unit in sorted(before)
        if unit not in parents
    }


def _most(units: Counter[str]) -> str | None:
    """The unit that most go to, the first by key of several."""
    return min(units, key=lambda unit: (-units[unit], unit), default=None) if units.total() else None


def _above(unit: str, before: Mapping[str, str | None], after: Mapping[str, str | None]) -> str | None:
    above = before.get(unit)
    while above is not None and above not in after:
        above = before.get(above)
    return above or min((one for one, parent in after.items() if parent is None), default=None)


def _employed(found: Diff) -> tuple[dict[str, list[Period]], dict[str, list[Period]]]:
    """Main positions by person before and after, of those who were there before and change."""
    posts = found.people.posts
    touched = {row.value.person for row, _until in posts.ended} | {row.value.person for row in posts.removed}
    touched |= {row.value.person for row in posts.opened} & found.current.people.keys()
    before: dict[str, list[Period]] = {key: [] for key in touched}
    for row in found.current.posts:
        if row.value.is_primary and row.value.person in touched:
            before[row.value.person].append(Period(row.start, row.until))
    after: dict[str, list[Period]] = {key: [] for key in touched}
    for row in _after(found.current.posts, posts):
        if row.value.is_primary and row.value.person in touched:
            after[row.value.person].append(Period(row.start, row.until))
    return before, after


def _after(held: Sequence[Held[Value]], changes: Changes[Value]) -> Iterator[Held[Value]]:
    """The rows that last beyond the day once the changes are made; new ones have no primary key yet."""
    gone = {row.pk for row in changes.removed} | {row.pk for row, _until in changes.ended}
    yield from (row for row in held if row.pk not in gone)
    yield from (row._replace(until=until) for row, until in changes.ended)
    yield from (Held(row.value, 0, row.start, row.until) for row in changes.opened)


def _moves(found: Diff) -> Iterator[tuple[str, str]]:
    """From which unit to which, by key, for everybody who was there before and works elsewhere on the day."""
    return ((old, new) for _person, old, new in _movers(found))


def _movers(found: Diff) -> Iterator[tuple[str, str, str]]:
    day, opened = found.current.day, found.people.posts.opened
    old = _unit_on(day, found.current.posts)
    for row in opened:
        person, unit = row.value.person, row.value.unit
        was = old.get(person)
        if row.value.is_primary and row.start <= day and was and unit and unit != was:
            yield person, was, unit


def _unit_on(day: date, posts: Sequence[Held[Post]]) -> dict[str, str | None]:
    return {row.value.person: row.value.unit for row in posts if row.value.is_primary and row.start <= day}
