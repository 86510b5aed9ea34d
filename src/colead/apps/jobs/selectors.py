"""Reads about background work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, NamedTuple

from django.core.cache import cache
from django.db.models import Count, Min
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from colead.apps.jobs.models import Job
from colead.apps.jobs.workflow import JOB, State
from colead.apps.organisations.models import User
from colead.kit import scope
from colead.kit.columns import Column, ListOf
from colead.kit.errors import NotFound
from colead.kit.paging import Listing
from colead.kit.roles import Member


@dataclass(frozen=True)
class JobView:
    """One job as a page shows it. `progress_total` is 0 while nobody knows how much there is to do."""

    id: int
    label: Annotated[str, Column(_("What"), link="jobs:detail", of="id")]
    state: State
    state_label: Annotated[str, Column(_("State"), cell="jobs/_state_cell.html")]
    words: str
    error: str
    progress_done: int
    progress_total: int
    result_url: str
    who: Annotated[str, Column(_("Started by"))]
    created_at: Annotated[datetime, Column(_("When"))]
    attempts: Annotated[int, Column(_("Attempts"))]
    available_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    is_finished: bool
    is_stopped: bool
    may_cancel: bool
    may_retry: bool


JOBS = ListOf(_("Background work"), JobView, page="jobs:list")


def jobs(member: Member) -> Listing[Job, JobView]:
    """The jobs that the member may see, newest first. Two queries a page."""

    def read(rows: list[Job]) -> list[JobView]:
        names = _names(rows)
        return [view(job, member, names) for job in rows]

    return Listing(Job.objects.visible_to(member), ("-created_at", "-pk"), read)


def job(member: Member, job_id: int) -> JobView:
    """One job; NotFound for a colleague's, unless the member may see all. Two queries."""
    found = Job.objects.visible_to(member).filter(pk=job_id).first()
    if found is None:
        raise NotFound("no_job", _("There is no such job."))
    return view(found, member, _names([found]))


def view(job: Job, member: Member, names: dict[int, str]) -> JobView:
    """A row as the page shows it."""
    parties = JOB.parties(job, by=member, today=member.organisation.today(job.created_at))
    return JobView(
        id=job.pk,
        label=job.label,
        state=State(job.state),
        state_label=job.state_label,
        words=job.words,
        error=job.error,
        progress_done=job.progress_done,
        progress_total=job.progress_total,
        result_url=job.result_url,
        who=gettext("Colead itself")
        if job.created_by is None
        else names.get(job.created_by, gettext("A former user")),
        attempts=job.attempts,
        created_at=job.created_at,
        available_at=job.available_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        is_finished=job.is_finished,
        is_stopped=job.is_stopped,
        may_cancel=JOB.offers("cancel", job, parties),
        may_retry=JOB.offers("retry", job, parties),
    )


WORKER_SEEN = "jobs:worker_seen"
LATELY = timedelta(minutes=2)


def worker_seen_at() -> datetime | None:
    """When a worker last looked at the schedule, on any machine. One query."""
    seen: datetime | None = cache.get(WORKER_SEEN)
    return seen


def is_worker_seen(*, now: datetime) -> bool:
    """Whether a worker is at work: it looked at the schedule lately, or holds a job. One or two queries."""
    seen = worker_seen_at()
    if seen is not None and now - seen < LATELY:
        return True
    with scope.everything("a worker serves every organisation"):
        return Job.objects.filter(state=State.RUNNING, leased_until__gt=now).exists()


class Waiting(NamedTuple):
    """How much of one work is in one state, over all organisations."""

    work: str
    state: str
    number: int
    oldest: datetime


def waiting_work() -> list[Waiting]:
    """Jobs neither done nor cancelled, by work and state, and since when the oldest is. One query."""
    with scope.everything("the state of the installation"):
        rows = Job.objects.exclude(state__in=(State.DONE, State.CANCELLED)).values_list("work", "state")
        found = rows.annotate(Count("pk"), Min("created_at")).order_by("work", "state")
        return [Waiting(*row) for row in found]


def _names(rows: Iterable[Job]) -> dict[int, str]:
    """What to call those who started the jobs. One query."""
    ids = {row.created_by for row in rows if row.created_by is not None}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}
