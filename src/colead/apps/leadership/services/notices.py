"""What has happened is told to the right people, with the page it is about, and entered in the audit log."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from colead.apps.leadership.models import Application, Assignment, Handover, LeadershipTask, Offer
from colead.apps.ledger.services import append_entry, append_move
from colead.apps.notices.services import notify
from colead.apps.organisations.models import User
from colead.apps.organisations.queries import lasting_beyond
from colead.apps.people.own_person import users_of
from colead.kit.moves import Move
from colead.kit.roles import Member
from colead.kit.workflow import Tell

Row = Application | Assignment | Handover | Offer


def announce(move: Move, *, values: Mapping[str, Any] | None = None, **details: int) -> None:
    """Tell those whom the table names of a move that was made, and enter it: call it last in a service."""
    tell_of(move, values=values)
    row = move.row
    above = {"assignment": row.assignment_id} if isinstance(row, Handover) else {"task": row.task_id}
    append_move(move, **above, **details)


def tell_of(move: Move, *, values: Mapping[str, Any] | None = None) -> None:
    """Tell those whom the table names of a move that was made."""
    for one in move.transition.tells:
        tell(one, move.row, by=move.by.user if move.by else None, now=move.now, key=move.key, values=values)


def tell(
    one: Tell,
    row: Row,
    *,
    by: User | None = None,
    now: datetime,
    key: int | None = None,
    values: Mapping[str, Any] | None = None,
) -> None:
    """Send one of the notices that a table names: about the row, or about its task where it leads there."""
    task = row.task
    users = set(one.to.users(row, task.organisation.today(now))) - ({by} if one.others else set())
    notify_each(
        users,
        one.kind,
        task if one.page == "task" else row,
        page=one.page or str(row._meta.model_name),
        task=task,
        now=now,
        dedupe=str(key) if one.page == "task" else "",
        values=values,
    )


def notify_each(
    users: Iterable[User | None],
    kind: str,
    about: Row | LeadershipTask,
    *,
    page: str,
    task: LeadershipTask,
    now: datetime,
    dedupe: str = "",
    values: Mapping[str, Any] | None = None,
) -> None:
    """Tell each of those who sign in once. `page` is the route that shows `about`, or “mine”."""
    numbers = [] if page == "mine" else [about.pk]
    url = reverse(f"leadership:{page}", args=[task.organisation.slug, *numbers])
    for user in sorted({user for user in users if user is not None}, key=lambda user: user.pk):
        notify(
            to=user,
            organisation=task.organisation,
            kind=f"leadership.{kind}",
            subject=f"{about._meta.model_name}:{about.pk}",
            url=url,
            values={"title": task.title, **(values or {})},
            now=now,
            dedupe=dedupe,
        )


def users_who_hold(task: LeadershipTask, day: date) -> set[User]:
    """Who holds the task on `day` or later, as holder, deputy or cover, and signs in. One query."""
    rows = Assignment.objects.filter(lasting_beyond(day), task=task).select_related("person__user")
    return set(users_of(row.person for row in rows).values())


def record_task(action: str, task: LeadershipTask, *, by: Member, now: datetime, **details: Any) -> None:
    """Enter in the audit log what was done to a task itself, which no table of states names."""
    append_entry(by=by, action=action, subject=f"task:{task.pk}", details=details, now=now)
