"""The catalogue of leadership competencies, and what people say they are good at."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from colead.apps.organisations.models import OrganisationOwned
from colead.apps.people.models.structure import Person


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
