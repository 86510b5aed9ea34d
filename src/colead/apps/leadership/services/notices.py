"""One sentence to the right person, with the page it is about."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from colead.apps.leadership.models import Application, Assignment, Handover, LeadershipTask, Offer
from colead.apps.notices.services import notify
from colead.apps.organisations.models import Organisation, User

Subject = Application | Assignment | Handover | LeadershipTask | Offer


def notify_each(
    users: Iterable[User | None],
    kind: str,
    about: Subject,
    *,
    page: str,
    task: LeadershipTask,
    now: datetime,
    dedupe: str = "",
    values: Mapping[str, Any] | None = None,
) -> None:
    """Tell each of those who sign in once. `page` is the route that shows `about`, or “mine”."""
    for user in sorted({user for user in users if user is not None}, key=lambda user: user.pk):
        notify(
            to=user,
            organisation=task.organisation,
            kind=f"leadership.{kind}",
            subject=f"{about._meta.model_name}:{about.pk}",
            url=_address(task.organisation, page, about),
            values={"title": task.title, **(values or {})},
            now=now,
            dedupe=dedupe,
        )


def _address(organisation: Organisation, page: str, about: Subject) -> str:
    arguments = [] if page == "mine" else [about.pk]
    return reverse(f"leadership:{page}", args=[organisation.slug, *arguments])
