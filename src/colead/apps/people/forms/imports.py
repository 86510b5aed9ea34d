from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from colead.apps.organisations.forms import DayField
from colead.apps.people.models import StaffImport
from colead.files.columns import STAFF


class UploadForm(forms.Form):
    """Step one: a file or pasted rows, whether it holds everybody, and from when it applies."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("CSV or XLSX, as your HR system exports it."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.parquet"}),
    )
    text = forms.CharField(
        label=_("Or paste rows from a spreadsheet"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_("Copy the header row, too."),
    )
    mode = forms.ChoiceField(
        label=_("Does the file hold everybody?"),
        choices=StaffImport.Mode.choices,
        initial=StaffImport.Mode.FULL,
        widget=forms.RadioSelect,
    )
    as_of = DayField(
        label=_("The changes apply from"),
        help_text=_("Everything before that day stays as it was."),
    )

    def clean(self) -> dict[str, Any]:
        """Exactly one source, and none that is too large."""
        cleaned = super().clean() or {}
        file, text = cleaned.get("file"), cleaned.get("text", "")
        if not file and not text.strip():
            raise forms.ValidationError(_("Choose a file, or paste rows."))
        if file and text.strip():
            raise forms.ValidationError(_("Choose a file or paste rows, not both."))
        if file and file.size > settings.UPLOAD_BYTES:
            megabytes = settings.UPLOAD_BYTES // 1_048_576
            raise forms.ValidationError(_("The file is larger than %(size)s MB.") % {"size": megabytes})
        return cleaned

    def content(self) -> tuple[bytes, str]:
        """The bytes and the name of what was sent."""
        file = self.cleaned_data["file"]
        return (file.read(), file.name) if file else (self.cleaned_data["text"].encode(), "")


class ColumnsForm(forms.Form):
    """Step two: for every column of the file, what it holds."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        header: Sequence[str],
        samples: Sequence[Sequence[str]],
        mapping: Mapping[str, str],
    ) -> None:
        super().__init__(data)
        self.header, self.samples = list(header), samples
        ours = {label: name for name, label in reversed(list(mapping.items()))}
        offered = [(ours, gettext(column.label)) for ours, column in STAFF.items()]
        choices = [("", _("Not used")), *offered]
        for number, label in enumerate(self.header):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=label, choices=choices, required=False, initial=ours.get(label, "")
            )

    def rows(self) -> list[tuple[forms.BoundField, Sequence[str]]]:
        """Every column with its first values."""
        return [(self[f"column_{number}"], values) for number, values in enumerate(self.samples)]

    def clean(self) -> dict[str, Any]:
        """No two columns may hold the same."""
        cleaned = super().clean() or {}
        times = Counter(choice for choice in cleaned.values() if choice)
        for name, choice in cleaned.copy().items():
            if choice and times[choice] > 1:
                self.add_error(name, _("Another column holds this, too. Choose one of them."))
        return cleaned

    def columns(self) -> dict[str, str]:
        """Our name of a column -> the file's."""
        chosen = {name: self.cleaned_data.get(name) for name in self.fields}
        return {ours: str(self.fields[name].label) for name, ours in chosen.items() if ours}
