"""What a task asks: its accountabilities and the competencies it needs, each from a day on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.models import Accountability, LeadershipTask, NeededCompetency
from colead.apps.leadership.services.dated_rows import replace_from
from colead.apps.leadership.services.lookups import changeable_task
from colead.apps.leadership.services.validation import filled, whole_row
from colead.apps.ledger.services import append_entry
from colead.apps.organisations.queries import lasting_beyond
from colead.apps.people.services.competencies import competencies_by_key
from colead.kit.errors import DomainError
from colead.kit.roles import Member

MOST_ROWS = 30


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
    done = replace_from(day, [(row.text, row) for row in rows], wanted)
    made = open_accountabilities(task, done.missing, day)
    in_force = sorted([row for _text, row in done.kept] + made, key=lambda row: wanted.index(row.text))
    moved = _put_in_order(in_force)
    if done.is_change or moved:
        _record(by, "leadership.accountabilities_set", task, day, now, opened=len(made), ended=done.ended)
    return in_force


@transaction.atomic
def set_needs(
    *, by: Member, task_id: int, needs: Sequence[Need], day: date, now: datetime
) -> list[NeededCompetency]:
    """The competencies that the task asks for from `day` on. What stays the same goes on as it was."""
    task = changeable_task(by, task_id, day=day, now=now)
    rows = NeededCompetency.objects.filter(lasting_beyond(day), task=task).select_related("competency")
    done = replace_from(day, [(_need(row), row) for row in rows], _needs(needs))
    made = open_needs(task, done.missing, day)
    if done.is_change:
        _record(by, "leadership.needs_set", task, day, now, opened=len(made), ended=done.ended)
    return [row for _content, row in done.kept] + made


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
            competency=known[need.competency],
            level=need.level,
            weight=need.weight,
            is_critical=need.is_critical,
            valid_from=day,
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


def _need(row: NeededCompetency) -> Need:
    return Need(row.competency.key, row.level, row.weight, row.is_critical)


def _record(
    by: Member, action: str, task: LeadershipTask, day: date, now: datetime, *, opened: int, ended: int
) -> None:
    append_entry(
        by=by,
        action=action,
        subject=f"task:{task.pk}",
        details={"day": day.isoformat(), "opened": opened, "ended": ended},
        now=now,
    )
