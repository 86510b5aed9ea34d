"""From open to handed over: applying, offering, the assignment that only acceptance makes, its handover."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.models.scenarios import Scenario
from colead.apps.leadership.models.tasks import TEXT_LENGTH, LeadershipTask
from colead.apps.leadership.queries import ApplicationManager, AssignmentManager, OfferManager
from colead.apps.leadership.workflow import (
    APPLICATION,
    ASSIGNMENT,
    HANDOVER,
    OFFER,
    ApplicationState,
    Ending,
    HandoverState,
    OfferState,
)
from colead.apps.organisations.models import OrganisationOwned, User
from colead.apps.people.models import Dated, Person, period_constraint
from colead.engine.periods import Period


class Kind(models.TextChoices):
    """In which way somebody holds a task."""

    HOLDER = "holder", _("holder")
    DEPUTY = "deputy", _("deputy")
    COVER = "cover", _("cover during an absence")


class Assignment(Dated):
    """A person holds a task, or a part of it, from the day they accepted for until it ends.

    A deputy or cover stands `beside` the assignment of a holder. Covering ends with the row's own
    valid_until: the task then returns by itself.
    """

    Ending = Ending

    task = models.ForeignKey(LeadershipTask, on_delete=models.CASCADE, related_name="assignments")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="assignments")
    kind = models.CharField(_("as"), max_length=10, choices=Kind.choices, default=Kind.HOLDER)
    beside = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="helpers"
    )
    share = models.DecimalField(_("share of the seat"), max_digits=3, decimal_places=2, default=1)
    trial_until = models.DateField(_("trial until"), null=True, blank=True)
    why = models.CharField(_("why"), max_length=TEXT_LENGTH, blank=True)
    accepted_at = models.DateTimeField()
    # the end that was agreed on, where leaving ends it earlier
    agreed_until = models.DateField(null=True, blank=True)
    # whose seat a deputy or cover took over, because they left
    stands_in_for = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="stand_ins"
    )
    ending = models.CharField(_("ended because"), max_length=20, choices=Ending.choices, blank=True)

    objects: ClassVar[AssignmentManager["Assignment"]] = AssignmentManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        indexes = [
            models.Index(fields=["organisation", "valid_from", "valid_until"]),
            models.Index(fields=["organisation", "person"]),
            models.Index(fields=["organisation", "task"]),
        ]
        constraints = [
            *ASSIGNMENT.constraints(),
            models.CheckConstraint(
                condition=Q(ending="") | Q(valid_until__isnull=False), name="assignment_ends_on_a_day"
            ),
            period_constraint("assignment_period"),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=1), name="assignment_share"),
            models.CheckConstraint(
                condition=Q(kind="holder", beside__isnull=True)
                | (~Q(kind="holder") & Q(beside__isnull=False)),
                name="assignment_beside",
            ),
            models.CheckConstraint(condition=~Q(pk=F("beside")), name="assignment_not_beside_itself"),
            models.UniqueConstraint(
                fields=["organisation", "task", "person", "kind"],
                condition=Q(valid_until__isnull=True),
                name="assignment_one_open",
                violation_error_message=_("This person already holds the task."),
            ),
        ]

    def __str__(self) -> str:
        return f"assignment {self.pk}: person {self.person_id} holds task {self.task_id}"


class Offer(OrganisationOwned):
    """A seat, or a deputy's or cover's place, offered to a person. Their acceptance makes the assignment."""

    State = OfferState

    task = models.ForeignKey(LeadershipTask, on_delete=models.CASCADE, related_name="offers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="offers")
    kind = models.CharField(_("as"), max_length=10, choices=Kind.choices, default=Kind.HOLDER)
    beside = models.ForeignKey(Assignment, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    share = models.DecimalField(_("share of the seat"), max_digits=3, decimal_places=2, default=1)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    trial_until = models.DateField(_("trial until"), null=True, blank=True)
    message = models.CharField(_("message"), max_length=TEXT_LENGTH, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    reason = models.CharField(
        _("reason"), max_length=TEXT_LENGTH, blank=True
    )  # of declining, never asked for
    scenario = models.ForeignKey(
        Scenario, on_delete=models.SET_NULL, null=True, blank=True, related_name="offers"
    )
    assignment = models.OneToOneField(
        Assignment, on_delete=models.SET_NULL, null=True, blank=True, related_name="offer"
    )
    offered_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[OfferManager["Offer"]] = OfferManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        indexes = [models.Index(fields=["organisation", "person", "state"])]
        constraints = [
            *OFFER.constraints(),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=1), name="offer_share"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")), name="offer_period"
            ),
            models.UniqueConstraint(
                fields=["organisation", "task", "person", "kind"],
                condition=Q(answered_at__isnull=True),
                name="offer_one_open",
                violation_error_message=_("This is already offered to this person."),
            ),
        ]

    def __str__(self) -> str:
        return f"offer {self.pk} of task {self.task_id} ({self.state})"

    @property
    def period(self) -> Period:
        """From the first day until the day before the end."""
        return Period(self.starts_on, self.ends_on)


class Application(OrganisationOwned):
    """Somebody would like a task: they volunteered, or a colleague suggested them and they may agree."""

    State = ApplicationState

    task = models.ForeignKey(LeadershipTask, on_delete=models.CASCADE, related_name="applications")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="applications")
    suggested_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    message = models.CharField(_("message"), max_length=TEXT_LENGTH, blank=True)
    created_at = models.DateTimeField()

    objects: ClassVar[ApplicationManager["Application"]] = ApplicationManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints = [
            *APPLICATION.constraints(),
            models.UniqueConstraint(
                fields=["organisation", "task", "person"],
                condition=Q(state__in=["suggested", "open"]),
                name="application_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"application {self.pk} of person {self.person_id} for task {self.task_id}"


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
