"""Forms of a task: what it is, its rows, its mandate. Rows grow by a button; blank ones are left out."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, cast

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.forms.units import Units, one_unit, several_units
from colead.apps.leadership.models.tasks import TEXT_LENGTH, TITLE_LENGTH
from colead.apps.leadership.services.task_rows import MOST_ROWS, RANGES, Need, NewMandate
from colead.apps.leadership.services.tasks import NewTask, TaskFields
from colead.apps.organisations.forms import DayField, add_error
from colead.apps.people.models import LEVEL_NAMES
from colead.engine.levels import MIN_NEEDED
from colead.kit.errors import DomainError

BLANK_ROWS = 3
CURRENCIES = [(code, code) for code in ("DKK", "EUR", "NOK", "SEK")]
LEVELS = [(level, name) for level, name in LEVEL_NAMES.items() if level >= MIN_NEEDED]
WEIGHTS = [(1, _("a little")), (2, _("somewhat")), (3, _("much")), (4, _("very much")), (5, _("most of all"))]
Choices = Sequence[tuple[str, str]]
Rows = BaseFormSet[Any]


def _range(name: str) -> dict[str, Any]:
    low, high = RANGES[name]
    return {"min_value": low, "max_value": high}


class DayForm(forms.Form):
    """From which day a change holds."""

    day = DayField(label=_("From"), help_text=_("What held before that day stays in the history."))


class TaskForm(forms.Form):
    """What a task is."""

    title = forms.CharField(label=_("Title of the task"), max_length=TITLE_LENGTH)
    purpose = forms.CharField(
        label=_("Purpose"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Why somebody should lead this, and how one sees that it goes well."),
    )
    unit = forms.ChoiceField(label=_("Unit"))
    hours_per_week = forms.DecimalField(
        label=_("Hours a week"),
        **_range("hours_per_week"),
        decimal_places=1,
        help_text=_("A good guess is enough. It keeps people from being overloaded."),
    )
    seats = forms.IntegerField(
        label=_("Seats"),
        initial=1,
        **_range("seats"),
        help_text=_("How many hold the task at the same time. A seat can be shared."),
    )
    wants_deputy = forms.BooleanField(label=_("Each holder shall have a deputy"), required=False)
    term_months = forms.IntegerField(
        label=_("Term in months"),
        required=False,
        **_range("term_months"),
        help_text=_("Empty: until it is given back."),
    )
    most_terms = forms.IntegerField(
        label=_("Terms in a row at most"),
        required=False,
        **_range("most_terms"),
        help_text=_("Then it is somebody else's turn. Empty: nobody has to change."),
    )

    def __init__(self, *args: Any, units: Units, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"] = one_unit(units, label=self.fields["unit"].label)

    def wanted(self) -> TaskFields:
        """The fields as the services take them."""
        return TaskFields(**{name: self.cleaned_data[name] for name in TaskForm.base_fields})


class OpenTaskForm(TaskForm):
    """What a new task is, and from when."""

    opens_on = DayField(
        label=_("Open from"),
        help_text=_("A day that has passed, if somebody has been leading it since then."),
    )


class MandateForm(forms.Form):
    """What the holder may decide."""

    may_decide = forms.CharField(
        label=_("The holder may decide"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It goes on after “may decide …”, for example “who works when, and swaps”."),
    )
    domain = forms.CharField(
        label=_("Concerning"),
        max_length=TITLE_LENGTH,
        required=False,
        help_text=_("For example “the roster”."),
    )
    limit_amount = forms.DecimalField(
        label=_("Up to an amount of"),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        help_text=_("0: without spending money. Empty: money is not mentioned."),
    )
    limit_currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES, initial="DKK")
    confer_with = forms.CharField(
        label=_("After conferring with"),
        max_length=TEXT_LENGTH,
        required=False,
        help_text=_("Whom the holder asks first, for example “the safety representative”."),
    )
    units = forms.MultipleChoiceField(
        label=_("In these units"),
        required=False,
        help_text=_("With all units below. None chosen: in the unit of the task."),
    )

    def __init__(self, *args: Any, units: Units, is_needed: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        plain = self.fields["units"]
        self.fields["units"] = several_units(
            units, label=plain.label, help_text=plain.help_text, required=False
        )
        self.fields["may_decide"].required = is_needed

    def clean(self) -> dict[str, Any]:
        """A limit without a decision would be lost; say so."""
        cleaned: dict[str, Any] = super().clean() or {}
        rest = ("domain", "limit_amount", "confer_with", "units")
        if not cleaned.get("may_decide") and any(cleaned.get(name) not in (None, "", []) for name in rest):
            self.add_error(
                "may_decide", _("Say what the holder may decide, or empty the rest of the mandate.")
            )
        return cleaned

    def wanted(self) -> NewMandate | None:
        """The mandate as the services take it; None when nothing is to be decided."""
        chosen = {name: self.cleaned_data[name] for name in MandateForm.base_fields}
        if not chosen["may_decide"]:
            return None
        return NewMandate(**chosen | {"units": frozenset(chosen["units"])})


class SetMandateForm(MandateForm, DayForm):
    """A mandate, and from which day it holds."""

    field_order = (*MandateForm.base_fields, "day")


class CloseForm(forms.Form):
    """From which day a task is there no more."""

    day = DayField(
        label=_("Closed from"),
        help_text=_("Assignments end on that day, offers are withdrawn, and those concerned are told."),
    )


class AccountabilityForm(forms.Form):
    """One thing that the holder sees to."""

    text = forms.CharField(label=_("Accountability"), max_length=TEXT_LENGTH, required=False)


class NeedForm(forms.Form):
    """A competency that the task asks for."""

    competency = forms.ChoiceField(label=_("Competency"), required=False)
    level = forms.TypedChoiceField(label=_("Level"), choices=LEVELS, coerce=int, initial=2, required=False)
    weight = forms.TypedChoiceField(label=_("Counts"), choices=WEIGHTS, coerce=int, initial=2, required=False)
    is_critical = forms.BooleanField(label=_("Cannot do without"), required=False)

    def __init__(self, *args: Any, competencies: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(forms.ChoiceField, self.fields["competency"]).choices = [("", _("None")), *competencies]


AccountabilityRows = formset_factory(
    AccountabilityForm, extra=BLANK_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS
)
NeedRows = formset_factory(NeedForm, extra=BLANK_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


def texts(rows: Rows) -> list[str]:
    """The accountabilities of the rows, each once."""
    return list(dict.fromkeys(row["text"].strip() for row in _filled(rows, "text")))


def needs(rows: Rows) -> list[Need]:
    """The needs of the rows."""
    return [
        Need(row["competency"], row["level"] or 2, row["weight"] or 1, row["is_critical"])
        for row in _filled(rows, "competency")
    ]


def posted_values(form: type[forms.Form], data: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """What was sent for a form, unchecked: to show it again while somebody is still filling it in."""
    start = f"{prefix}-" if prefix else ""
    return {
        name: field.widget.value_from_datadict(data, {}, f"{start}{name}")
        for name, field in form.base_fields.items()
    }


def posted_rows(form: type[forms.Form], data: Mapping[str, Any], prefix: str) -> list[dict[str, Any]]:
    """What was sent for the rows of a formset, unchecked."""
    total = str(data.get(f"{prefix}-TOTAL_FORMS", ""))
    number = min(int(total), MOST_ROWS) if total.isdecimal() else 0
    return [posted_values(form, data, f"{prefix}-{place}") for place in range(number)]


def _filled(rows: Rows, name: str) -> list[dict[str, Any]]:
    """What stands in the rows that have a value for `name`."""
    return [form.cleaned_data for form in rows.forms if form.cleaned_data.get(name)]


class TaskSheet:
    """The four forms on which a task is opened: with the first values of a draft, or as they were sent."""

    def __init__(
        self,
        units: Units,
        competencies: Choices,
        *,
        data: Mapping[str, Any] | None = None,
        draft: Mapping[str, Any] | None = None,
    ) -> None:
        first = (draft or {}).get
        of_needs: dict[str, Any] = {"competencies": competencies}
        self.task = OpenTaskForm(data, initial=first("task"), units=units)
        self.accountabilities: Rows = AccountabilityRows(
            data, prefix="accountabilities", initial=first("accountabilities")
        )
        self.needs: Rows = NeedRows(data, prefix="needs", initial=first("needs"), form_kwargs=of_needs)
        self.mandate = MandateForm(
            data, prefix="mandate", initial=first("mandate"), units=units, is_needed=False
        )

    def is_valid(self) -> bool:
        """All four are; every error is collected before anybody has to look."""
        valid = [form.is_valid() for form in (self.task, self.accountabilities, self.needs, self.mandate)]
        return all(valid)

    def wanted(self, recipe: str) -> NewTask:
        """The task as the service takes it."""
        rows = texts(self.accountabilities), needs(self.needs)
        return NewTask(self.task.wanted(), *rows, mandate=self.mandate.wanted(), recipe=recipe)

    def add_error(self, error: DomainError) -> None:
        """Show the error at its field, or above everything."""
        add_error(self.mandate if error.field in self.mandate.fields else self.task, error)


def posted_draft(data: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent, unchecked and without blank rows, so that new blank ones can be added."""
    rows = posted_rows(AccountabilityForm, data, "accountabilities")
    needed = posted_rows(NeedForm, data, "needs")
    return {
        "task": posted_values(OpenTaskForm, data),
        "accountabilities": [row for row in rows if row["text"]],
        "needs": [row for row in needed if row["competency"]],
        "mandate": posted_values(MandateForm, data, "mandate"),
    }


def task_draft(wanted: NewTask, day: date) -> dict[str, Any]:
    """A task that is thought of already, as from a recipe."""
    mandate = asdict(wanted.mandate) if wanted.mandate else {}
    return {
        "task": {**asdict(wanted.fields), "opens_on": day},
        "accountabilities": [{"text": text} for text in wanted.accountabilities],
        "needs": [asdict(need) for need in wanted.needs],
        "mandate": {**mandate, "units": list(mandate.get("units", ()))},
    }
