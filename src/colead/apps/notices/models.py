"""What a person should know, how they want to be told, and the e-mails that carry it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from colead.apps.notices.queries import NoticeManager
from colead.apps.notices.workflow import DIGEST, DigestState
from colead.apps.organisations.models import OrganisationOwned, User

WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]


class Frequency(models.TextChoices):
    """How often a person gets an e-mail."""

    OFF = "off", _("No e-mail")
    DAILY = "daily", _("Every day there is something new")
    WEEKLY = "weekly", _("Once a week")


class NoticePreference(OrganisationOwned):
    """How one person wants to be told; without a row: a weekly e-mail on Monday, nothing muted."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(_("E-mail"), max_length=10, choices=Frequency.choices, default=Frequency.WEEKLY)
    weekday = models.PositiveSmallIntegerField(_("Day of the weekly e-mail"), choices=WEEKDAYS, default=0)
    muted = models.JSONField(default=list, blank=True)  # codes of kinds

    class Meta:
        verbose_name = _("notice settings")
        verbose_name_plural = _("notice settings")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="noticepreference_one"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="noticepreference_weekday"),
        ]

    def __str__(self) -> str:
        return f"notice settings of user {self.user_id}"


class Digest(OrganisationOwned):
    """One e-mail to one person, and whether it has gone out. The page never waits for it."""

    State = DigestState

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=100, blank=True)  # the kind of the fault, never an address

    class Meta:
        verbose_name = _("e-mail digest")
        verbose_name_plural = _("e-mail digests")
        indexes = [models.Index(fields=["organisation", "state", "next_attempt_at"])]
        constraints = [
            *DIGEST.constraints(),
            models.UniqueConstraint(fields=["organisation", "user", "day"], name="digest_one_a_day"),
        ]

    def __str__(self) -> str:
        return f"digest of {self.day} to user {self.user_id}"


class Notice(OrganisationOwned):
    """One thing that one person should know. Its words come from its kind; the row holds ids and counts."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=100)
    subject = models.CharField(max_length=200)
    dedupe = models.CharField(max_length=100, blank=True)
    url = models.CharField(max_length=500, blank=True)
    values = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    digest = models.ForeignKey(Digest, on_delete=models.SET_NULL, null=True, related_name="notices")
    digested_at = models.DateTimeField(null=True)  # when that e-mail went out

    objects: ClassVar[NoticeManager["Notice"]] = NoticeManager()  # type: ignore[assignment]  # Self and the model are one

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [models.Index(fields=["organisation", "user", "-created_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user", "kind", "subject", "dedupe"], name="notice_once"
            )
        ]

    def __str__(self) -> str:
        return f"notice {self.pk} to user {self.user_id}"
