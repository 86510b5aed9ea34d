"""Reporting lines in force on a day."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from colead.apps.people.models import ReportingLine
from colead.apps.people.selectors.links import PersonLink
from colead.kit.columns import Column, ListOf
from colead.kit.paging import Listing


@dataclass(frozen=True)
class Line:
    """A person reports to a manager, from a day until the day before another (null = still)."""

    id: int
    person: Annotated[PersonLink, Column("Person")]
    manager: Annotated[PersonLink, Column("Reports to")]
    kind: Annotated[Literal["solid", "dotted"], Column("Kind", about="solid lines make the tree")]
    valid_from: Annotated[date, Column("From")]
    valid_until: Annotated[date | None, Column("Until")]


LINES = ListOf("Reporting lines", Line, api="/reporting-lines")


def reporting_lines(
    day: date, *, person: str = "", manager: str = "", kind: str = ""
) -> Listing[ReportingLine, Line]:
    """The lines of a person, below a manager and of a kind, if these are asked for. One query a page."""
    wanted = {"person__key": person, "manager__key": manager, "kind": kind}
    lines = ReportingLine.objects.on(day).filter(**{name: of for name, of in wanted.items() if of})
    return Listing(lines.select_related("person", "manager"), ("pk",), _lines)


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
