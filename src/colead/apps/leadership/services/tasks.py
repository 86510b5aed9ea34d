"""Leadership tasks are opened and changed."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.models import LeadershipTask
from colead.apps.leadership.seats import seats_held
from colead.apps.leadership.services.lookups import lasting_task, unit_by_key
from colead.apps.leadership.services.mandates import NewMandate, open_mandate
from colead.apps.leadership.services.task_rows import Need, open_accountabilities, open_needs
from colead.apps.leadership.services.validation import filled, whole_row
from colead.apps.leadership.stewards import require_steward
from colead.apps.ledger.services import append_entry
from colead.kit.errors import Conflict, DomainError
from colead.kit.roles import Member

Rotation = LeadershipTask.Rotation


@dataclass(frozen=True)
class TaskFields:
    """What a task is. `unit` by key; without `most_terms` nobody has to change."""

    title: str
    purpose: str
    unit: str
    hours_per_week: Decimal
    seats: int = 1
    wants_deputy: bool = False
    term_months: int | None = None
    most_terms: int | None = None


@dataclass(frozen=True)
class NewTask:
    """A task to be opened, with all that belongs to it. `recipe` : key of the recipe that it began from."""

    fields: TaskFields
    accountabilities: Sequence[str] = ()
    needs: Sequence[Need] = ()
    mandate: NewMandate | None = None
    recipe: str = ""


@transaction.atomic
def open_task(*, by: Member, wanted: NewTask, day: date, now: datetime) -> LeadershipTask:
    """Open a task from `day` on; a day that has passed is for what people have been leading since then."""
    task = LeadershipTask(
        organisation=by.organisation,
        valid_from=day,
        recipe=wanted.recipe,
        opened_by=by.user,
        opened_at=now,
    )
    _fill(by, task, wanted.fields, now)
    task.save()
    open_accountabilities(task, wanted.accountabilities, day)
    open_needs(task, wanted.needs, day)
    if wanted.mandate is not None:
        open_mandate(by, task, wanted.mandate, day, now)
    append_entry(
        by=by,
        action="leadership.task_opened",
        subject=f"task:{task.pk}",
        details={"unit": task.unit_id, "seats": task.seats},
        now=now,
    )
    return task


@transaction.atomic
def change_task(*, by: Member, task_id: int, wanted: TaskFields, now: datetime) -> LeadershipTask:
    """Change what a task is; its rows and mandate have services of their own. The same again is nothing."""
    task = lasting_task(by, task_id, now=now)
    before = fields_of(task)
    _fill(by, task, wanted, now)
    after = fields_of(task)
    changed = [one.name for one in fields(after) if getattr(after, one.name) != getattr(before, one.name)]
    if not changed:
        return task
    _require_seats_for_holders(task, by.organisation.today(now))
    task.save()
    append_entry(
        by=by,
        action="leadership.task_changed",
        subject=f"task:{task.pk}",
        details={"fields": len(changed), "changed": ",".join(changed)},
        now=now,
    )
    return task


def fields_of(task: LeadershipTask) -> TaskFields:
    """What the task is now."""
    return TaskFields(
        title=task.title,
        purpose=task.purpose,
        unit=task.unit.key,
        hours_per_week=task.hours_per_week,
        seats=task.seats,
        wants_deputy=task.wants_deputy,
        term_months=task.term_months,
        most_terms=task.most_terms,
    )


def _fill(by: Member, task: LeadershipTask, wanted: TaskFields, now: datetime) -> None:
    task.unit = unit_by_key(wanted.unit)
    require_steward(by, task.unit, today=by.organisation.today(now))
    task.title = filled(wanted.title, "title", _("Give the task a short name."))
    task.purpose = filled(wanted.purpose, "purpose", _("Say what the task is there for."))
    task.hours_per_week = wanted.hours_per_week
    task.seats = wanted.seats
    task.wants_deputy = wanted.wants_deputy
    task.term_months = wanted.term_months
    task.most_terms = wanted.most_terms
    task.rotation = Rotation.AFTER_TERMS if wanted.most_terms else Rotation.NONE
    whole_row(task)
    if wanted.most_terms and not wanted.term_months:
        raise DomainError(
            "rotation_without_term",
            _("Somebody else after so many terms: how long is a term?"),
            _("Give the months of a term, or leave the number of terms empty."),
            field="term_months",
        )


def _require_seats_for_holders(task: LeadershipTask, day: date) -> None:
    held = seats_held(task, day)
    if task.seats < held:
        raise Conflict(
            "seats_are_held",
            _("%(held)s seats are held.") % {"held": f"{float(held):g}"},
            _("Let an assignment end first, then take away the seat."),
            field="seats",
        )
