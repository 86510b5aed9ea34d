"""What the holder of a task may decide: a new mandate takes the place of the old one on a day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.models import LeadershipTask, Mandate, MandateUnit
from colead.apps.leadership.services.dated_rows import end_from, replace_from
from colead.apps.leadership.services.lookups import changeable_task, units_by_key
from colead.apps.leadership.services.notices import notify_each, users_who_hold
from colead.apps.leadership.services.validation import filled, whole_row
from colead.apps.leadership.stewards import require_steward
from colead.apps.ledger.services import append_entry
from colead.apps.organisations.queries import lasting_beyond
from colead.kit.roles import Member


@dataclass(frozen=True)
class NewMandate:
    """What a mandate shall say. `units` by key; none = the task's unit. No `limit_amount` = no limit."""

    may_decide: str
    domain: str = ""
    limit_amount: Decimal | None = None
    limit_currency: str = "DKK"
    confer_with: str = ""
    units: frozenset[str] = frozenset()


@transaction.atomic
def set_mandate(
    *, by: Member, task_id: int, wanted: NewMandate | None, day: date, now: datetime
) -> Mandate | None:
    """The task's mandate from `day` on, None for none. The same again changes nothing.

    A mandate that was planned for a later day gives way. Nobody gives a mandate in a unit whose tasks they
    do not look after. Holders are told.
    """
    task = changeable_task(by, task_id, day=day, now=now)
    lasting = list(Mandate.objects.filter(lasting_beyond(day), task=task).prefetch_related("units__unit"))
    if wanted is None:
        _end_mandate(by, task, lasting, day, now)
        return None
    contents = [(_content(row), row) for row in lasting]
    done = replace_from(day, contents, [wanted])
    if not done.is_change:
        return done.kept[0][1]
    made = open_mandate(by, task, wanted, day, now) if done.missing else done.kept[0][1]
    _record(by, "leadership.mandate_set", task, day, now, mandate=made.pk)
    _tell_holders(task, day, now, dedupe=str(made.pk))
    return made


def open_mandate(by: Member, task: LeadershipTask, wanted: NewMandate, day: date, now: datetime) -> Mandate:
    """The row of a mandate that begins on `day`, and those of its units."""
    units = units_by_key(wanted.units)
    for unit in units:
        require_steward(by, unit, today=by.organisation.today(now))
    mandate = Mandate(
        organisation=task.organisation,
        task=task,
        may_decide=filled(wanted.may_decide, "may_decide", _("Say what the holder may decide.")),
        domain=wanted.domain.strip(),
        limit_amount=wanted.limit_amount,
        limit_currency=wanted.limit_currency,
        confer_with=wanted.confer_with.strip(),
        valid_from=day,
    )
    whole_row(mandate).save()
    MandateUnit.objects.bulk_create(
        MandateUnit(organisation=task.organisation, mandate=mandate, unit=unit) for unit in units
    )
    return mandate


def _end_mandate(
    by: Member, task: LeadershipTask, lasting: Collection[Mandate], day: date, now: datetime
) -> None:
    if end_from(day, lasting):
        _record(by, "leadership.mandate_ended", task, day, now)
        _tell_holders(task, day, now, dedupe=f"ended:{day}")


def _tell_holders(task: LeadershipTask, day: date, now: datetime, *, dedupe: str) -> None:
    users = users_who_hold(task, day)
    notify_each(users, "mandate_set", task, page="task", task=task, now=now, dedupe=dedupe)


def _content(row: Mandate) -> NewMandate:
    return NewMandate(
        may_decide=row.may_decide,
        domain=row.domain,
        limit_amount=row.limit_amount,
        limit_currency=row.limit_currency,
        confer_with=row.confer_with,
        units=frozenset(place.unit.key for place in row.units.all()),
    )


def _record(by: Member, action: str, task: LeadershipTask, day: date, now: datetime, **details: int) -> None:
    append_entry(
        by=by,
        action=action,
        subject=f"task:{task.pk}",
        details={"day": day.isoformat(), **details},
        now=now,
    )
