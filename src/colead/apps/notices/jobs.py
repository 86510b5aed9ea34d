from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from colead.apps.jobs.models import Job
from colead.apps.jobs.registry import every, when_stopped
from colead.apps.jobs.run import Run
from colead.apps.notices import digest, services
from colead.apps.organisations.models import User
from colead.kit.roles import Member


@every(timedelta(days=1), "notices.send_digests", at=time(7), label=_("Send notices by e-mail"))
def send_digests(run: Run, *, since: str, until: str) -> None:
    with run.step("prepare") as is_new:
        if is_new:
            digest.prepare_digests(
                organisation=run.organisation,
                since=datetime.fromisoformat(since),
                until=datetime.fromisoformat(until),
            )
    later = digest.send_digests(now=timezone.now(), check=run.check)
    if later:
        run.postpone(later)


@when_stopped
def tell_starter(job: Job, *, by: Member | None, now: datetime) -> None:
    """Who started work hears that it stopped before it was done, unless they stopped it themselves."""
    starter = User.objects.filter(pk=job.created_by or 0, is_active=True).first()
    if starter is None or (by is not None and by.user == starter):
        return
    services.notify(
        to=starter,
        organisation=job.organisation,
        kind="notices.work_stopped",
        subject=f"job:{job.pk}",
        url=reverse("jobs:detail", args=[job.organisation.slug, job.pk]),
        now=now,
        dedupe=str(job.fence),
    )
