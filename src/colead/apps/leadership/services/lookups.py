"""The rows that a change is about, found and locked: whoever comes second finds what the first one left."""

from collections.abc import Collection
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.models import Application, Assignment, LeadershipTask, Offer
from colead.apps.leadership.stewards import require_steward
from colead.apps.leadership.workflow import APPLICATION, ASSIGNMENT, OFFER
from colead.apps.people.models import Unit
from colead.apps.people.own_person import find_own_person
from colead.kit.errors import Conflict, DomainError, NotFound
from colead.kit.roles import Member


def locked_task(task_id: int) -> LeadershipTask:
    """The task; every change of who holds it waits here for the one before. One query."""
    tasks = LeadershipTask.objects.select_for_update(of=("self",)).select_related("unit", "organisation")
    task = tasks.filter(pk=task_id).first()
    if task is None:
        raise NotFound("no_task", _("There is no such leadership task."))
    return task


def locked_offer(offer_id: int) -> Offer:
    """The offer as it is once its task is locked. Three queries."""
    task_id = Offer.objects.filter(pk=offer_id).values_list("task_id", flat=True).first()
    if task_id is None:
        raise OFFER.not_found()
    task = locked_task(task_id)
    offer = Offer.objects.select_related("person", "offered_by", "beside").get(pk=offer_id)
    offer.task = task
    return offer


def locked_assignment(assignment_id: int) -> Assignment:
    """The assignment as it is once its task is locked. Three queries."""
    task_id = Assignment.objects.filter(pk=assignment_id).values_list("task_id", flat=True).first()
    if task_id is None:
        raise ASSIGNMENT.not_found()
    task = locked_task(task_id)
    assignment = Assignment.objects.select_related("person", "beside").get(pk=assignment_id)
    assignment.task = task
    return assignment


def own_assignment(by: Member, assignment_id: int) -> Assignment:
    """One's own assignment, with its task locked; NotFound for anybody else's."""
    assignment, own = locked_assignment(assignment_id), find_own_person(by)
    if own is None or assignment.person_id != own.pk:
        raise ASSIGNMENT.not_found()
    return assignment


def locked_application(application_id: int) -> Application:
    """The application as it is once its task is locked. Three queries."""
    task_id = Application.objects.filter(pk=application_id).values_list("task_id", flat=True).first()
    if task_id is None:
        raise APPLICATION.not_found()
    task = locked_task(task_id)
    application = Application.objects.select_related("person").get(pk=application_id)
    application.task = task
    return application


def stewarded_task(by: Member, task_id: int, *, now: datetime) -> LeadershipTask:
    """The task, locked, for somebody who looks after it today; NotFound and NotAllowed otherwise."""
    task = locked_task(task_id)
    require_steward(by, task.unit, today=by.organisation.today(now))
    return task


def lasting_task(by: Member, task_id: int, *, now: datetime) -> LeadershipTask:
    """The task for a change of what it is: open today, or opening later."""
    task = stewarded_task(by, task_id, now=now)
    if not task.lasts_beyond(by.organisation.today(now)):
        raise Conflict("task_closed", _("The task is closed."), _("Open a new one."))
    return task


def changeable_task(by: Member, task_id: int, *, day: date, now: datetime) -> LeadershipTask:
    """The task for a change from `day` on: not before today, and only while the task lasts."""
    task = lasting_task(by, task_id, now=now)
    require_coming(by, day, now=now)
    if not task.is_valid_on(day):
        raise Conflict(
            "task_not_open",
            _("The task does not exist on %(day)s.") % {"day": day},
            _("Choose a day on which it does, or open a new task."),
            field="day",
        )
    return task


def require_coming(by: Member, day: date, *, now: datetime) -> None:
    """What was in force on a day that has passed stays as it was."""
    if day < by.organisation.today(now):
        raise DomainError(
            "day_has_passed",
            _("%(day)s has passed.") % {"day": day},
            _("Choose today or a later day: what held before stays as it was."),
            field="day",
        )


def unit_by_key(key: str) -> Unit:
    """The unit of a task. One query."""
    found = Unit.objects.filter(key=key).first()
    if found is None:
        raise _unknown("unknown_unit", "unit", key)
    return found


def units_by_key(keys: Collection[str]) -> list[Unit]:
    """The units of a mandate. One query; none for no key."""
    found = list(Unit.objects.filter(key__in=keys).order_by("pk")) if keys else []
    _require_all("unknown_unit", "units", keys, {unit.key for unit in found})
    return found


def _require_all(code: str, field: str, wanted: Collection[str], found: Collection[str]) -> None:
    if missing := sorted(set(wanted) - set(found)):
        raise _unknown(code, field, missing[0])


def _unknown(code: str, field: str, key: str) -> DomainError:
    return DomainError(
        code,
        _("“%(key)s” is not known here.") % {"key": key[:80]},
        _("Choose one from the list, or add it first."),
        field=field,
    )
