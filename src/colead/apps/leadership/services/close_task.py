"""A task that is not needed any more closes, and everybody who held or awaited it hears of it."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.models import (
    Accountability,
    Application,
    Assignment,
    LeadershipTask,
    Mandate,
    NeededCompetency,
    Offer,
)
from colead.apps.leadership.services.dated_rows import end_from
from colead.apps.leadership.services.lookups import changeable_task
from colead.apps.leadership.services.notices import notify_each, users_who_hold
from colead.apps.leadership.workflow import APPLICATION, ASSIGNMENT, OFFER
from colead.apps.ledger.services import append_entry
from colead.apps.organisations.models import User
from colead.apps.organisations.queries import lasting_beyond
from colead.apps.people.own_person import users_of
from colead.kit.errors import Conflict
from colead.kit.moves import follow, move_all
from colead.kit.roles import Member


@transaction.atomic
def close_task(*, by: Member, task_id: int, day: date, now: datetime) -> LeadershipTask:
    """The task is there until the day before `day`. Its assignments end; what was open is withdrawn."""
    task = changeable_task(by, task_id, day=day, now=now)
    if task.valid_from == day:
        raise Conflict(
            "closes_as_it_opens",
            _("The task opens on that day."),
            _("Choose a later day: what was opened has been there for a day at least."),
            field="day",
        )
    concerned = _users_concerned(task, day)
    counts = {
        "assignments": _end_assignments(task, day, now),
        "offers": move_all(OFFER, "close", Offer.objects.filter(task=task), now=now),
        "applications": move_all(APPLICATION, "close", Application.objects.filter(task=task), now=now),
    }
    for rows in (Accountability, NeededCompetency, Mandate):
        end_from(day, rows.objects.filter(lasting_beyond(day), task=task))
    task.valid_until = day
    task.save(update_fields=["valid_until"])
    notify_each(concerned, "task_closed", task, page="task", task=task, now=now)
    append_entry(
        by=by,
        action="leadership.task_closed",
        subject=f"task:{task.pk}",
        details={"day": day.isoformat(), **counts},
        now=now,
    )
    return task


def _users_concerned(task: LeadershipTask, day: date) -> set[User]:
    """Who holds the task on the day or later, or has it offered. Two queries."""
    offered = Offer.objects.open().filter(task=task).select_related("person__user")
    return users_who_hold(task, day) | set(users_of(row.person for row in offered).values())


def _end_assignments(task: LeadershipTask, day: date, now: datetime) -> int:
    """End those in force; one that was to begin on the day or later never begins. Deputies go first."""
    rows = Assignment.objects.filter(lasting_beyond(day), task=task).order_by(
        F("beside").desc(nulls_last=True)
    )
    return end_from(
        day, rows, end=lambda row: follow(ASSIGNMENT, "close", row, now=now).write(valid_until=day)
    )
