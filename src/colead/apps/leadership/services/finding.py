"""The rows that a change is about, found and locked, or a plain word about what is missing."""

from collections.abc import Collection
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.models import LeadershipTask
from colead.apps.leadership.services.locked import locked_task
from colead.apps.leadership.stewards import require_steward
from colead.apps.people.models import Competency, Unit
from colead.kit.errors import Conflict, DomainError
from colead.kit.roles import Member


def stewarded_task(by: Member, task_id: int, *, now: datetime) -> LeadershipTask:
    """The task, locked, for somebody who looks after it today; NotFound and NotAllowed otherwise."""
    task = locked_task(task_id)
    require_steward(by, task.unit, by.organisation.today(now))
    return task


def lasting_task(by: Member, task_id: int, *, now: datetime) -> LeadershipTask:
    """The task for a change of what it is: open today, or opening later."""
    task = stewarded_task(by, task_id, now=now)
    if task.valid_until is not None and task.valid_until <= by.organisation.today(now):
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


def competencies_by_key(keys: Collection[str]) -> dict[str, Competency]:
    """Competencies of the organisation's catalogue by their keys. One query; none for no key."""
    found = {one.key: one for one in Competency.objects.filter(key__in=keys)} if keys else {}
    _require_all("unknown_competency", "needs", keys, found.keys())
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
