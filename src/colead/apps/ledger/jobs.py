from datetime import datetime, time, timedelta

from django.core.mail import get_connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from colead.apps.jobs.registry import every
from colead.apps.jobs.run import Run
from colead.apps.ledger import selectors, services
from colead.apps.ledger.letter import checkpoint_letter

LATER = timedelta(minutes=20)
TRIED_FOR = timedelta(hours=20)  # then the next night's e-mail carries what this one did not


@every(timedelta(days=1), "ledger.sign_checkpoint", at=time(1), label=_("Sign the audit log"))
def sign_checkpoint(run: Run, *, since: str, until: str) -> None:  # noqa: ARG001  (a checkpoint is of now)
    services.sign_checkpoint(organisation=run.organisation, now=timezone.now())


@every(timedelta(days=1), "ledger.check_record", at=time(2), label=_("Check the audit log, and mail it out"))
def check_record(run: Run, *, since: str, until: str) -> None:  # noqa: ARG001  (the whole log, as it is now)
    if not run.has_made("check"):
        found = services.check_record(organisation=run.organisation, now=timezone.now(), check=run.check)
        with run.step("check"):
            run.report(faults=len(found), entries=[fault.entry for fault in found[: services.MOST_TOLD]])
    _mail_checkpoint(run, give_up=datetime.fromisoformat(until) + TRIED_FOR)


def _mail_checkpoint(run: Run, *, give_up: datetime) -> None:
    """One e-mail to each receiver, once; what a server refuses, or is away for, is tried again later."""
    now, news = timezone.now(), selectors.unmailed(run.organisation)
    if news is None:
        return
    size, failed = news[0].size, False
    for user in selectors.receivers_of(run.organisation, now=now):
        step = f"mail {size} {user.pk}"  # a later attempt may have a newer checkpoint to send
        if run.has_made(step):
            continue
        try:
            get_connection().send_messages([checkpoint_letter(run.organisation, *news, user)])
        except OSError:
            failed = True
            continue
        with run.step(step):
            pass
    if not failed:
        services.note_mailed(organisation=run.organisation, size=size)
    elif now < give_up:
        run.postpone(now + LATER)
