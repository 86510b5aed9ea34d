"""The catalogue of leadership competencies, and the scale on which people place themselves."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from colead.apps.organisations.models import OrganisationOwned
from colead.engine.levels import LEVELS, SCALE

DESCRIPTION_LENGTH, LEVELS_LENGTH = 400, 1200
WORDS = (
    "name_en",
    "name_da",
    "description_en",
    "description_da",
    "levels_en",
    "levels_da",
    "esco_uri",
)
"""What the people team may reword. The key stays, so that tasks and profiles keep their meaning."""


# The engine says what the levels are; its catalogue holds their Danish.
LEVEL_NAMES: dict[int, Promise] = {level: _(SCALE[level].name) for level in LEVELS}


class Wish(models.IntegerChoices):
    """How much somebody would like to use a strength, whatever its level."""

    RATHER_NOT = -1, _("would rather not")
    WILLING = 0, _("will, if needed")
    LIKE = 1, _("would like to")
    LOVE = 2, _("would love to")


class Competency(OrganisationOwned):
    """A leadership competency of the organisation's catalogue, in both languages."""

    key = models.SlugField(_("key"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120)
    name_da = models.CharField(_("name in Danish"), max_length=120)
    description_en = models.CharField(
        _("description in English"), max_length=DESCRIPTION_LENGTH, blank=True, default=""
    )
    description_da = models.CharField(
        _("description in Danish"), max_length=DESCRIPTION_LENGTH, blank=True, default=""
    )
    # A line for each level, 0 first; empty: the words of SCALE.
    levels_en = models.TextField(_("levels in English"), max_length=LEVELS_LENGTH, blank=True, default="")
    levels_da = models.TextField(_("levels in Danish"), max_length=LEVELS_LENGTH, blank=True, default="")
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

    def description(self, language: str) -> str:
        """What it is, in `language`; empty when nobody has said."""
        return self.description_da if language == "da" else self.description_en

    def levels(self, language: str) -> list[str]:
        """What each level looks like, in `language`."""
        own = (self.levels_da if language == "da" else self.levels_en).splitlines()
        return own if len(own) == len(SCALE) else [gettext(level.looks_like) for level in SCALE]
