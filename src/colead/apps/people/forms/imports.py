from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from colead.apps.organisations.forms import DayField
from colead.apps.people.models import StaffImport
from colead.apps.people.selectors.file_look import FileLook, column_name
from colead.files.chosen_place import ALL, NONE, chosen_place
from colead.files.columns import STAFF
from colead.files.places import ABOVE, CHOSEN, Place
from colead.files.problems import FileError


class UploadForm(forms.Form):
    """Step one: a file or pasted rows, whether it holds everybody, and from when it applies."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("CSV, XLSX, XLS, XLSB or ODS, as your HR system exports it."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xls,.xlsb,.ods,.parquet"}),
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


class PlaceForm(forms.Form):
    """Step two, when a file was read wrongly: its sheet, its header, and rows that are nobody's."""

    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    header_row = forms.ChoiceField(label=_("The header stands on line"), required=False)
    skip_rows = forms.CharField(
        label=_("Leave out more lines"), required=False, help_text=_("As 12, or 20-22 for several.")
    )
    keep_rows = forms.MultipleChoiceField(
        label=_("Rows to put back"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, look: FileLook) -> None:
        shown = {
            "sheet": look.sheet,
            "header_row": look.header_row,
            "keep_rows": [str(line) for line in look.kept],
        }
        super().__init__(data, initial=shown)
        self.look = look
        by_choice = [row.line for row in look.left_out if row.why == CHOSEN]
        self.initial["skip_rows"] = ", ".join(map(str, by_choice))
        self._choices("sheet", self._sheets())
        self._choices("header_row", self._headers())
        self._choices("keep_rows", self._rows_to_keep())

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def _sheets(self) -> list[tuple[str, str]]:
        each = [(sheet, sheet) for sheet in self.look.sheets]
        if self.look.sheet and self.look.sheet not in {ALL, *self.look.sheets}:
            each.insert(0, (self.look.sheet, self.look.sheet))
        undecided = [("", gettext("Choose"))] if self.look.must_choose else []
        return [*undecided, *each, (ALL, gettext("All of them as one table"))]

    def _headers(self) -> list[tuple[str, str]]:
        """Each of the first rows, and the header as it was found."""
        rows = [(str(row.line), f"{row.line}: {_in_one_line(row.cells)}") for row in self.look.rows]
        found = self.look.header_row
        several = [(found, found)] if found not in {NONE, *(line for line, _ in rows)} else []
        return [*several, *rows, (NONE, gettext("There is no header"))]

    def _rows_to_keep(self) -> list[tuple[str, str]]:
        again = [(str(line), str(line)) for line in self.look.kept]
        offered = [row for row in self.look.left_out if row.why not in {ABOVE, CHOSEN}]
        return again + [(str(row.line), f"{row.line}: {row.cells[0]} ({row.words})") for row in offered]

    def clean(self) -> dict[str, Any]:
        """The lines must be lines; on another sheet everything is found anew."""
        cleaned = super().clean() or {}
        if self.look.must_choose and not cleaned.get("sheet"):
            self.add_error("sheet", _("Choose one of them, or all."))
        if self.errors:
            return cleaned
        try:
            self.place()
        except FileError as error:
            self.add_error("skip_rows", error.problems[0].text(gettext))
        return cleaned

    def place(self) -> Place:
        """The place that was chosen. FileError for words that are no lines."""
        said = self.cleaned_data
        sheet = said["sheet"] or self.look.sheet  # a file with one sheet offers none
        if sheet != self.look.sheet:
            return chosen_place(sheet=sheet)
        keep_rows = ", ".join(said["keep_rows"])
        return chosen_place(
            sheet=sheet, header_row=said["header_row"], skip_rows=said["skip_rows"], keep_rows=keep_rows
        )


def _in_one_line(cells: Sequence[str]) -> str:
    return " · ".join(cell for cell in cells if cell)[:60]


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
                label=column_name(label), choices=choices, required=False, initial=ours.get(label, "")
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
        chosen = [self.cleaned_data.get(name) for name in self.fields]
        return {ours: label for label, ours in zip(self.header, chosen, strict=True) if ours}
