"""A task goes from one holder to the next, with everything that the next one needs to know."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.models.assignments import Assignment
from colead.apps.leadership.models.tasks import TEXT_LENGTH, LeadershipTask
from colead.apps.leadership.workflow import HANDOVER, HandoverState
from colead.apps.organisations.models import OrganisationOwned
from colead.apps.people.models import Person


class Handover(OrganisationOwned):
    """The holder of an assignment hands it over; when it is done the assignment ends."""

    State = HandoverState

    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, related_name="handover")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    note = models.TextField(_("what the next one should know"), max_length=4000, blank=True)
    started_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        constraints = HANDOVER.constraints()

    def __str__(self) -> str:
        return f"handover of assignment {self.assignment_id}"

    @property
    def task(self) -> LeadershipTask:
        """What is handed over."""
        return self.assignment.task

    @property
    def person(self) -> Person:
        """Who hands it over."""
        return self.assignment.person


class HandoverItem(OrganisationOwned):
    """One line of the checklist."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="items")
    text = models.CharField(_("item"), max_length=TEXT_LENGTH)
    place = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("item of a handover")
        verbose_name_plural = _("items of handovers")
        ordering = ("place", "pk")

    def __str__(self) -> str:
        return f"item {self.pk} of handover {self.handover_id}"
