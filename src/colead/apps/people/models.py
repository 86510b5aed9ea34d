"""Who works here, where, and whom they report to: identities once, everything that changes as dated rows."""

from datetime import date, datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from colead.apps.jobs.models import Job
from colead.apps.organisations.models import OrganisationOwned, User
from colead.apps.organisations.queries import ScopedDatedManager
from colead.apps.people.plain import plain_column
from colead.apps.people.queries import (
    PersonManager,
    PositionManager,
    ReportingLineManager,
    StaffImportManager,
)

FILE_LIFETIME = timedelta(days=7)
KEY_LENGTH, NAME_LENGTH = 200, 200


def period_constraint(name: str) -> models.CheckConstraint:
    """valid_until lies after valid_from, or is open."""
    return models.CheckConstraint(
        condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
        name=name,
        violation_error_message=_("The end must lie after the start."),
    )


class Dated(OrganisationOwned):
    """A row in force from `valid_from` until the day before `valid_until` (half-open; None = still)."""

    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)

    objects: ClassVar[ScopedDatedManager["Dated"]] = ScopedDatedManager()  # type: ignore[assignment]

    class Meta:
        abstract = True

    def is_valid_on(self, day: date) -> bool:
        """True when `day` lies in the row's period."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


class Unit(OrganisationOwned):
    """A part of the organisation. Its place in the tree is a UnitPlacement, because units move."""

    key = models.CharField(_("key"), max_length=KEY_LENGTH)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    name_plain = plain_column("name", NAME_LENGTH)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="unit_key")]

    def __str__(self) -> str:
        return self.name


class UnitPlacement(Dated):
    """A unit exists, below its parent (None = at the top)."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="placements")
    parent = models.ForeignKey(
        Unit, on_delete=models.CASCADE, related_name="child_placements", null=True, blank=True
    )

    class Meta:
        verbose_name = _("place of a unit")
        verbose_name_plural = _("places of units")
        indexes = [models.Index(fields=["organisation", "valid_from", "valid_until"])]
        constraints = [
            period_constraint("unitplacement_period"),
            models.UniqueConstraint(
                fields=["organisation", "unit"],
                condition=Q(valid_until__isnull=True),
                name="unitplacement_one_open",
            ),
            models.CheckConstraint(condition=~Q(unit=F("parent")), name="unitplacement_not_itself"),
        ]

    def __str__(self) -> str:
        return f"unit {self.unit_id} below {self.parent_id}"


class Person(OrganisationOwned):
    """Somebody in the organisation. `key` is their number in the HR system, never their CPR number."""

    key = models.CharField(_("employee number"), max_length=KEY_LENGTH)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    name_plain = plain_column("name", NAME_LENGTH)
    email = models.EmailField(_("e-mail"), blank=True)
    user = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="people", null=True, blank=True)

    objects: ClassVar[PersonManager["Person"]] = PersonManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [
            models.Index(fields=["organisation", "name_plain"]),
            models.Index(fields=["organisation", "email"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="person_key"),
            models.UniqueConstraint(
                fields=["organisation", "user"], condition=Q(user__isnull=False), name="person_one_per_user"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Position(Dated):
    """A person works in a unit. Somebody may hold several positions; one of them is the primary one."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="positions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="positions", null=True, blank=True)
    title = models.CharField(_("title"), max_length=NAME_LENGTH, blank=True)
    title_plain = plain_column("title", NAME_LENGTH)
    # as the staff list counts it, smallest = top; None = follows from the reporting line
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True)
    leads_unit = models.BooleanField(_("leads the unit"), default=False)
    is_primary = models.BooleanField(_("primary"), default=True)
    key = models.CharField(_("position number"), max_length=KEY_LENGTH, blank=True)

    objects: ClassVar[PositionManager["Position"]] = PositionManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        indexes = [
            models.Index(fields=["organisation", "valid_from", "valid_until"]),
            models.Index(fields=["organisation", "unit"]),
            models.Index(fields=["organisation", "person"]),
        ]
        constraints = [
            period_constraint("position_period"),
            models.UniqueConstraint(
                fields=["organisation", "person"],
                condition=Q(valid_until__isnull=True, is_primary=True),
                name="position_one_open_primary",
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"position {self.pk}"


class ReportingLine(Dated):
    """A person reports to a manager."""

    class Kind(models.TextChoices):
        SOLID = "solid", _("reports to")
        DOTTED = "dotted", _("also reports to")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="lines_up")
    manager = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="lines_down")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.SOLID)

    objects: ClassVar[ReportingLineManager["ReportingLine"]] = ReportingLineManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("reporting line")
        verbose_name_plural = _("reporting lines")
        indexes = [
            models.Index(fields=["organisation", "valid_from", "valid_until"]),
            models.Index(fields=["organisation", "manager"]),
            models.Index(fields=["organisation", "person"]),
        ]
        constraints = [
            period_constraint("reportingline_period"),
            models.CheckConstraint(condition=~Q(person=F("manager")), name="reportingline_not_itself"),
            models.UniqueConstraint(
                fields=["organisation", "person"],
                condition=Q(valid_until__isnull=True, kind="solid"),
                name="reportingline_one_open_solid",
            ),
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} to {self.manager_id}"


class Leave(Dated):
    """A person is away for a period; why is not recorded."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="leaves")

    class Meta:
        verbose_name = _("leave")
        verbose_name_plural = _("leaves")
        indexes = [models.Index(fields=["organisation", "person"])]
        constraints = [period_constraint("leave_period")]

    def __str__(self) -> str:
        return f"leave of person {self.person_id}"


class Competency(OrganisationOwned):
    """A leadership competency of the organisation's catalogue, in both languages."""

    key = models.SlugField(_("key"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120)
    name_da = models.CharField(_("name in Danish"), max_length=120)
    esco_uri = models.URLField(_("ESCO address"), blank=True)

    class Meta:
        verbose_name = _("competency")
        verbose_name_plural = _("competencies")
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="competency_key")]

    def __str__(self) -> str:
        return self.name_en

    def name(self, language: str) -> str:
        """The name in `language` ("da" or "en")."""
        return self.name_da if language == "da" else self.name_en


class Strength(OrganisationOwned):
    """What a person says they are good at and would like to do. It is theirs: they decide who sees it."""

    class Source(models.TextChoices):
        SELF = "self", _("own view")
        PEER = "peer", _("colleagues' view")
        EVIDENCE = "evidence", _("completed assignments")

    class VisibleTo(models.TextChoices):
        SELF = "self", _("only me")
        LEAD = "lead", _("me and my lead")
        ORGANISATION = "organisation", _("everybody here")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="strengths")
    competency = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField(_("level"))
    wish = models.SmallIntegerField(_("wish"), default=0)
    source = models.CharField(_("source"), max_length=10, choices=Source.choices, default=Source.SELF)
    visible_to = models.CharField(
        _("visible to"), max_length=20, choices=VisibleTo.choices, default=VisibleTo.SELF
    )

    class Meta:
        verbose_name = _("strength")
        verbose_name_plural = _("strengths")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "competency", "source"], name="strength_once"
            ),
            models.CheckConstraint(condition=Q(level__lte=4), name="strength_level"),
            models.CheckConstraint(condition=Q(wish__gte=-1, wish__lte=2), name="strength_wish"),
        ]

    def __str__(self) -> str:
        return f"strength {self.pk} of person {self.person_id}"


