from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.bridge.wishes import Wishes
from colead.apps.leadership.selectors.scenario_choices import Candidates, Choosable, ChoosableTasks
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
    tasks: Any = forms.Field(
        label=_("and these tasks"),
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
    must_fill: Any = forms.Field(label=_("Seats of these tasks may not stay open"))

    def __init__(self, *args: Any, day: date, among: ChoosableTasks, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("tasks", "must_fill"):
            asked = self.fields[name]
            self.fields[name] = several_tasks(among, label=asked.label, help_text=asked.help_text)
        choices = [(unit.key, unit.label) for unit in unit_choices(day)]
        for name in ("task_units", "people_units"):
            field: Any = self.fields[name]
            field.choices = choices
            field.widget.attrs["size"] = list_size(choices)


def list_size(choices: Sequence[Any]) -> int:
    """How many lines of a list to choose from are seen at once."""
    return min(8, max(3, len(choices)))


def several_tasks(among: ChoosableTasks, *, help_text: Any, **options: Any) -> forms.Field:
    """A field for any number of tasks: a list, or of many, lines to write them in."""
    if among.are_many:
        hint = [_("One task a line, by number or words of its title."), " ", help_text]
        field = TaskLines(required=False, help_text=format_html_join("", "{}", zip(hint)), **options)
        field.among = among
        return field
    choices = [(one.pk, one.name) for one in among.all]
    widget = forms.SelectMultiple(attrs={"size": list_size(choices)})
    return forms.TypedMultipleChoiceField(
        choices=choices, widget=widget, required=False, coerce=int, help_text=help_text, **options
    )


def one_task(among: ChoosableTasks) -> forms.Field:
    """A field for one task, or none: a list, or of many, text."""
    if among.are_many:
        field = NamedField(label=_("Task"))
        field.among = among
        return field
    choices = [("", "–"), *((one.pk, one.name) for one in among.all)]
    return forms.TypedChoiceField(
        label=_("Task"), choices=choices, required=False, coerce=int, empty_value=None
    )


class NamedField(forms.CharField):
    """One by number or name; the value is the primary key, None where nothing is named."""

    among: Choosable

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=200, **options)

    def prepare_value(self, value: Any) -> Any:
        """A primary key stands as name and number; what somebody wrote stays."""
        return self.among.label_of(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        """Whom or what the text means."""
        text = super().clean(value).strip()
        return self.among.find(text) if text else None


class TaskLines(forms.CharField):
    """Several tasks, one a line; the value is their primary keys, each once."""

    widget = forms.Textarea(attrs={"rows": 4})
    among: Choosable

    def prepare_value(self, value: Any) -> Any:
        """Primary keys stand as titles and numbers, one a line; what somebody wrote stays."""
        return value if isinstance(value, str) else "\n".join(map(self.among.label_of, value or ()))

    def clean(self, value: Any) -> list[int]:
        """The tasks that the lines mean."""
        lines = (line.strip() for line in super().clean(value).splitlines())
        return list(dict.fromkeys(self.among.find(line) for line in lines if line))


class RowForm(forms.Form):
    """A row that names people; an empty one says nothing."""

    def __init__(self, *args: Any, people: Candidates, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, NamedField):
                field.among = people
                field.widget.attrs["list"] = "candidates"


class PairForm(RowForm):
    """A person locked in or out of a task."""

    how = forms.ChoiceField(
        label=_("How"), choices=[("in", _("holds")), ("out", _("does not hold"))], required=False
    )
    task: Any = forms.Field()
    person = NamedField(label=_("Person"))

    def __init__(self, *args: Any, tasks: ChoosableTasks, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["task"] = one_task(tasks)

    def clean(self) -> dict[str, Any]:
        """Both or neither."""
        cleaned: dict[str, Any] = super().clean() or {}
        if {"person", "task"} <= cleaned.keys() and bool(cleaned.get("task")) != bool(cleaned["person"]):
            self.add_error("person", _("Choose both a task and a person."))
        return cleaned


class ExclusionForm(RowForm):
    """Two people who shall not lead the same task."""

    person = NamedField(label=_("Person"))
    other = NamedField(label=_("and"))

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
        tasks = ChoosableTasks(day)
        self.form = ScenarioForm(data, day=day, among=tasks, initial=initial)
        pairs: Any = forms.formset_factory(PairForm, extra=BLANK_ROWS)
        exclusion_pairs: Any = forms.formset_factory(ExclusionForm, extra=2)
        of_pairs = {"people": people, "tasks": tasks}
        rows = [
            {"how": how, "task": task, "person": person}
            for how, named in (("in", wishes.locked), ("out", wishes.locked_out))
            for task, person in named
        ]
        self.pairs = pairs(data, prefix="pairs", form_kwargs=of_pairs, initial=rows)
        rows = [{"person": first, "other": second} for first, second in wishes.exclusion_pairs]
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
