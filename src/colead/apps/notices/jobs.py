from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from colead.apps.jobs.registry import every
from colead.apps.jobs.run import Run
from colead.apps.notices import digest


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
