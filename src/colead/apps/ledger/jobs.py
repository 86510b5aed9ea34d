from datetime import time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from colead.apps.jobs.registry import every
from colead.apps.jobs.run import Run
from colead.apps.ledger import services


@every(timedelta(days=1), "ledger.sign_checkpoint", at=time(1), label=_("Sign the audit log"))
def sign_checkpoint(run: Run, *, since: str, until: str) -> None:  # noqa: ARG001  (a checkpoint is of now)
    services.sign_checkpoint(organisation=run.organisation, now=timezone.now())
