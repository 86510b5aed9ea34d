"""Who looks to whom for leadership: nomination sets and the maps computed from them."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from colead.apps.network import permissions, texts
from colead.apps.organisations.models import OrganisationOwned, User
from colead.apps.people.models import Consent, Person, Release
from colead.apps.people.queries import ConsentManager
from colead.kit.consent import Purpose

IMPORT_LIFETIME = timedelta(days=1)


class NominationSet(OrganisationOwned):
    """A named, dated set of nominations. Confidential, not anonymous: rows name the one who nominates."""

    name = models.CharField(_("name"), max_length=120)
    question = models.CharField(_("question"), max_length=300, blank=True)
    held_on = models.DateField(_("day"))
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("nomination set")
        verbose_name_plural = _("nomination sets")
        ordering = ("-held_on", "name")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name", "held_on"],
                name="nominationset_name",
                violation_error_message=_("There is a set with this name and day. Choose another name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Respondent(OrganisationOwned):
    """A person answered in a nomination set, with any number of nominations, or none."""

    nomination_set = models.ForeignKey(NominationSet, on_delete=models.CASCADE, related_name="respondents")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("respondent")
        verbose_name_plural = _("respondents")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "nomination_set", "person"], name="respondent_once"
            )
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} in set {self.nomination_set_id}"


class Nomination(OrganisationOwned):
    """`source` looks to `target` for leadership."""

    nomination_set = models.ForeignKey(NominationSet, on_delete=models.CASCADE, related_name="nominations")
    source = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    target = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    weight = models.FloatField(default=1.0)

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "nomination_set", "source", "target"], name="nomination_once"
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="nomination_not_itself"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="nomination_weight"),
        ]

    def __str__(self) -> str:
        return f"nomination {self.pk} in set {self.nomination_set_id}"


class NominationImport(OrganisationOwned):
    """Files uploaded and not confirmed. Only their owner sees them; they go when stored, or after a day."""

    created_by = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    name = models.CharField(_("name"), max_length=120)
    question = models.CharField(_("question"), max_length=300, blank=True)
    held_on = models.DateField(_("day"))
    file_name = models.CharField(max_length=200, blank=True)
    nominations = models.BinaryField()
    respondents_name = models.CharField(max_length=200, blank=True)
    respondents = models.BinaryField(null=True, blank=True)
    choices = models.JSONField(default=dict)  # how the columns are read: files.tie_layout.TieChoices
    answers = models.JSONField(default=dict)  # who is meant: files.tie_people.TieAnswers

    class Meta:
        verbose_name = _("import of nominations")
        verbose_name_plural = _("imports of nominations")

    def __str__(self) -> str:
        return f"import {self.pk} of user {self.created_by_id}"

    def is_open(self, now: datetime) -> bool:
        """True until its day is over."""
        return now < self.created_at + IMPORT_LIFETIME


class LeadershipMap(Release):
    """What the engine measured once from a nomination set and the structure of its day.

    No page shows it as it is: bridge decides what a member may see of it.
    """

    nomination_set = models.ForeignKey(NominationSet, on_delete=models.CASCADE, related_name="maps")
    whole = models.JSONField()  # {"size": ..., "figures": as the engine gives them, "not_drawn": people}
    # Columns, because a list for each row would take several times as long to read:
    flows = models.JSONField()  # from atom, to atom, nominations in fives
    places = models.JSONField()  # person, atom, band, formal leader, bridging, in random order

    class Meta:
        verbose_name = _("leadership map")
        verbose_name_plural = _("leadership maps")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "nomination_set"], name="leadershipmap_once")
        ]

    def __str__(self) -> str:
        return f"map of set {self.nomination_set_id}"


class NameConsent(Consent):
    """A person lets colleagues see their name on leadership maps."""

    purpose = Purpose(
        permission=permissions.CONSENT,
        subject="consent",
        given="network.name_agreed",
        withdrawn="network.name_withdrawn",
        words=texts.CONSENT_TO_BE_NAMED,
    )

    objects: ClassVar[ConsentManager["NameConsent"]] = ConsentManager()  # type: ignore[assignment]

    class Meta(Consent.Meta):
        verbose_name = _("consent to be named")
        verbose_name_plural = _("consents to be named")
