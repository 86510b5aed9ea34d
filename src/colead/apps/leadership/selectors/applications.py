"""What somebody would like, and what colleagues suggest them for."""

from dataclasses import dataclass
from typing import Annotated

from colead.apps.leadership.models import Application
from colead.apps.people.models import Person
from colead.apps.people.selectors.links import PersonLink
from colead.kit.columns import Column, ListOf
from colead.kit.paging import Listing


@dataclass(frozen=True)
class ApplicationItem:
    """What the caller would like, or what a colleague suggests them for."""

    id: int
    task: int
    title: Annotated[str, Column("Task")]
    state: Annotated[str, Column("State")]
    suggested_by: Annotated[PersonLink | None, Column("Suggested by", about="null: their own wish")]
    message: Annotated[str, Column("Message")]


APPLICATIONS = ListOf("Applications", ApplicationItem, api="/leadership/applications")


def applications_of(person: Person) -> Listing[Application, ApplicationItem]:
    """What a person would like or is suggested for, as far as it waits. One query a page."""
    rows = Application.objects.waiting().filter(person=person).select_related("task", "suggested_by")
    return Listing(rows, ("pk",), lambda found: [_item(one) for one in found])


def _item(row: Application) -> ApplicationItem:
    by = row.suggested_by
    return ApplicationItem(
        id=row.pk,
        task=row.task_id,
        title=row.task.title,
        state=row.state,
        suggested_by=PersonLink(by.key, by.name) if by else None,
        message=row.message,
    )
