from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.bridge.wishes import Wishes
from colead.apps.leadership.selectors.scenario_words import Candidates
from colead.apps.leadership.selectors.task_choices import task_choices
from colead.apps.people.selectors.tree import unit_choices

BLANK_ROWS = 4
CONTINUITY = [(0.0, _("does not matter")), (0.1, _("matters a little")), (0.5, _("matters much"))]


class ScenarioForm(forms.Form):
    """What an allocation is asked; pairs stand in rows of their own."""

    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("For example “Autumn, with a cap of two tasks”.")
    )
    task_units = forms.MultipleChoiceField(
        label=_("Tasks of these units"), required=False, help_text=_("With everything below them.")
    )
    tasks = forms.TypedMultipleChoiceField(
        label=_("and these tasks"),
        required=False,
        coerce=int,
        help_text=_("If you choose neither units nor tasks, all tasks with open seats are asked about."),
    )
    people_units = forms.MultipleChoiceField(
        label=_("People of these units"),
        required=False,
        help_text=_(
            "With everything below them. Nothing chosen: everybody who lets their strengths be used."
        ),
    )
    reopen = forms.BooleanField(
        label=_("Propose anew who holds the seats that are held today"), required=False
    )
    deputies = forms.BooleanField(label=_("Find deputies for tasks that want one"), required=False)
    hours = forms.FloatField(
        label=_("Hours a week a person gives at most"),
        min_value=0.5,
        max_value=60,
        help_text=_("What they hold already counts."),
    )
    most_tasks = forms.IntegerField(
        label=_("Tasks a person holds at most"),
        min_value=1,
        max_value=20,
        required=False,
        help_text=_("Empty: as many as the hours allow."),
    )
    formal_percent = forms.IntegerField(
        label=_("Formal leaders take at most, per cent of the seats"),
        min_value=0,
        max_value=100,
        required=False,
        help_text=_("Empty: no limit."),
    )
    fairness = forms.BooleanField(label=_("Share the hours as evenly as possible"), required=False)
    stretch = forms.BooleanField(
        label=_("Let people grow: one competency may be one level short, beside a mentor"), required=False
    )
    continuity = forms.TypedChoiceField(
        label=_("That holders of today go on"), choices=CONTINUITY, coerce=float
    )
    must_fill = forms.TypedMultipleChoiceField(
        label=_("Seats of these tasks may not stay open"), required=False, coerce=int
    )

    def __init__(self, *args: Any, day: date, **options: Any) -> None:
        super().__init__(*args, **options)
        tasks = task_choices(day)
        units = [(unit.key, unit.label) for unit in unit_choices(day)]
        given = {"task_units": units, "people_units": units, "tasks": tasks, "must_fill": tasks}
        for name, choices in given.items():
            field: Any = self.fields[name]
            field.choices = choices
            field.widget.attrs["size"] = min(8, max(3, len(choices)))


class CandidateField(forms.CharField):
    """A person by number or name; the value is their primary key, None where nobody is named."""

    people: Candidates

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"list": "candidates"})
        super().__init__(required=False, max_length=200, widget=widget, **options)

    def clean(self, value: Any) -> int | None:
        """Whom the text means."""
        text = super().clean(value).strip()
        return self.people.find(text) if text else None


class RowForm(forms.Form):
    """A row that names people; an empty one says nothing."""

    def __init__(self, *args: Any, people: Candidates, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, CandidateField):
                field.people = people


class PairForm(RowForm):
    """A person locked in or out of a task."""

    how = forms.ChoiceField(
        label=_("How"), choices=[("in", _("holds")), ("out", _("does not hold"))], required=False
    )
    task = forms.TypedChoiceField(label=_("Task"), required=False, coerce=int, empty_value=None)
    person = CandidateField(label=_("Person"))

    def __init__(self, *args: Any, tasks: list[tuple[Any, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["task"]
        field.choices = [("", "–"), *tasks]

    def clean(self) -> dict[str, Any]:
        """Both or neither."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "person" in cleaned and bool(cleaned.get("task")) != bool(cleaned["person"]):
            self.add_error("person", _("Choose both a task and a person."))
        return cleaned


class ExclusionForm(RowForm):
    """Two people who shall not lead the same task."""

    person = CandidateField(label=_("Person"))
    other = CandidateField(label=_("and"))

    def clean(self) -> dict[str, Any]:
        """Two different people, or nobody."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, second = cleaned.get("person"), cleaned.get("other")
        if not self.errors and (bool(first) != bool(second) or (first and first == second)):
            self.add_error("other", _("Choose two different people."))
        return cleaned


class WishesForm:
    """The form and its rows of pairs as one: what the view shows, and what it makes of it."""

    def __init__(
        self, data: Mapping[str, Any] | None, *, day: date, people: Candidates, name: str, wishes: Wishes
    ) -> None:
        self.people = people
        share = wishes.formal_share
        percent = None if share is None else round(100 * share)
        initial = {**wishes.to_dict(), "name": name, "formal_percent": percent}
        self.form = ScenarioForm(data, day=day, initial=initial)
        pairs: Any = forms.formset_factory(PairForm, extra=BLANK_ROWS)
        exclusion_pairs: Any = forms.formset_factory(ExclusionForm, extra=2)
        of_pairs = {"people": people, "tasks": task_choices(day)}
        rows = [
            {"how": how, "task": task, "person": people.label_of(person)}
            for how, named in (("in", wishes.locked), ("out", wishes.locked_out))
            for task, person in named
        ]
        self.pairs = pairs(data, prefix="pairs", form_kwargs=of_pairs, initial=rows)
        rows = [
            {"person": people.label_of(first), "other": people.label_of(second)}
            for first, second in wishes.exclusion_pairs
        ]
        self.exclusion_pairs = exclusion_pairs(
            data, prefix="exclusion_pairs", form_kwargs={"people": people}, initial=rows
        )

    def is_valid(self) -> bool:
        """True when every row is; all are checked, so that all errors show at once."""
        checked = [self.form.is_valid(), self.pairs.is_valid(), self.exclusion_pairs.is_valid()]
        return all(checked)

    @property
    def has_tasks(self) -> bool:
        """Certain tasks are chosen, or wrongly: shown opened."""
        form = self.form
        return form.is_bound or bool(form.initial["tasks"] or form.initial["must_fill"])

    @property
    def has_pairs(self) -> bool:
        """The rows are filled in, or wrong: shown opened."""
        return bool(self.pairs.initial or self.exclusion_pairs.initial or self.pairs.is_bound)

    def wishes(self) -> Wishes:
        """What was asked."""
        asked = dict(self.form.cleaned_data)
        del asked["name"]
        percent = asked.pop("formal_percent")
        pairs, exclusion_pairs = (
            [row.cleaned_data for row in rows if row.cleaned_data.get("person")]
            for rows in (self.pairs, self.exclusion_pairs)
        )
        return Wishes.from_dict(
            asked
            | {
                "formal_share": None if percent is None else percent / 100,
                "locked": [(row["task"], row["person"]) for row in pairs if row["how"] != "out"],
                "locked_out": [(row["task"], row["person"]) for row in pairs if row["how"] == "out"],
                "exclusion_pairs": [(row["person"], row["other"]) for row in exclusion_pairs],
            }
        )
