from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from colead.apps.network.services.import_nominations import Upload
from colead.apps.organisations.forms import DayField


class ImportForm(forms.Form):
    """A file or pasted text of nominations, and what people were asked."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("For example “Advice, spring 2026”. The map is called so."),
    )
    held_on = DayField(
        label=_("Day"), help_text=_("When people answered. The structure of that day is used.")
    )
    question = forms.CharField(
        label=_("Question"),
        max_length=300,
        required=False,
        help_text=_("What people were asked, for example “Whom do you go to for direction or advice?”"),
    )
    file = forms.FileField(
        label=_("File with nominations"),
        required=False,
        help_text=_(
            "CSV or XLSX with a row for each nomination: from, to; if you like also weight and kind. "
            "People by employee number or e-mail."
        ),
    )
    pasted = forms.CharField(
        label=_("or paste the rows here"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )
    respondents = forms.FileField(
        label=_("File with those who answered"),
        required=False,
        help_text=_(
            "One column. Without it, everybody on the staff list of that day counts as having answered."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Exactly one source of nominations, within the size that is allowed."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("file") and not (cleaned.get("pasted") or "").strip():
            self.add_error("file", _("Choose a file, or paste the rows below."))
        for field in ("file", "respondents"):
            if cleaned.get(field) and cleaned[field].size > settings.UPLOAD_BYTES:
                self.add_error(field, _too_large())
        return cleaned

    def uploaded(self) -> Upload:
        """The fields as `services.start_import` takes them."""
        file, answered = self.cleaned_data["file"], self.cleaned_data["respondents"]
        return {
            "name": self.cleaned_data["name"],
            "held_on": self.cleaned_data["held_on"],
            "question": self.cleaned_data["question"],
            "nominations": file.read() if file else self.cleaned_data["pasted"].encode(),
            "file_name": file.name if file else "",
            "respondents": answered.read() if answered else None,
            "respondents_name": answered.name if answered else "",
        }


def _too_large() -> ValidationError:
    return ValidationError(
        _("The file is larger than %(megabytes)s MB."),
        params={"megabytes": settings.UPLOAD_BYTES // (1024 * 1024)},
    )
