"""Those who hold a task, to be told what becomes of it."""

from datetime import date

from colead.apps.leadership.models import Assignment, LeadershipTask
from colead.apps.leadership.services.dated_rows import lasting_beyond
from colead.apps.organisations.models import User


def users_who_hold(task: LeadershipTask, day: date) -> set[User]:
    """Who holds the task on `day` or later, as holder, deputy or cover, and signs in. One query."""
    rows = Assignment.objects.filter(lasting_beyond(day), task=task).select_related("person__user")
    return {row.person.user for row in rows if row.person.user}
