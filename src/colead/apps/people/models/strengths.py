"""What people say they are good at, what colleagues say when asked, and what may be done with it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from colead.apps.organisations.models import OrganisationOwned
from colead.apps.people import permissions, texts
from colead.apps.people.models.competencies import Competency, Wish
from colead.apps.people.models.consent import Consent
from colead.apps.people.models.structure import Person
from colead.apps.people.queries import ConsentManager, StrengthManager
from colead.apps.people.workflow import VIEW_REQUEST, ViewRequestState
from colead.engine.levels import STORED_AT_MOST
from colead.kit.consent import Purpose

NOTES_LENGTH = 4000


class ViewRequest(OrganisationOwned):
    """A person asks one colleague how they see some of the person's competencies.

    To whom it is put may answer or not; the one who asked cannot tell "not yet" from "no".
    """

    State = ViewRequestState

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="view_requests")
    colleague = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="view_requests_received")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("request for a colleague's view")
        verbose_name_plural = _("requests for colleagues' views")
        constraints = [
            *VIEW_REQUEST.constraints(),
            models.UniqueConstraint(
                fields=["organisation", "person", "colleague"], name="viewrequest_once_a_colleague"
            ),
            models.CheckConstraint(condition=~Q(person=F("colleague")), name="viewrequest_not_oneself"),
        ]

    def __str__(self) -> str:
        return f"request {self.pk} of person {self.person_id} to person {self.colleague_id}"


class RequestedCompetency(OrganisationOwned):
    """A competency about which a colleague is asked."""

    request = models.ForeignKey(ViewRequest, on_delete=models.CASCADE, related_name="asked_about")
    competency = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("requested competency")
        verbose_name_plural = _("requested competencies")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "request", "competency"], name="requestedcompetency_once"
            )
        ]

    def __str__(self) -> str:
        return f"competency {self.competency_id} of request {self.request_id}"


class Strength(OrganisationOwned):
    """What a person says they are good at and would like to do. It is theirs: they decide who sees it.

    A row with `request` is one colleague's answer, for the person alone. A row of completed assignments
    says that a task which needed the level was led to its end.
    """

    class Source(models.TextChoices):
        SELF = "self", _("own view")
        PEER = "peer", _("a colleague's view")
        EVIDENCE = "evidence", _("completed assignments")

    class VisibleTo(models.TextChoices):
        SELF = "self", _("only me")
        LEAD = "lead", _("me and my lead")
        ORGANISATION = "organisation", _("everybody here")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="strengths")
    competency = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField(_("level"))
    wish = models.SmallIntegerField(_("wish"), choices=Wish.choices, null=True, blank=True)
    source = models.CharField(_("source"), max_length=10, choices=Source.choices, default=Source.SELF)
    visible_to = models.CharField(
        _("visible to"), max_length=20, choices=VisibleTo.choices, default=VisibleTo.SELF
    )
    request = models.ForeignKey(
        ViewRequest, on_delete=models.CASCADE, null=True, blank=True, related_name="answers"
    )

    objects: ClassVar[StrengthManager["Strength"]] = StrengthManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("strength")
        verbose_name_plural = _("strengths")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "competency", "source"],
                condition=Q(request__isnull=True),
                name="strength_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "request", "competency"],
                condition=Q(request__isnull=False),
                name="strength_once_an_answer",
            ),
            models.CheckConstraint(condition=Q(level__lte=STORED_AT_MOST), name="strength_level"),
            models.CheckConstraint(condition=Q(wish__gte=-1, wish__lte=2), name="strength_wish"),
            models.CheckConstraint(  # what a colleague was told: nobody but the one who asked sees it
                condition=Q(source="peer", request__isnull=False, visible_to="self")
                | (~Q(source="peer") & Q(request__isnull=True)),
                name="strength_answer_is_private",
            ),
            models.CheckConstraint(
                condition=Q(source="self") | Q(wish__isnull=True), name="strength_wish_is_own"
            ),
        ]

    def __str__(self) -> str:
        return f"strength {self.pk} of person {self.person_id}"


class StrengthNotes(OrganisationOwned):
    """A person's own notes, results of strength tests for example. Only that person ever sees them."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(_("my notes"), max_length=NOTES_LENGTH, blank=True)

    class Meta:
        verbose_name = _("private notes on strengths")
        verbose_name_plural = _("private notes on strengths")

    def __str__(self) -> str:
        return f"notes of person {self.person_id}"


class StrengthConsent(Consent):
    """A person lets Colead use their strengths when tasks are allocated."""

    purpose = Purpose(
        permission=permissions.DESCRIBE_STRENGTHS,
        subject="strength_consent",
        given="people.allocation_agreed",
        withdrawn="people.allocation_withdrawn",
        words=texts.CONSENT_TO_ALLOCATION,
    )

    hours_per_week = models.DecimalField(
        _("hours a week for leadership tasks, at most"), max_digits=4, decimal_places=1, null=True, blank=True
    )

    objects: ClassVar[ConsentManager["StrengthConsent"]] = ConsentManager()  # type: ignore[assignment]

    class Meta(Consent.Meta):
        verbose_name = _("consent to use strengths")
        verbose_name_plural = _("consents to use strengths")
