"""What one holds ends with the ground on which one holds it: what becomes of rows; nothing is written.

a holder leaves    their deputy takes the seat, else whoever covers for them; without one it is free
beside a holder    a deputy's or cover's place ends with the holder's, and with one's own position
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date

from colead.apps.leadership.models import Assignment, Kind
from colead.engine.periods import Period, stretch_end

Employment = Mapping[int, Sequence[Period]]
"""When people work here, by primary key; who is not named stays."""


@dataclass(frozen=True)
class Leaving:
    """An assignment that ends on a day because somebody leaves, and who takes the seat over."""

    row: Assignment
    day: date
    stand_in: Assignment | None = None  # a deputy's or cover's row

    @property
    def never_begins(self) -> bool:
        """It was to begin on that day, or later."""
        return self.row.valid_from >= self.day


def ground_end(row: Assignment, employed: Employment, today: date) -> date | None:
    """When the person of an assignment works here no longer; None = not known. Never before today."""
    if row.person_id not in employed:
        return None
    return stretch_end(employed[row.person_id], max(today, row.valid_from))


def as_agreed(row: Assignment, today: date) -> Assignment:
    """A copy that ends as was agreed, if it ends early and that day has not come: it may come otherwise."""
    agreed = copy(row)
    if row.ending == Assignment.Ending.LEFT and row.lasts_beyond(today):
        agreed.valid_until = row.agreed_until
    return agreed


def leavings(rows: Iterable[Assignment], employed: Employment, today: date) -> list[Leaving]:
    """Which of the assignments end early, holders first. `rows` hold those beside each of them, too."""
    beside: defaultdict[int | None, list[Assignment]] = defaultdict(list)
    for row in rows:
        beside[row.beside_id].append(row)
    found = [_holder(row, beside[row.pk], employed, today) for row in beside[None]]
    ends = {one.row.pk: one.day for one in found if one}
    helpers = [
        _helper(row, ends.get(holder), employed, today)
        for holder in beside
        if holder
        for row in beside[holder]
    ]
    return [one for one in [*found, *helpers] if one]


def _holder(
    row: Assignment, helpers: Iterable[Assignment], employed: Employment, today: date
) -> Leaving | None:
    day = ground_end(row, employed, today)
    if day is None or not row.lasts_beyond(day):
        return None
    ready = [one for one in helpers if one.is_valid_on(day) and _goes_on(one, day, employed, today)]
    ready.sort(key=lambda one: (one.kind != Kind.DEPUTY, one.valid_from, one.pk))
    return Leaving(row, day, ready[0] if ready and row.valid_from < day else None)


def _goes_on(row: Assignment, day: date, employed: Employment, today: date) -> bool:
    own = ground_end(row, employed, today)
    return own is None or own > day


def _helper(row: Assignment, day: date | None, employed: Employment, today: date) -> Leaving | None:
    days = [one for one in (day, ground_end(row, employed, today)) if one is not None]
    return Leaving(row, min(days)) if days and row.lasts_beyond(min(days)) else None
