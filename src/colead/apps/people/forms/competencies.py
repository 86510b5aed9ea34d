from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from colead.apps.people.models import Competency
from colead.apps.people.models.competencies import WORDS
from colead.engine.levels import LEVELS

LEVELS_HELP = _("One line for each level, 0 first. Left empty, the general words of the scale are used.")


class EscoField(forms.URLField):
    """An address of ESCO; its concepts are named with http."""

    def __init__(self, **options: Any) -> None:
        super().__init__(assume_scheme="http", **options)


class CompetencyForm(forms.ModelForm[Competency]):
    """A competency in both languages."""

    class Meta:
        model = Competency
        fields = WORDS
        field_classes = {"esco_uri": EscoField}
        widgets = {
            "levels_en": forms.Textarea(attrs={"rows": len(LEVELS)}),
            "levels_da": forms.Textarea(attrs={"rows": len(LEVELS)}),
        }
        help_texts = {
            "levels_en": LEVELS_HELP,
            "levels_da": LEVELS_HELP,
            "esco_uri": _("The address of the same concept at esco.ec.europa.eu, if there is one."),
        }

    def clean(self) -> dict[str, Any]:
        """Levels are described in full, or not at all."""
        cleaned = super().clean() or {}
        for name in ("levels_en", "levels_da"):
            lines = [line.strip() for line in cleaned.get(name, "").splitlines() if line.strip()]
            if lines and len(lines) != len(LEVELS):
                self.add_error(
                    name,
                    _("Describe all %(count)d levels, one on each line, or none.") % {"count": len(LEVELS)},
                )
            cleaned[name] = "\n".join(lines)
        return cleaned
