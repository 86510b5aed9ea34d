"""Work that runs after the page has answered: what to do, who asked for it, how far it is."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from colead.apps.jobs import messages, registry
from colead.apps.jobs.queries import JobManager
from colead.apps.jobs.workflow import JOB, STOPPED, UNFINISHED, State
from colead.apps.organisations.models import OrganisationOwned
from colead.kit.request_id import LONGEST


class Job(OrganisationOwned):
    """One piece of work. A worker holds it for the time of a lease; the fence tells owners apart."""

    work = models.CharField(max_length=100)
    arguments = models.JSONField(default=dict)
    key = models.CharField(max_length=200)
    created_by = models.BigIntegerField(null=True)  # a user's id, kept when the user goes; None: the console
    request_id = models.CharField(max_length=LONGEST, blank=True, db_default="")  # in which it was asked for
    created_at = models.DateTimeField(default=timezone.now)
    available_at = models.DateTimeField(default=timezone.now)

    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveIntegerField(default=0)  # that failed, and the one that runs
    deaths = models.PositiveIntegerField(db_default=0, default=0)  # of workers that ran it
    leased_by = models.CharField(max_length=100, blank=True)
    leased_until = models.DateTimeField(null=True)
    fence = models.PositiveBigIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    progress_done = models.PositiveBigIntegerField(default=0)
    progress_total = models.PositiveBigIntegerField(default=0)
    message = models.CharField(max_length=40, blank=True)  # a code of messages.py
    error = models.TextField(blank=True)  # the kind of the fault, or our own words; never contents
    result = models.JSONField(default=dict)
    result_url = models.CharField(max_length=500, blank=True)

    objects: ClassVar[JobManager["Job"]] = JobManager()  # type: ignore[assignment]  # Self and the model are one

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = [
            models.Index(fields=["state", "available_at"], name="job_ready"),
            models.Index(fields=["organisation", "-created_at"], name="job_newest"),
        ]
        constraints = [
            *JOB.constraints(),
            models.UniqueConstraint(
                fields=["organisation", "key"],
                condition=Q(state__in=UNFINISHED),
                name="job_key_while_unfinished",
            ),
            models.CheckConstraint(
                condition=Q(progress_total=0) | Q(progress_done__lte=F("progress_total")),
                name="job_progress",
            ),
        ]

    def __str__(self) -> str:
        return f"job {self.pk} ({self.work})"

    @property
    def is_finished(self) -> bool:
        """Nothing will happen to it by itself any more."""
        return self.state not in UNFINISHED

    # What jobs/_progress.html needs, so that a page can hand it the job that `enqueue` returned.

    @property
    def label(self) -> str:
        """What its work is called."""
        return registry.label(self.work)

    @property
    def state_label(self) -> str:
        """The state, in the reader's language."""
        return str(State(self.state).label)

    @property
    def is_stopped(self) -> bool:
        """Failed or set aside: it waits for somebody."""
        return self.state in STOPPED

    @property
    def words(self) -> str:
        """What there is to say beside the state."""
        return messages.text(self.message)


class JobStep(OrganisationOwned):
    """An effect of a job that has happened: written with the effect in one transaction, so never twice."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=100)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("step of a job")
        verbose_name_plural = _("steps of jobs")
        constraints = [models.UniqueConstraint(fields=["organisation", "job", "step"], name="jobstep_once")]

    def __str__(self) -> str:
        return f"{self.step} of job {self.job_id}"


class ScheduledPeriod(OrganisationOwned):
    """One period of recurring work that has been queued: unique, so that no period is worked twice.

    `since` is where the period before ended: after a stop of several days one run covers the whole gap.
    """

    work = models.CharField(max_length=100)
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("scheduled period")
        verbose_name_plural = _("scheduled periods")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "work", "until"], name="scheduledperiod_once")
        ]

    def __str__(self) -> str:
        return f"{self.work} until {self.until:%Y-%m-%d %H:%M}"
