"""Who leaves, stays on, moves or is away by a staff list, for those apps in which they hold something."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from colead.apps.people.diff import Diff
from colead.apps.people.diff.closing import movers
from colead.engine.periods import Period, stretch_end


@dataclass(frozen=True)
class Turnover:
    """What changes for people and units that Colead knew before; all by primary key.

    employed : when everybody whose main position changes works here then, of what lasted beyond the day.
    ends : the day from which somebody does not work here, where it comes earlier than before.
    ended_before : the end that somebody had before, where they stay on longer.
    moves : from which unit, and to which by key, of those who work elsewhere on the day.
    away : when somebody is away from now on.
    closes : units that end, each with the key of the one in which its tasks lie from then on.
    unit_names : of all units, by key.
    """

    day: date
    employed: Mapping[int, Sequence[Period]] = field(default_factory=dict)
    ends: Mapping[int, date] = field(default_factory=dict)
    ended_before: Mapping[int, date] = field(default_factory=dict)
    moves: Mapping[int, tuple[int, str]] = field(default_factory=dict)
    away: Mapping[int, Period] = field(default_factory=dict)
    closes: Mapping[int, str | None] = field(default_factory=dict)
    unit_names: Mapping[str, str] = field(default_factory=dict)

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
        moves={people[who].pk: (units[old].pk, new) for who, old, new in movers(found.current, found.people)},
        away={
            people[row.value.person].pk: Period(row.start, row.until)
            for row in found.people.leaves.opened
            if row.value.person in people
        },
        closes={units[key].pk: into for key, into in found.goes_on.items()},
        unit_names={key: unit.name for key, unit in units.items()} | found.units.created,
    )


def _end(periods: Sequence[Period], day: date) -> date | None:
    """When what holds on the day ends, or ended last before it; the day itself where neither is known."""
    end = stretch_end(periods, day)
    past = [one.end for one in periods if one.end and one.end <= day]
    return max(past) if end == day and past else end


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
    for row in posts.after(found.current.posts):
        if row.value.is_primary and row.value.person in touched:
            after[row.value.person].append(Period(row.start, row.until))
    return before, after
