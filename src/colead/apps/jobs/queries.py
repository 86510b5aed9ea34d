"""Sets of jobs."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from colead.apps.jobs import permissions
from colead.apps.jobs.workflow import UNFINISHED, State
from colead.apps.organisations.queries import ScopedManager
from colead.kit.roles import Member

if TYPE_CHECKING:
    from colead.apps.jobs.models import Job  # noqa: F401  (ruff does not see base classes in quotes)


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs of the organisation in scope."""

    def unfinished(self) -> "JobQuerySet":
        """Waiting or running."""
        return self.filter(state__in=UNFINISHED)

    def visible_to(self, member: Member) -> "JobQuerySet":
        """All for those who may see background work, else the member's own."""
        if member.may(permissions.VIEW):
            return self
        return self.filter(created_by=member.user.pk) if member.user else self.none()

    def ready(self, now: datetime) -> "JobQuerySet":
        """Waiting and due, or left behind by a worker whose lease has run out."""
        due = Q(state=State.QUEUED, available_at__lte=now)
        return self.filter(due | Q(state=State.RUNNING, leased_until__lt=now))

    def held(self, job_id: int, fence: int) -> "JobQuerySet":
        """The one job, while whoever got this fence still owns it. All writes of a worker go through here."""
        return self.filter(pk=job_id, fence=fence, state=State.RUNNING)


JobManager = ScopedManager.from_queryset(JobQuerySet)
