"""Who works here, where, and whom they report to: identities once, everything that changes as dated rows."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from colead.apps.organisations.models import DatedRow, Organisation, OrganisationOwned, User
from colead.apps.organisations.queries import ScopedDatedManager
from colead.apps.people.plain import plain_column
from colead.apps.people.queries import PersonManager, PositionManager, ReportingLineManager

KEY_LENGTH, NAME_LENGTH = 200, 200


def period_constraint(name: str) -> models.CheckConstraint:
    """valid_until lies after valid_from, or is open."""
    return models.CheckConstraint(
        condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
        name=name,
        violation_error_message=_("The end must lie after the start."),
    )


class Dated(OrganisationOwned, DatedRow):
    """A row of one organisation that is in force in a period."""

    objects: ClassVar[ScopedDatedManager["Dated"]] = ScopedDatedManager()  # type: ignore[assignment]

    class Meta:
        abstract = True


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
    # where what belonged to the unit lies once it ends here; without it, in the unit above
    goes_to = models.ForeignKey(Unit, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)

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
    # an import has put another address in the place of this one; whether it is theirs is not settled
    earlier_email = models.EmailField(blank=True)
    email_by = models.BigIntegerField(null=True)  # the id of the user who imported the address
    # whose account it is today; written with its AccountLink: services/account_links.py
    user = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="people", null=True, blank=True)

    objects: ClassVar[PersonManager["Person"]] = PersonManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [
            models.Index(fields=["organisation", "name_plain"]),
            models.Index("organisation", Lower("email"), name="person_address"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="person_key"),
            models.UniqueConstraint(
                fields=["organisation", "user"], condition=Q(user__isnull=False), name="person_one_per_user"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def readdress(self, email: str, *, by: int | None) -> None:
        """Put another address in the place of the one there is, which must then agree; see earlier_email."""
        earlier = self.earlier_email or self.email
        self.earlier_email = "" if email.lower() == earlier.lower() else earlier
        self.email, self.email_by = email, by


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


class StructureVersion(OrganisationOwned):
    """What `structure_version` writes with every change of the rows above."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    version = models.UUIDField()

    def __str__(self) -> str:
        return str(self.version)
