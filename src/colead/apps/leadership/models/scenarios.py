"""Allocations that the engine proposed, side by side, until somebody takes all of one, some or none."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from colead.apps.jobs.models import Job
from colead.apps.leadership.workflow import SCENARIO, ScenarioState
from colead.apps.organisations.models import OrganisationOwned, User


class Scenario(OrganisationOwned):
    """What was asked of the engine for which day, and what it proposed: ids only, never contents of profiles.

    The rows of `question` and `result` name people by primary key. Whoever withdraws consent is taken out
    when a scenario is read, and is not in the question of any later one.
    """

    State = ScenarioState

    name = models.CharField(_("name"), max_length=120)
    as_of = models.DateField(_("for"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    wishes = models.JSONField(default=dict)  # tasks, units, and the settings of the form
    question = models.JSONField(default=dict)  # the whole input of the engine
    result = models.JSONField(default=dict)
    seed = models.PositiveIntegerField(default=1)
    engine_version = models.CharField(max_length=20, blank=True)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    computed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")
        ordering = ("-created_at", "-pk")
        constraints = SCENARIO.constraints()

    def __str__(self) -> str:
        return self.name
