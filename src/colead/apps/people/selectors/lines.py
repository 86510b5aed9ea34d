"""Reporting lines in force on a day."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from colead.apps.people.models import ReportingLine
from colead.apps.people.selectors.links import PersonLink
from colead.kit.paging import Page, Paging


@dataclass(frozen=True)
class Line:
    """A person reports to a manager, from a day until the day before another (null = still)."""

    id: int
    person: PersonLink
    manager: PersonLink
    kind: Literal["solid", "dotted"]
    valid_from: date
    valid_until: date | None


def reporting_lines(
    day: date, paging: Paging, *, person: str = "", manager: str = "", kind: str = ""
) -> Page[Line]:
    """A page of the lines of a person, below a manager and of a kind, if these are asked for. One query."""
    wanted = {"person__key": person, "manager__key": manager, "kind": kind}
    lines = ReportingLine.objects.on(day).filter(**{name: of for name, of in wanted.items() if of})
    return paging.of(lines.select_related("person", "manager"), ("pk",), _lines)


def _lines(rows: list[ReportingLine]) -> list[Line]:
    return [
        Line(
            id=row.pk,
            person=PersonLink(row.person.key, row.person.name),
            manager=PersonLink(row.manager.key, row.manager.name),
            kind="solid" if row.kind == ReportingLine.Kind.SOLID else "dotted",
            valid_from=row.valid_from,
            valid_until=row.valid_until,
        )
        for row in rows
    ]
