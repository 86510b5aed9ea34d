"""The states of a job."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """queued → running → done, failed (refused for a reason that stays) or set aside (five crashes)."""

    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    SET_ASIDE = "set_aside", _("Set aside")


UNFINISHED = (State.QUEUED, State.RUNNING)
STOPPED = (State.FAILED, State.SET_ASIDE)
