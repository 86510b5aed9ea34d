from datetime import time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from colead.apps.jobs import services
from colead.apps.jobs.registry import every
from colead.apps.jobs.run import Run


@every(timedelta(days=1), "jobs.clean_up", at=time(3), label=_("Clear away old background work"))
def clean_up(run: Run, *, since: str, until: str) -> None:  # noqa: ARG001  (all that is old, whatever the period)
    run.report(deleted=services.delete_old_jobs(organisation=run.organisation, now=timezone.now()))
