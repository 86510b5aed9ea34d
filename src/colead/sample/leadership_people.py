"""Who could be asked: the people of a unit on a day, and how long they stay there."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from random import Random

from colead.sample import characters
from colead.sample.records import Leave, Municipality, Position

_HAS_BEEN_AWAY = 6.0  # so that the sample shows somebody who stands in for an absent colleague


class Colleagues:
    """The people of the municipality by unit and day."""

    def __init__(self, sample: Municipality) -> None:
        self._posts: dict[str, list[Position]] = defaultdict(list)
        self._leaves: dict[str, Leave] = {row.person: row for row in sample.leaves}
        self._keys = {person.name: person.key for person in sample.people}
        for row in sample.positions:
            if row.is_primary:
                self._posts[row.unit].append(row)

    @property
    def member(self) -> str:
        """Key of the member who signs in: her story is told by hand."""
        return self._keys[characters.MEMBER.name]

    @property
    def unit_lead(self) -> str:
        """Key of the lead who signs in."""
        return self._keys[characters.UNIT_LEAD.name]

    def begins(self, unit: str) -> date:
        """The first day on which anybody works in the unit."""
        return min(row.valid_from for row in self._posts[unit])

    def closes(self, unit: str) -> date | None:
        """The day from which the unit is gone; None = it is still there."""
        ends = [row.valid_until for row in self._posts[unit]]
        return None if None in ends else max(end for end in ends if end is not None)

    def here(self, unit: str, day: date) -> list[str]:
        """Everybody who works in the unit on the day, in a fixed order; the member who signs in left out."""
        return sorted(
            row.person for row in self._posts[unit] if row.covers(day) and row.person != self.member
        )

    def leads(self, unit: str, day: date) -> list[str]:
        """Those who lead the unit on the day."""
        return sorted(row.person for row in self._posts[unit] if row.covers(day) and row.leads)

    def stays_until(self, person: str, unit: str, day: date) -> date | None:
        """When the person, who works in the unit on the day, leaves it; None = they are still there."""
        end: date | None = day
        for row in sorted(self._posts[unit], key=lambda row: row.valid_from):
            if row.person == person and end is not None and row.covers(end):
                end = row.valid_until
        return end

    def leave(self, person: str) -> Leave | None:
        """A long absence, past or present."""
        return self._leaves.get(person)

    def choose(
        self, random: Random, unit: str, day: date, *, by_leads: float, but: Collection[str] = ()
    ) -> str | None:
        """Somebody of the unit; with probability `by_leads` one of its leads. None = nobody is left."""
        here = [person for person in self.here(unit, day) if person not in but]
        leads = [person for person in self.leads(unit, day) if person in here]
        if leads and random.random() < by_leads:
            return random.choice(leads)
        others = [person for person in here if person not in leads and not self._is_away(person, day)]
        weights = [_HAS_BEEN_AWAY if self.leave(person) else 1.0 for person in others]
        return random.choices(others, weights)[0] if others else None

    def _is_away(self, person: str, day: date) -> bool:
        leave = self.leave(person)
        return leave is not None and leave.covers(day)
