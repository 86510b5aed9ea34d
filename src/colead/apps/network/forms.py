from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from colead.apps.network.services.import_nominations import Upload
from colead.apps.organisations.forms import DayField
from colead.files.tie_layout import ROLES, SEVERAL, Role, TieChoices
from colead.files.tie_people import PersonQuestion, TieAnswers
from colead.files.tie_tables import TieTable

SHOWN_COLUMNS, SHOWN_PEOPLE = 100, 50
NO_HEADER, ASIDE = "none", "aside"


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
            "A table with a row for each nomination, the answers of a survey form, a matrix, or a graph "
            "(GraphML, GEXF, GML, Pajek, UCINET DL, JSON). People by employee number, e-mail or name."
        ),
    )
    pasted = forms.CharField(
        label=_("or paste the rows here"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )
    sheet = forms.CharField(
        label=_("Sheet"),
        max_length=200,
        required=False,
        help_text=_("Only of a workbook in which several sheets hold tables."),
    )
    respondents = forms.FileField(
        label=_("File with those who answered"),
        required=False,
        help_text=_(
            "Everybody in it has answered; it may be the file of answers once more. Without it, everybody "
            "on the staff list of that day counts as having answered."
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
            "choices": TieChoices(sheet=self.cleaned_data["sheet"] or None).to_dict(),
        }


def _too_large() -> ValidationError:
    return ValidationError(
        _("The file is larger than %(megabytes)s MB."),
        params={"megabytes": settings.UPLOAD_BYTES // (1024 * 1024)},
    )


class ColumnsForm(forms.Form):
    """What each column of the file holds, as it was recognised, and whether the first row is a header."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, found: TieTable) -> None:
        super().__init__(data)
        self.found, layout = found, found.layout
        self.labels = [label for label in found.table.header if label not in layout.people][:SHOWN_COLUMNS]
        if not found.is_graph:
            self.fields["header"] = forms.ChoiceField(
                label=_("Header"), choices=self._headers(), required=False, initial=self._header
            )
        roles = [(role.value, gettext(said)) for role, said in ROLES.items() if role is not Role.ABOUT]
        for number, label in enumerate(self.labels):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=label,
                choices=[("", _("Not used")), *roles],
                required=False,
                initial=layout.role_of(label) or "",
            )
        if layout.people:
            self.fields["about"] = forms.BooleanField(
                label=self._about(), required=False, initial=Role.ABOUT in layout.columns
            )
            self.fields["transposed"] = forms.BooleanField(
                label=_("The columns answer, and the rows are named"),
                required=False,
                initial=layout.transposed,
            )
        if layout.kinds:
            self.fields["one_question"] = forms.BooleanField(
                label=_("All columns answer one question"), required=False
            )

    def _about(self) -> str:
        people = list(self.found.layout.people.values())
        text = ngettext(
            "%(count)s column is called as a person (%(people)s): its marks or numbers say who is named",
            "%(count)s columns are called as people (%(people)s): their marks or numbers say who is named",
            len(people),
        )
        return text % {"count": len(people), "people": ", ".join(people[:3])}

    @property
    def _header(self) -> str:
        lines = self.found.layout.header
        return str(lines[0]) if lines else NO_HEADER

    def _headers(self) -> list[tuple[str, Any]]:
        """The row that is a header now, the first three, and none."""
        lines = sorted({1, 2, 3, *self.found.layout.header[:1]})
        named = [(str(line), gettext("Row %(line)s is the header") % {"line": line}) for line in lines]
        return [(NO_HEADER, _("There is no header: every row counts")), *named]

    @property
    def has_other_header(self) -> bool:
        """Whether another row was chosen: then the columns are called otherwise, and are looked at anew."""
        return self.cleaned_data.get("header") not in {None, "", self._header}

    def rows(self) -> list[tuple[forms.BoundField, Sequence[str]]]:
        """Every column with its first values."""
        values = (self.found.first_values(label) for label in self.labels)
        return [(self[f"column_{number}"], first) for number, first in enumerate(values)]

    def others(self) -> list[forms.BoundField]:
        """The fields below the columns."""
        return [self[name] for name in ("about", "transposed", "one_question") if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """One column answers, at least one is named; no other role is held twice."""
        cleaned = super().clean() or {}
        if self.has_other_header:
            return cleaned
        held = {name: choice for name, choice in cleaned.items() if name.startswith("column_") and choice}
        times = Counter(held.values())
        for name, choice in held.items():
            if times[choice] > 1 and choice not in SEVERAL:
                self.add_error(name, _("Another column holds this, too. Choose one of them."))
        if not times[Role.SOURCE] or not (times[Role.TARGET] or cleaned.get("about")):
            self.add_error(
                None, _("Choose the column of those who answer, and at least one that names people.")
            )
        return cleaned

    def chosen(self) -> TieChoices:
        """The choice, as the reader of files takes it."""
        header = None
        if self.has_other_header:
            chosen = self.cleaned_data["header"]
            return TieChoices(header=() if chosen == NO_HEADER else (int(chosen),))
        if not self.found.is_graph:
            header = self.found.layout.header
        held = [(label, self.cleaned_data[f"column_{number}"]) for number, label in enumerate(self.labels)]
        columns = {role: tuple(label for label, choice in held if choice == role) for role in Role}
        about = tuple(self.found.layout.people) if self.cleaned_data.get("about") else ()
        return TieChoices(
            columns=columns | {Role.ABOUT: about},
            header=header,
            one_question=self.cleaned_data.get("one_question") or None,
            transposed=bool(self.cleaned_data.get("transposed")),
        )


class PeopleForm(forms.Form):
    """Who is meant by each spelling that finds nobody, or several people."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, questions: Sequence[PersonQuestion]) -> None:
        super().__init__(data)
        self.questions = {_field_of(one.written): one for one in questions[:SHOWN_PEOPLE]}
        for name, question in self.questions.items():
            people = [
                (f"key {key}", f"{called} ({key})" if called else key) for key, called in question.candidates
            ]
            self.fields[name] = forms.ChoiceField(
                label=question.written,
                choices=[("", _("Who is meant?")), *people, (ASIDE, _("Set aside"))],
                required=False,
                initial=f"key {question.alike}" if question.alike else "",
            )

    def rows(self) -> list[tuple[forms.BoundField, PersonQuestion]]:
        """Every spelling with what is asked about it."""
        return [(self[name], question) for name, question in self.questions.items()]

    def answered(self, before: TieAnswers) -> TieAnswers:
        """The answers so far, with those that were given now."""
        given = {
            question.written: "" if self.cleaned_data[name] == ASIDE else self.cleaned_data[name][4:]
            for name, question in self.questions.items()
            if self.cleaned_data.get(name)
        }
        return TieAnswers({**before.people, **given}, before.alike, before.set_aside)


def _field_of(written: str) -> str:
    """The name of the field of a spelling, which may be any text."""
    return f"person_{sha256(written.encode()).hexdigest()[:16]}"
