"""Who led what on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.paginator import Page as NumberedPage
from django.core.paginator import Paginator
from django.db.models import QuerySet

from colead.apps.leadership.models import Assignment
from colead.apps.people.selectors.links import PersonLink, UnitLink
from colead.apps.people.selectors.tree import units_below
from colead.kit.paging import ROWS_A_PAGE, Page, Paging


@dataclass(frozen=True)
class HeldRow:
    """A person held a task, or a share of it, on the day."""

    id: int
    task: int
    title: str
    unit: UnitLink
    person: PersonLink
    kind: str
    kind_label: str
    share: Decimal
    since: date
    until: date | None


def who_led_what(day: date, *, unit: str = "", page: int | str = 1) -> NumberedPage[HeldRow]:
    """A page of who held what on `day`, in a unit and all below it. Two queries: the rows with all their
    names, and their number; those of the structure for a unit.
    """
    found: NumberedPage[Assignment] = Paginator(_held(day, unit), ROWS_A_PAGE).get_page(page)
    return NumberedPage(held_rows(found), found.number, found.paginator)  # type: ignore[arg-type]


def all_who_led(day: date, *, unit: str = "") -> list[HeldRow]:
    """Everybody who held something on `day`. One query, and those of the structure for a unit."""
    return held_rows(_held(day, unit))


def held_on(day: date, paging: Paging, *, task: int = 0, person: str = "", unit: str = "") -> Page[HeldRow]:
    """The same by cursor, of a task or person if asked for. One query, of a unit those of the structure."""
    rows = _held(day, unit)
    if task:
        rows = rows.filter(task=task)
    if person:
        rows = rows.filter(person__key=person)
    return paging.of(rows, ("pk",), held_rows)


def held_rows(assignments: Iterable[Assignment]) -> list[HeldRow]:
    """Assignments with the names they need; task, unit and person must be loaded. No query."""
    return [
        HeldRow(
            id=row.pk,
            task=row.task_id,
            title=row.task.title,
            unit=UnitLink(row.task.unit.key, row.task.unit.name),
            person=PersonLink(row.person.key, row.person.name),
            kind=row.kind,
            kind_label=row.get_kind_display(),
            share=row.share,
            since=row.valid_from,
            until=row.valid_until,
        )
        for row in assignments
    ]


def _held(day: date, unit: str) -> QuerySet[Assignment]:
    rows = Assignment.objects.on(day).select_related("task__unit", "person")
    if unit:
        rows = rows.filter(task__unit__in=units_below(day, unit))
    by_task = ("task__unit__name_plain", "task__title", "task_id")
    return rows.order_by(*by_task, "-kind", "person__name_plain", "pk")
