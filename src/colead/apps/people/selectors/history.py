"""What dated rows tell as a story: periods, the newest first, the same thing said once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from colead.apps.people.models import Leave, Position, ReportingLine, UnitPlacement
from colead.apps.people.selectors.links import PersonLink, UnitLink


@dataclass(frozen=True)
class Period:
    """From a day until a day (half-open; None = still) something was so."""

    start: date
    until: date | None
    what: str
    text: str = ""
    unit: UnitLink | None = None
    person: PersonLink | None = None

    def is_continued_by(self, other: "Period") -> bool:
        """The other says the same, and begins when this one ends."""
        same = (self.what, self.text, self.unit, self.person) == (
            other.what,
            other.text,
            other.unit,
            other.person,
        )
        return same and self.until == other.start


def person_history(person_pk: int) -> list[Period]:
    """Positions, reporting lines and leave of a person, all of them. Three queries."""
    positions = Position.objects.filter(person_id=person_pk).select_related("unit")
    lines = ReportingLine.objects.filter(person_id=person_pk).select_related("manager")
    leaves = Leave.objects.filter(person_id=person_pk)
    return _told(
        [
            *(_position(row) for row in positions),
            *(_line(row) for row in lines),
            *(Period(row.valid_from, row.valid_until, _("On leave")) for row in leaves),
        ]
    )


def unit_history(unit_pk: int) -> list[Period]:
    """Where a unit has been in the tree. One query."""
    rows = UnitPlacement.objects.filter(unit_id=unit_pk).select_related("parent")
    return _told(
        Period(
            row.valid_from,
            row.valid_until,
            _("Part of") if row.parent else _("At the top"),
            unit=UnitLink(row.parent.key, row.parent.name) if row.parent else None,
        )
        for row in rows
    )


def _position(row: Position) -> Period:
    what = _("Position") if row.is_primary else _("Further position")
    unit = UnitLink(row.unit.key, row.unit.name) if row.unit else None
    return Period(row.valid_from, row.valid_until, what, row.title, unit=unit)


def _line(row: ReportingLine) -> Period:
    is_solid = row.kind == ReportingLine.Kind.SOLID
    what = _("Reports to") if is_solid else _("Also reports to")
    manager = PersonLink(row.manager.key, row.manager.name)
    return Period(row.valid_from, row.valid_until, what, person=manager)


def _told(periods: Iterable[Period]) -> list[Period]:
    """The newest first, periods that continue each other joined."""
    told: list[Period] = []
    for period in sorted(periods, key=lambda one: (one.what, one.start)):
        if told and told[-1].is_continued_by(period):
            period = Period(
                told.pop().start, period.until, period.what, period.text, period.unit, period.person
            )
        told.append(period)
    return sorted(told, key=lambda one: (one.start, one.what), reverse=True)
