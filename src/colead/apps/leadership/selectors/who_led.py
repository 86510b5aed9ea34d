"""Who led what on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.models import Assignment, Kind
from colead.apps.leadership.stewards import home
from colead.apps.people.bridge import Structure, structure_on
from colead.apps.people.selectors.links import NUMBER_AND_NAME, PersonLink, UnitLink
from colead.apps.people.selectors.tree import units_below
from colead.kit.columns import Column, ListOf
from colead.kit.columns import Kind as ColumnKind
from colead.kit.paging import Listing
from colead.kit.shapes import shape

BY_TASK = ("task__unit__name_plain", "task__title", "task_id", "-kind", "person__name_plain", "pk")


@dataclass(frozen=True)
class AssignmentRow:
    """A person held a task, or a share of it, on the day."""

    id: int
    task: int
    title: Annotated[
        str, Column(_("Task"), link="leadership:task", of="task", cell="leadership/_held_task_cell.html")
    ]
    unit: Annotated[UnitLink, Column(_("Unit"), page=False)]
    person: Annotated[PersonLink, Column(_("Name"), parts=NUMBER_AND_NAME)]
    kind: str
    kind_label: Annotated[str, Column(_("As"), cell="leadership/_held_as_cell.html")]
    share: Annotated[Decimal, Column(_("Share"), ColumnKind.SHARE, about="of a seat", page=False)]
    since: Annotated[date, Column(_("Since"), header=_("From"))]
    until: Annotated[date | None, Column(_("Until"))]

    @property
    def is_holder(self) -> bool:
        """A seat, or a share of one."""
        return self.kind == Kind.HOLDER


Row = TypeVar("Row", bound=AssignmentRow)

WHO_LED = ListOf(
    _("Who led what"),
    AssignmentRow,
    page="leadership:who_led",
    file="leadership:who_led_csv",
    api="/leadership/assignments",
)


def who_led(
    day: date, *, task: int = 0, person: str = "", unit: str = ""
) -> Listing[Assignment, AssignmentRow]:
    """Who held what on `day`, of one task or person, in a unit and all below it. Two queries a page, with all
    names, and those of the structure.
    """
    rows = Assignment.objects.on(day).select_related("task__unit", "person")
    if task:
        rows = rows.filter(task=task)
    if person:
        rows = rows.filter(person__key=person)
    if unit:
        rows = rows.filter(task__unit__in=units_below(day, unit))
    return Listing(rows, BY_TASK, lambda found: _rows(found, structure_on(day)))


def _rows(found: Iterable[Assignment], structure: Structure) -> list[AssignmentRow]:
    return [assignment_row(AssignmentRow, row, home(row.task.unit, structure)) for row in found]


def assignment_row(of: type[Row], row: Assignment, unit: UnitLink | None = None, **more: Any) -> Row:
    """A row of this kind of an assignment, whose person, and task with its unit, are loaded. No query.

    unit : where the task lies, if that may be elsewhere.
    """
    return shape(
        of,
        row,
        task=row.task_id,
        title=row.task.title,
        unit=unit or UnitLink(row.task.unit.key, row.task.unit.name),
        person=PersonLink(row.person.key, row.person.name),
        kind_label=row.get_kind_display(),
        since=row.valid_from,
        until=row.valid_until,
        **more,
    )
