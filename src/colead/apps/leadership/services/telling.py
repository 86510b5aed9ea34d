"""Those whom a change concerns hear of it, when they can sign in."""

from datetime import date, datetime

from django.urls import reverse

from colead.apps.leadership.models import Assignment, LeadershipTask
from colead.apps.leadership.services.dated_rows import lasting_beyond
from colead.apps.notices.services import notify
from colead.apps.organisations.models import User


def tell_holders(task: LeadershipTask, kind: str, *, day: date, now: datetime, dedupe: str = "") -> None:
    """Tell everybody who holds the task on `day` or later, as holder, deputy or cover."""
    rows = Assignment.objects.filter(lasting_beyond(day), task=task, person__user__isnull=False)
    tell({row.person.user for row in rows.select_related("person__user")}, task, kind, now=now, dedupe=dedupe)


def tell(
    users: set[User | None], task: LeadershipTask, kind: str, *, now: datetime, dedupe: str = ""
) -> None:
    """Tell each of these once."""
    url = reverse("leadership:task", args=[task.organisation.slug, task.pk])
    for user in sorted((user for user in users if user), key=lambda user: user.pk):
        notify(
            to=user,
            organisation=task.organisation,
            kind=kind,
            subject=f"task:{task.pk}",
            url=url,
            values={"title": task.title},
            now=now,
            dedupe=dedupe,
        )
