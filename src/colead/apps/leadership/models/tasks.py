"""What there is to lead: tasks apart from any position, what they need, and what their holder may decide."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from colead.apps.organisations.models import OrganisationOwned, User
from colead.apps.people.models import Competency, Dated, Unit, period_constraint
from colead.apps.people.plain import plain_column
from colead.engine.levels import MIN_NEEDED, STORED_AT_MOST

TITLE_LENGTH, TEXT_LENGTH = 120, 300


class LeadershipTask(Dated):
    """Something to lead, from the day it is opened until it is closed. It says nothing about positions."""

    class Rotation(models.TextChoices):
        NONE = "none", _("nobody has to change")
        AFTER_TERMS = "after_terms", _("somebody else after so many terms")

    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    title_plain = plain_column("title", TITLE_LENGTH)
    purpose = models.TextField(_("purpose"), max_length=1000)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="leadership_tasks")
    hours_per_week = models.DecimalField(_("hours a week"), max_digits=4, decimal_places=1)
    seats = models.PositiveSmallIntegerField(_("seats"), default=1)
    wants_deputy = models.BooleanField(_("wants a deputy"), default=False)
    term_months = models.PositiveSmallIntegerField(_("term in months"), null=True, blank=True)
    rotation = models.CharField(_("rotation"), max_length=20, choices=Rotation.choices, default=Rotation.NONE)
    most_terms = models.PositiveSmallIntegerField(_("terms in a row at most"), null=True, blank=True)
    recipe = models.CharField(_("recipe"), max_length=80, blank=True)
    opened_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        verbose_name = _("leadership task")
        verbose_name_plural = _("leadership tasks")
        indexes = [models.Index(fields=["organisation", "unit"])]
        constraints = [
            period_constraint("leadershiptask_period"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="leadershiptask_seats"),
            models.CheckConstraint(condition=Q(hours_per_week__gte=0), name="leadershiptask_hours"),
            models.CheckConstraint(
                condition=Q(rotation="none")
                | Q(
                    most_terms__isnull=False, most_terms__gte=1, term_months__isnull=False, term_months__gte=1
                ),
                name="leadershiptask_rotation",
                violation_error_message=_("Rotation needs a term, and how many terms in a row at most."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Accountability(Dated):
    """One thing that the holder sees to."""

    task = models.ForeignKey(LeadershipTask, on_delete=models.CASCADE, related_name="accountabilities")
    text = models.CharField(_("accountability"), max_length=TEXT_LENGTH)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("accountability")
        verbose_name_plural = _("accountabilities")
        ordering = ("place", "pk")
        constraints = [period_constraint("accountability_period")]

    def __str__(self) -> str:
        return self.text


class NeededCompetency(Dated):
    """A competency that the task asks of its holder."""

    task = models.ForeignKey(LeadershipTask, on_delete=models.CASCADE, related_name="needs")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(_("level"))
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    is_critical = models.BooleanField(_("cannot do without"), default=False)

    class Meta:
        verbose_name = _("needed competency")
        verbose_name_plural = _("needed competencies")
        constraints = [
            period_constraint("neededcompetency_period"),
            models.UniqueConstraint(
                fields=["organisation", "task", "competency"],
                condition=Q(valid_until__isnull=True),
                name="neededcompetency_one_open",
            ),
            models.CheckConstraint(
                condition=Q(level__gte=MIN_NEEDED, level__lte=STORED_AT_MOST), name="neededcompetency_level"
            ),
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=5), name="neededcompetency_weight"),
        ]

    def __str__(self) -> str:
        return f"competency {self.competency_id} at {self.level} for task {self.task_id}"


class Mandate(Dated):
    """What the holder of a task may decide without asking anybody: one in force a task."""

    task = models.ForeignKey(LeadershipTask, on_delete=models.CASCADE, related_name="mandates")
    may_decide = models.CharField(_("may decide"), max_length=TEXT_LENGTH)
    domain = models.CharField(_("domain"), max_length=120, blank=True)
    limit_amount = models.DecimalField(_("up to"), max_digits=12, decimal_places=2, null=True, blank=True)
    limit_currency = models.CharField(_("currency"), max_length=3, default="DKK")
    confer_with = models.CharField(_("confer with"), max_length=TEXT_LENGTH, blank=True)

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        constraints = [
            period_constraint("mandate_period"),
            models.UniqueConstraint(
                fields=["organisation", "task"],
                condition=Q(valid_until__isnull=True),
                name="mandate_one_open",
            ),
            models.CheckConstraint(
                condition=Q(limit_amount__isnull=True) | Q(limit_amount__gte=0), name="mandate_limit"
            ),
        ]

    def __str__(self) -> str:
        return f"mandate {self.pk} of task {self.task_id}"


class MandateUnit(OrganisationOwned):
    """A unit in which a mandate holds, with all below it; without any it holds in the task's unit."""

    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("unit of a mandate")
        verbose_name_plural = _("units of mandates")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "mandate", "unit"], name="mandateunit_once")
        ]

    def __str__(self) -> str:
        return f"unit {self.unit_id} of mandate {self.mandate_id}"