class StaffImport(OrganisationOwned):
    """A staff list on its way into the organisation, and afterwards the receipt of what it changed."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("waits for its columns")
        MAPPED = "mapped", _("is being checked")
        FAILED = "failed", _("has errors")
        READY = "ready", _("ready to apply")
        APPLIED = "applied", _("applied")
        UNDONE = "undone", _("undone")

    class Mode(models.TextChoices):
        FULL = "full", _("Everybody: people who are not in the file leave")
        PARTIAL = "partial", _("A part: only the people in the file change")

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.UPLOADED)
    mode = models.CharField(_("the file holds"), max_length=10, choices=Mode.choices, default=Mode.FULL)
    as_of = models.DateField(_("applies from"))
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    file_hash = models.CharField(max_length=64)
    header_hash = models.CharField(max_length=64)
    n_rows = models.PositiveIntegerField(_("rows"))
    mapping = models.JSONField(default=dict)  # our name of a column -> the file's
    summary = models.JSONField(default=dict)  # counts only: see difference.summary
    fingerprint = models.CharField(max_length=64, blank=True)  # of the difference that was shown
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[StaffImportManager["StaffImport"]] = StaffImportManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("import of a staff list")
        verbose_name_plural = _("imports of staff lists")
        indexes = [
            models.Index(fields=["organisation", "-created_at"]),
            models.Index(fields=["organisation", "header_hash"]),
        ]

    def __str__(self) -> str:
        return f"import {self.pk} ({self.state})"

    @property
    def is_open(self) -> bool:
        """Nothing has been changed by it yet."""
        return self.state not in {self.State.APPLIED, self.State.UNDONE}

    @property
    def is_full(self) -> bool:
        """People who are not in the file leave."""
        return self.mode == self.Mode.FULL

    def file_expires(self) -> datetime:
        """When its file is removed, applied or not."""
        return self.created_at + FILE_LIFETIME


class StaffImportFile(OrganisationOwned):
    """The file of an import and what was found in it: kept until applied or discarded, seven days at most."""

    staff_import = models.OneToOneField(StaffImport, on_delete=models.CASCADE, related_name="file")
    content = models.BinaryField()  # deflated
    header = models.JSONField()  # the file's column names
    samples = models.JSONField()  # a few values of each column
    findings = models.JSONField(default=dict)  # problems, warnings and changes, as the preview shows them

    class Meta:
        verbose_name = _("file of an import")
        verbose_name_plural = _("files of imports")

    def __str__(self) -> str:
        return f"file of import {self.staff_import_id}"


class ImportChange(OrganisationOwned):
    """What an import did to the rows of one table, so that exactly that can be undone."""

    class Action(models.TextChoices):
        OPENED = "opened", _("added")
        CLOSED = "closed", _("ended")
        REMOVED = "removed", _("removed")
        CHANGED = "changed", _("changed")

    staff_import = models.ForeignKey(StaffImport, on_delete=models.CASCADE, related_name="changes")
    table = models.CharField(max_length=20)  # a model's name
    action = models.CharField(max_length=10, choices=Action.choices)
    rows = models.JSONField()  # opened: runs of ids [first, last]; else [id, {field: value before}]

    class Meta:
        verbose_name = _("change of an import")
        verbose_name_plural = _("changes of imports")
        constraints = [
            models.UniqueConstraint(fields=["staff_import", "table", "action"], name="importchange_once")
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.action} by import {self.staff_import_id}"
