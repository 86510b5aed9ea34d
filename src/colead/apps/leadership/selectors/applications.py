"""What somebody would like, and what colleagues suggest them for."""

from dataclasses import dataclass

from colead.apps.leadership.models import Application
from colead.apps.people.models import Person
from colead.apps.people.selectors.links import PersonLink
from colead.kit.paging import Page, Paging


@dataclass(frozen=True)
class ApplicationItem:
    """What the caller would like, or what a colleague suggests them for."""

    id: int
    task: int
    title: str
    state: str
    suggested_by: PersonLink | None
    message: str


def applications_of(person: Person, paging: Paging) -> Page[ApplicationItem]:
    """A page of what a person would like or is suggested for, as far as it waits. One query."""
    rows = Application.objects.waiting().filter(person=person).select_related("task", "suggested_by")
    return paging.of(rows, ("pk",), lambda found: [_item(one) for one in found])


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
