from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.bridge.wishes import Wishes
from colead.apps.leadership.selectors.scenario_names import Candidates
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
        for name, choices in (
            ("task_units", units),
            ("people_units", units),
            ("tasks", tasks),
            ("must_fill", tasks),
        ):
            field: Any = self.fields[name]
            field.choices = choices
            field.widget.attrs["size"] = min(8, max(3, len(choices)))


class PairForm(forms.Form):
    """A person locked in or out of a task; an empty row says nothing."""

    how = forms.ChoiceField(
        label=_("How"), choices=[("in", _("holds")), ("out", _("does not hold"))], required=False
    )
    task = forms.TypedChoiceField(label=_("Task"), required=False, coerce=int, empty_value=None)
    person = forms.CharField(label=_("Person"), required=False, max_length=200)

    def __init__(self, *args: Any, people: Candidates, tasks: list[tuple[Any, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = people
        field: Any = self.fields["task"]
        field.choices = [("", "–"), *tasks]
        self.fields["person"].widget.attrs["list"] = "candidates"

    def clean_person(self) -> int | None:
        """Whom the text means."""
        text = self.cleaned_data["person"].strip()
        return self.people.find(text) if text else None

    def clean(self) -> dict[str, Any]:
        """Both or neither."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "person" in cleaned and bool(cleaned.get("task")) != bool(cleaned["person"]):
            self.add_error("person", _("Choose both a task and a person."))
        return cleaned


class ExclusionForm(forms.Form):
    """Two people who shall not lead the same task; an empty row says nothing."""

    person = forms.CharField(label=_("Person"), required=False, max_length=200)
    other = forms.CharField(label=_("and"), required=False, max_length=200)

    def __init__(self, *args: Any, people: Candidates, **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = people
        for field in self.fields.values():
            field.widget.attrs["list"] = "candidates"

    def clean_person(self) -> int | None:
        """Whom the text means."""
        return self._found("person")

    def clean_other(self) -> int | None:
        """Whom the text means."""
        return self._found("other")

    def clean(self) -> dict[str, Any]:
        """Two different people, or nobody."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, second = cleaned.get("person"), cleaned.get("other")
        if not self.errors and (bool(first) != bool(second) or (first and first == second)):
            self.add_error("other", _("Choose two different people."))
        return cleaned

    def _found(self, name: str) -> int | None:
        text = self.cleaned_data[name].strip()
        return self.people.find(text) if text else None


class WishesForm:
    """The form and its rows of pairs as one: what the view shows, and what it makes of it."""

    def __init__(
        self, data: Mapping[str, Any] | None, *, day: date, people: Candidates, name: str, wishes: Wishes
    ) -> None:
        self.people = people
        self.form = ScenarioForm(data, day=day, initial=_initial(wishes, name))
        pairs: Any = forms.formset_factory(PairForm, extra=BLANK_ROWS)
        exclusion_pairs: Any = forms.formset_factory(ExclusionForm, extra=2)
        tasks = task_choices(day)
        self.pairs = pairs(
            data,
            prefix="pairs",
            form_kwargs={"people": people, "tasks": tasks},
            initial=_pair_rows(wishes, people),
        )
        self.exclusion_pairs = exclusion_pairs(
            data,
            prefix="exclusion_pairs",
            form_kwargs={"people": people},
            initial=_exclusion_rows(wishes, people),
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
        asked = self.form.cleaned_data
        percent = asked["formal_percent"]
        pairs = [row.cleaned_data for row in self.pairs if row.cleaned_data.get("person")]
        return Wishes(
            tasks=tuple(asked["tasks"]),
            task_units=tuple(asked["task_units"]),
            people_units=tuple(asked["people_units"]),
            formal_share=None if percent is None else percent / 100,
            must_fill=tuple(asked["must_fill"]),
            locked=tuple((row["task"], row["person"]) for row in pairs if row["how"] != "out"),
            locked_out=tuple((row["task"], row["person"]) for row in pairs if row["how"] == "out"),
            exclusion_pairs=tuple(
                (row.cleaned_data["person"], row.cleaned_data["other"])
                for row in self.exclusion_pairs
                if row.cleaned_data.get("person")
            ),
            **{name: asked[name] for name in PLAIN},
        )


PLAIN = ("reopen", "deputies", "hours", "most_tasks", "stretch", "fairness", "continuity")


def _initial(wishes: Wishes, name: str) -> dict[str, Any]:
    share = wishes.formal_share
    return {
        "name": name,
        "tasks": wishes.tasks,
        "task_units": wishes.task_units,
        "people_units": wishes.people_units,
        "formal_percent": None if share is None else round(100 * share),
        "must_fill": wishes.must_fill,
        **{field: getattr(wishes, field) for field in PLAIN},
    }


def _pair_rows(wishes: Wishes, people: Candidates) -> list[dict[str, Any]]:
    return [
        {"how": how, "task": task, "person": people.label_of(person)}
        for how, pairs in (("in", wishes.locked), ("out", wishes.locked_out))
        for task, person in pairs
    ]


def _exclusion_rows(wishes: Wishes, people: Candidates) -> list[dict[str, Any]]:
    return [
        {"person": people.label_of(first), "other": people.label_of(second)}
        for first, second in wishes.exclusion_pairs
    ]
