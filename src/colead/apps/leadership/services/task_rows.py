"""What a task asks and lets its holder decide: accountabilities, needs, mandate, each from a day on."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ForeignKey, GeneratedField, Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.models import (
    Accountability,
    LeadershipTask,
    Mandate,
    MandateUnit,
    NeededCompetency,
)
from colead.apps.leadership.services.endings import end_from, replace_from
from colead.apps.leadership.services.lookups import changeable_task, units_by_key
from colead.apps.leadership.services.notices import notify_each, record_task, users_who_hold
from colead.apps.leadership.stewards import require_steward
from colead.apps.organisations.queries import lasting_beyond
from colead.apps.people.services.competencies import competencies_by_key
from colead.engine.levels import MAX_LEVEL, MIN_NEEDED
from colead.kit.errors import DomainError
from colead.kit.roles import Member
from colead.kit.shapes import shape

Row = TypeVar("Row", bound=Model)

# name: (smallest, largest)
RANGES = {
    "hours_per_week": (0, 60),
    "seats": (1, 50),
    "term_months": (1, 120),
    "most_terms": (1, 20),
    "level": (MIN_NEEDED, MAX_LEVEL),
    "weight": (1, 5),
    "limit_amount": (0, 9_999_999_999),
}
MOST_ROWS = 30


def filled(text: str, field: str, hint: Promise | str) -> str:
    """The text without blanks around it; an error with the hint when nothing is left."""
    if not text.strip():
        raise DomainError("empty", _("This is empty."), hint, field=field)
    return text.strip()


def in_range(value: Any, field: str) -> None:
    """Refuse a number outside its range in RANGES; None is somebody else's matter."""
    low, high = RANGES[field]
    if value is not None and not low <= value <= high:
        raise DomainError(
            "out_of_range",
            _("%(value)s does not fit here.") % {"value": value},
            _("Give a number from %(low)s to %(high)s.") % {"low": low, "high": high},
            field=field,
        )


def whole_row(row: Row) -> Row:
    """The row, when every field holds what its column takes and its numbers lie in their ranges. No query."""
    fields = [field for field in row._meta.concrete_fields if not isinstance(field, GeneratedField)]
    for field in fields:
        if field.name in RANGES:
            in_range(getattr(row, field.name), field.name)
    try:
        row.clean_fields(exclude={field.name for field in fields if isinstance(field, ForeignKey)})
    except ValidationError as error:
        name, texts = next(iter(error.message_dict.items()))
        raise DomainError("does_not_fit", texts[0], field=name) from error
    return row


@dataclass(frozen=True)
class Need:
    """A competency (by key) that a task asks for: level, weight 1 to 5."""

    competency: str
    level: int
    weight: int = 1
    is_critical: bool = False


@transaction.atomic
def set_accountabilities(
    *, by: Member, task_id: int, texts: Sequence[str], day: date, now: datetime
) -> list[Accountability]:
    """The task's accountabilities from `day` on, in this order. What stays the same goes on as it was."""
    task = changeable_task(by, task_id, day=day, now=now)
    wanted = _texts(texts)
    rows = Accountability.objects.filter(lasting_beyond(day), task=task)
    kept, missing, ended = replace_from(day, [(row.text, row) for row in rows], wanted)
    made = open_accountabilities(task, missing, day)
    in_force = sorted([row for _text, row in kept] + made, key=lambda row: wanted.index(row.text))
    moved = _put_in_order(in_force)
    if ended or missing or moved:
        counts = {"day": day.isoformat(), "opened": len(made), "ended": ended}
        record_task("leadership.accountabilities_set", task, by=by, now=now, **counts)
    return in_force


@transaction.atomic
def set_needs(
    *, by: Member, task_id: int, needs: Sequence[Need], day: date, now: datetime
) -> list[NeededCompetency]:
    """The competencies that the task asks for from `day` on. What stays the same goes on as it was."""
    task = changeable_task(by, task_id, day=day, now=now)
    rows = NeededCompetency.objects.filter(lasting_beyond(day), task=task).select_related("competency")
    kept, missing, ended = replace_from(
        day, [(shape(Need, row, competency=row.competency.key), row) for row in rows], _needs(needs)
    )
    made = open_needs(task, missing, day)
    if ended or missing:
        counts = {"day": day.isoformat(), "opened": len(made), "ended": ended}
        record_task("leadership.needs_set", task, by=by, now=now, **counts)
    return [row for _content, row in kept] + made


def open_accountabilities(task: LeadershipTask, texts: Sequence[str], day: date) -> list[Accountability]:
    """Rows that begin on `day`, in this order."""
    rows = [
        Accountability(organisation=task.organisation, task=task, text=text, place=place, valid_from=day)
        for place, text in enumerate(_texts(texts))
    ]
    return Accountability.objects.bulk_create([whole_row(row) for row in rows])


def open_needs(task: LeadershipTask, needs: Sequence[Need], day: date) -> list[NeededCompetency]:
    """Rows that begin on `day`."""
    known = competencies_by_key(sorted({need.competency for need in needs}), field="needs")
    rows = [
        NeededCompetency(
            organisation=task.organisation,
            task=task,
            valid_from=day,
            **asdict(need) | {"competency": known[need.competency]},
        )
        for need in _needs(needs)
    ]
    return NeededCompetency.objects.bulk_create([whole_row(row) for row in rows])


def _texts(texts: Sequence[str]) -> list[str]:
    """Each once, without blanks around it."""
    hint = _("Say what the holder sees to, or leave the row out.")
    found = list(dict.fromkeys(filled(text, "accountabilities", hint) for text in texts))
    _require_few(len(found), "accountabilities")
    return found


def _needs(needs: Sequence[Need]) -> list[Need]:
    """The needs, when each competency stands there once."""
    keys = [need.competency for need in needs]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise DomainError(
            "competency_twice",
            _("“%(key)s” stands there twice.") % {"key": twice[0]},
            _("Ask for each competency once, at one level."),
            field="needs",
        )
    _require_few(len(keys), "needs")
    return list(needs)


def _require_few(number: int, field: str) -> None:
    if number > MOST_ROWS:
        raise DomainError(
            "too_many_rows",
            _("%(number)s rows are too many for one task.") % {"number": number},
            _("At most %(most)s. Perhaps it is several tasks.") % {"most": MOST_ROWS},
            field=field,
        )


def _put_in_order(rows: Sequence[Accountability]) -> int:
    """Give rows their places; how many had another."""
    moved = [row for place, row in enumerate(rows) if row.place != place]
    for place, row in enumerate(rows):
        row.place = place
    Accountability.objects.bulk_update(moved, ["place"])
    return len(moved)


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
        if end_from(day, lasting):
            _announce(by, task, day, now, "leadership.mandate_ended", dedupe=f"ended:{day}")
        return None
    contents = [
        (shape(NewMandate, row, units=frozenset(place.unit.key for place in row.units.all())), row)
        for row in lasting
    ]
    kept, missing, ended = replace_from(day, contents, [wanted])
    if not (ended or missing):
        return kept[0][1]
    made = open_mandate(by, task, wanted, day, now) if missing else kept[0][1]
    _announce(by, task, day, now, "leadership.mandate_set", dedupe=str(made.pk), mandate=made.pk)
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


def _announce(
    by: Member, task: LeadershipTask, day: date, now: datetime, action: str, *, dedupe: str, **details: int
) -> None:
    record_task(action, task, by=by, now=now, day=day.isoformat(), **details)
    users = users_who_hold(task, day)
    notify_each(users, "mandate_set", task, page="task", task=task, now=now, dedupe=dedupe)
