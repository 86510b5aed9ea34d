"""The rows that an address names; NotFound where there are none, or only another organisation's."""

from datetime import date

from colead.apps.leadership.models import LeadershipTask, Scenario
from colead.apps.organisations.queries import existing


def existing_task(pk: int) -> LeadershipTask:
    """A task with its unit. One query."""
    return existing(LeadershipTask.objects.select_related("unit"), pk=pk)


def existing_task_on(day: date, pk: int) -> LeadershipTask:
    """A task that there is on the day. One query."""
    return existing(LeadershipTask.objects.on(day), pk=pk)


def existing_scenario(pk: int) -> Scenario:
    """A scenario with its job. One query."""
    return existing(Scenario.objects.select_related("job"), pk=pk)
