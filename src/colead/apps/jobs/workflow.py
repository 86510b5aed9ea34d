"""The states of a job."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from colead.apps.jobs import permissions
from colead.kit.workflow import HOUSE, NEW, Party, Refusal, Transition, Workflow


class State(models.TextChoices):
    """queued → running → done, failed (refused, over its limits), set aside (broke too often), cancelled."""

    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    SET_ASIDE = "set_aside", _("Set aside")
    CANCELLED = "cancelled", _("Cancelled")


STARTER = Party(
    "who started it", lambda by, row, _today: by.user is not None and row.created_by == by.user.pk
)
KEEPER = Party("who looks after background work", lambda by, _row, _today: by.may(permissions.RETRY))

UNFINISHED = (State.QUEUED, State.RUNNING)
STOPPED = (State.FAILED, State.SET_ASIDE, State.CANCELLED)

JOB = Workflow(
    "job",
    "jobs.Job",
    State,
    (
        Transition("enqueue", (NEW,), State.QUEUED, (HOUSE,)),
        Transition("start", (State.QUEUED,), State.RUNNING, (HOUSE,)),
        Transition("finish", (State.RUNNING,), State.DONE, (HOUSE,)),
        Transition("refuse", (State.RUNNING,), State.FAILED, (HOUSE,)),
        Transition("go_back", (State.RUNNING,), State.QUEUED, (HOUSE,)),
        Transition("give_up", (State.RUNNING,), State.SET_ASIDE, (HOUSE,)),
        Transition("overrun", (State.RUNNING,), State.FAILED, (HOUSE,)),  # over its time or memory
        Transition(
            "cancel",
            UNFINISHED,
            State.CANCELLED,
            (STARTER, KEEPER),
            needs=permissions.VIEW_OWN,
            closed=Refusal("job_finished", _("This job has ended already.")),
        ),
        Transition("retry", STOPPED, State.QUEUED, (STARTER, KEEPER), needs=permissions.VIEW_OWN),
    ),
    missing=Refusal("no_job", _("There is no such job.")),
    closed=Refusal("job_not_stopped", _("This job is not stopped."), _("Reload the page to see its state.")),
    stamps={"finished_at": (State.DONE, *STOPPED)},
)
