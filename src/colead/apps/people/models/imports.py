"""Staff lists on their way in, and the notes of what they changed."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from colead.apps.jobs.models import Job
from colead.apps.organisations.models import OrganisationOwned, User
from colead.apps.people.queries import StaffImportManager
from colead.apps.people.workflow import STAFF_IMPORT, UNAPPLIED, ImportState
from colead.files.places import Place

FILE_LIFETIME = timedelta(days=7)


class StaffImport(OrganisationOwned):
    """A staff list on its way into the organisation, and afterwards the receipt of what it changed."""

    State = ImportState

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
    answers = models.JSONField(default=dict)  # to what the file leaves open, by the questions' ids
    summary = models.JSONField(default=dict)  # counts only: see diff.summary
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
        constraints = STAFF_IMPORT.constraints()
        indexes = [
            models.Index(fields=["organisation", "-created_at"]),
            models.Index(fields=["organisation", "header_hash"]),
        ]

    def __str__(self) -> str:
        return f"import {self.pk} ({self.state})"

    @property
    def is_open(self) -> bool:
        """Nothing has been changed by it yet."""
        return self.state in UNAPPLIED

    @property
    def is_full(self) -> bool:
        """People who are not in the file leave."""
        return self.mode == self.Mode.FULL


class StaffImportFile(OrganisationOwned):
    """The file of an import and what was found in it: kept until applied or discarded, seven days at most."""

    staff_import = models.OneToOneField(StaffImport, on_delete=models.CASCADE, related_name="file")
    content = models.BinaryField()  # deflated
    header = models.JSONField()  # the file's column names
    samples = models.JSONField()  # a few values of each column
    left_out = models.JSONField(default=list)  # columns whose values were not kept
    place = models.JSONField(default=dict)  # where its table stands: see files.places.Place
    look = models.JSONField(default=dict)  # its first rows, and those left out: see files.opened_file
    findings = models.JSONField(default=dict)  # problems, warnings and changes, as the preview shows them

    class Meta:
        verbose_name = _("file of an import")
        verbose_name_plural = _("files of imports")

    @property
    def chosen_place(self) -> Place:
        """Where its table stands."""
        place = self.place
        header = place.get("header")
        return Place(
            place.get("sheet"),
            None if header is None else tuple(header),
            tuple(place.get("left_out", ())),
            tuple(place.get("kept", ())),
        )

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
    # of the staff list: ids of what it opened, else [id, {field: value before}]; of what followed in other
    # tables: [id, {field: value}] of what was opened or removed, [id, values before, values after] of changes
    rows = models.JSONField()

    class Meta:
        verbose_name = _("change of an import")
        verbose_name_plural = _("changes of imports")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "staff_import", "table", "action"], name="importchange_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.action} by import {self.staff_import_id}"
