"""What is harder to hold from a day on: people move to another unit, or are on leave for long."""

from collections.abc import Iterable
from datetime import date, timedelta

from colead.apps.leadership.models import Assignment
from colead.apps.organisations.queries import lasting_beyond
from colead.apps.people.diff.turnover import Turnover
from colead.engine.periods import Period
from colead.kit.batches import batches

LONG = timedelta(days=14)
"""An absence that lasts so long needs somebody who stands in."""


def held_where_they_were(found: Turnover, today: date) -> list[Assignment]:
    """What people who move hold in the unit that they leave, unless it ends. One query a batch of them."""
    stay = {
        pk: old for pk, (old, _new) in found.moves.items() if old not in found.closes and pk not in found.ends
    }
    return [row for row in _held(stay, today) if row.task.unit_id == stay[row.person_id]]


def held_during_absence(found: Turnover, today: date) -> list[tuple[Assignment, list[Assignment]]]:
    """What people hold who will be away for long, each with those who stand beside them then.

    Two queries a batch of them.
    """
    away = {pk: one for pk, one in found.away.items() if pk not in found.ends and _is_long(one, today)}
    held = [row for row in _held(away, today) if row.is_valid_on(max(today, away[row.person_id].start))]
    beside: dict[int | None, list[Assignment]] = {row.pk: [] for row in held}
    for batch in batches([row.pk for row in held]):
        rows = Assignment.objects.filter(lasting_beyond(today), beside__in=batch).select_related("person")
        for row in rows.order_by("pk"):
            beside[row.beside_id].append(row)
    days = {row.pk: max(today, away[row.person_id].start) for row in held}
    return [(row, [one for one in beside[row.pk] if one.is_valid_on(days[row.pk])]) for row in held]


def _is_long(period: Period, today: date) -> bool:
    return period.end is None or period.end - max(period.start, today) >= LONG


def _held(people: Iterable[int], today: date) -> list[Assignment]:
    """What these people hold today or later, by title."""
    return [
        row
        for batch in batches(people)
        for row in Assignment.objects.holders()
        .filter(lasting_beyond(today), person__in=batch)
        .select_related("task", "person")
        .order_by("person__name_plain", "person_id", "task__title_plain", "pk")
    ]
