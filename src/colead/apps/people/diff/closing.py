"""Units that end by a staff list, and where what belongs to them, such as leadership tasks, goes on."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from colead.apps.people.diff.people import PeopleDiff
from colead.apps.people.diff.rows import Current
from colead.apps.people.diff.units import UnitDiff
from colead.engine.periods import lasts_beyond
from colead.files.questions import Answers, Question, ask

ASKED = 20  # of several units at most: what is likely holds for the others
Above = Mapping[str, str | None]
"""The unit above each, by key."""


def questions_of_closing(
    current: Current, units: UnitDiff, people: PeopleDiff, answers: Answers
) -> tuple[dict[str, str | None], tuple[Question, ...]]:
    """By key of each unit that ends the one where what is its own goes on, and what may be said about it.

    Likely is where most of its people go, else the nearest unit above that goes on, else one on top; None
    where no unit goes on. It is asked where there is a choice.
    """
    day = current.day
    held = units.placements.after(current.placements)
    after = {row.value.unit: row.value.parent for row in held if lasts_beyond(row.until, day)}
    before = {row.value.unit: row.value.parent for row in current.placements if row.start <= day}
    names = {key: unit.name for key, unit in current.units.items()} | units.created
    into = _where_people_go(current, people, after)
    choices = {
        unit: _choices(unit, into[unit], before, after) for unit in sorted(before.keys() - after.keys())
    }
    asked = {
        unit: ask(
            "unit_goes_on",
            answers,
            likely=some[0],
            column=unit,
            choices=some,
            unit=names[unit],
            samples={one: names[one] for one in some},
        )
        for unit, some in choices.items()
        if len(some) > 1
    }
    likely = {unit: next(iter(some), None) for unit, some in choices.items()}
    said = {unit: one.taken for unit, one in list(asked.items())[:ASKED]}
    return likely | said, tuple(list(asked.values())[:ASKED])


def _choices(unit: str, into: Counter[str], before: Above, after: Above) -> list[str]:
    """The likely one first, each once."""
    by_people = sorted(into, key=lambda key: (-into[key], key))
    tops = sorted(key for key, above in after.items() if above is None)[:1]
    return list(dict.fromkeys([*by_people, *_above(unit, before, after), *tops]))


def _above(unit: str, before: Above, after: Above) -> Iterator[str]:
    """The units above that go on, the nearest first."""
    above = before.get(unit)
    seen: set[str] = set()
    while above is not None and above not in seen:
        seen.add(above)
        if above in after:
            yield above
        above = after.get(above) if above in after else before.get(above)


def _where_people_go(current: Current, people: PeopleDiff, after: Above) -> defaultdict[str, Counter[str]]:
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for _person, old, new in movers(current, people):
        if new in after:
            found[old][new] += 1
    return found


def movers(current: Current, people: PeopleDiff) -> Iterator[tuple[str, str, str]]:
    """Who was there before and works in another unit on the day: person, old and new unit, by key."""
    old = _unit_on(current)
    for row in people.posts.opened:
        person, unit = row.value.person, row.value.unit
        was = old.get(person)
        if row.value.is_primary and row.start <= current.day and was and unit and unit != was:
            yield person, was, unit


def _unit_on(current: Current) -> dict[str, str | None]:
    rows = (row for row in current.posts if row.value.is_primary and row.start <= current.day)
    return {row.value.person: row.value.unit for row in rows}
