"""The rows that a change is about, found and locked: whoever comes second finds what the first one left."""

from collections.abc import Collection
from datetime import date, datetime
from typing import TypeVar

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.models import Application, Assignment, LeadershipTask, Offer
from colead.apps.leadership.stewards import require_steward
from colead.apps.leadership.workflow import APPLICATION, ASSIGNMENT, OFFER
from colead.apps.people.models import Person, Unit
from colead.apps.people.selectors.employment import works_until
from colead.kit.errors import Conflict, DomainError, NotFound
from colead.kit.roles import Member
from colead.kit.workflow import Workflow

Row = TypeVar("Row", Application, Assignment, Offer)


def locked_task(task_id: int) -> LeadershipTask:
    """The task; every change of who holds it waits here for the one before. One query."""
    tasks = LeadershipTask.objects.select_for_update(of=("self",)).select_related("unit", "organisation")
    task = tasks.filter(pk=task_id).first()
    if task is None:
        raise NotFound("no_task", _("There is no such leadership task."))
    return task


def locked_offer(offer_id: int) -> Offer:
    """The offer as it is once its task is locked. Three queries."""
    return _locked(OFFER, Offer.objects.select_related("person", "offered_by", "beside"), offer_id)


def locked_assignment(assignment_id: int) -> Assignment:
    """The assignment as it is once its task is locked. Three queries."""
    return _locked(ASSIGNMENT, Assignment.objects.select_related("person", "beside"), assignment_id)


def locked_application(application_id: int) -> Application:
    """The application as it is once its task is locked. Three queries."""
    return _locked(APPLICATION, Application.objects.select_related("person"), application_id)


def _locked(workflow: Workflow, rows: QuerySet[Row], pk: int) -> Row:
    task_id = rows.filter(pk=pk).values_list("task_id", flat=True).first()
    if task_id is None:
        raise workflow.not_found()
    task = locked_task(task_id)
    row = rows.get(pk=pk)
    row.task = task
    return row


def lasting_task(by: Member, task_id: int, *, now: datetime) -> LeadershipTask:
    """The task, locked, for who looks after it today, to change what it is: open today, or opening later.

    Raises NotFound, NotAllowed, or Conflict where it is closed.
    """
    task, today = locked_task(task_id), by.organisation.today(now)
    require_steward(by, task.unit, today=today)
    if not task.lasts_beyond(today):
        raise Conflict("task_closed", _("The task is closed."), _("Open a new one."))
    return task


def changeable_task(by: Member, task_id: int, *, day: date, now: datetime) -> LeadershipTask:
    """The task for a change from `day` on: not before today, and only while the task lasts."""
    task = lasting_task(by, task_id, now=now)
    require_coming(day, today=by.organisation.today(now))
    if not task.is_valid_on(day):
        raise Conflict(
            "task_not_open",
            _("The task does not exist on %(day)s.") % {"day": date_format(day)},
            _("Choose a day on which it does, or open a new task."),
            field="day",
        )
    return task


def require_coming(day: date, *, today: date) -> None:
    """What was in force on a day that has passed stays as it was."""
    if day < today:
        raise DomainError(
            "day_has_passed",
            _("%(day)s has passed.") % {"day": date_format(day)},
            _("Choose today or a later day: what held before stays as it was."),
            field="day",
        )


def require_employed(person: Person, day: date) -> None:
    """Nothing is offered to, or wished by, somebody who does not work here that day. One query."""
    if works_until(person.pk, day) == day:
        raise Conflict(
            "not_here",
            _("%(name)s does not work here on %(day)s.") % {"name": person.name, "day": date_format(day)},
            _("Choose a day on which they do, or somebody else."),
            field="person",
        )


def units_by_key(keys: Collection[str], *, field: str = "units") -> list[Unit]:
    """The units with these keys. One query; none for no key."""
    found = list(Unit.objects.filter(key__in=keys).order_by("key")) if keys else []
    if missing := sorted(set(keys) - {unit.key for unit in found}):
        raise DomainError(
            "unknown_unit",
            _("“%(key)s” is not known here.") % {"key": missing[0][:80]},
            _("Choose one from the list, or add it first."),
            field=field,
        )
    return found
