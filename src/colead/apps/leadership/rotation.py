"""For how long somebody may go on holding a task that is to rotate."""

from calendar import monthrange
from datetime import date

from colead.apps.leadership.models import Assignment, LeadershipTask
from colead.apps.people.models import Person


def month_after(day: date, months: int) -> date:
    """The same day so many months later; the last day of a month that is too short.

    >>> month_after(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    place = day.year * 12 + day.month - 1 + months
    year, month = place // 12, place % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def latest_end(task: LeadershipTask, person: Person, start: date) -> date | None:
    """Until when the person may hold it when they begin on `start`; None where nobody has to change.

    Time in a row counts, not the number of rows: a share that changed is no new term, and a pause shorter
    than a term does not begin anew. One query where the task rotates.
    """
    if task.rotation == LeadershipTask.Rotation.NONE or not task.term_months or not task.most_terms:
        return None
    return month_after(_in_a_row_since(task, person, start), task.term_months * task.most_terms)


def _in_a_row_since(task: LeadershipTask, person: Person, start: date) -> date:
    held = Assignment.objects.holders().filter(task=task, person=person, valid_from__lt=start)
    first = start
    for row in held.order_by("-valid_from"):
        ended = row.valid_until or start
        if month_after(ended, task.term_months or 0) <= first:
            break
        first = row.valid_from
    return first
