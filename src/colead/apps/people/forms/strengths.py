"""Forms about strengths: built from the catalogue, one row for each competency. No JavaScript needed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from colead.apps.people.models import LEVEL_NAMES, NOTES_LENGTH, Strength, Wish
from colead.apps.people.selectors.competencies import CompetencyItem
from colead.apps.people.services.save_strengths import StrengthEntry


@dataclass(frozen=True)
class ProfileRow:
    """The fields of one competency."""

    competency: CompetencyItem
    level: forms.BoundField
    wish: forms.BoundField
    visible_to: forms.BoundField


class ProfileForm(forms.Form):
    """Level, wish and who sees it, for each competency of the catalogue. Without a level: not a strength."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        competencies: Sequence[CompetencyItem],
        held: Mapping[str, StrengthEntry],
    ) -> None:
        super().__init__(data)
        self.competencies, self.held = competencies, held
        for item in competencies:
            before = held.get(item.key)
            self.fields[f"level_{item.key}"] = _level_field(before.level if before else None, _("not chosen"))
            self.fields[f"wish_{item.key}"] = _wish_field(before.wish if before else None)
            self.fields[f"visible_{item.key}"] = forms.ChoiceField(
                label=_("Who sees it"),
                choices=Strength.VisibleTo.choices,
                initial=before.visible_to if before else Strength.VisibleTo.SELF,
            )

    def chosen(self) -> list[ProfileRow]:
        """The competencies that the person has chosen already."""
        return self._rows(item for item in self.competencies if item.key in self.held)

    def others(self) -> list[ProfileRow]:
        """All others of the catalogue."""
        return self._rows(item for item in self.competencies if item.key not in self.held)

    def clean(self) -> dict[str, Any]:
        """A wish belongs to a level."""
        cleaned = super().clean() or {}
        for item in self.competencies:
            level = cleaned.get(f"level_{item.key}")
            if level is None and cleaned.get(f"wish_{item.key}") is not None:
                self.add_error(f"level_{item.key}", _("Choose a level, too, or take the wish away."))
        return cleaned

    def entries(self) -> list[StrengthEntry]:
        """What was chosen, as the service takes it."""
        return [
            StrengthEntry(
                competency=item.key,
                level=self.cleaned_data[f"level_{item.key}"],
                wish=self.cleaned_data[f"wish_{item.key}"],
                visible_to=self.cleaned_data[f"visible_{item.key}"],
            )
            for item in self.competencies
            if self.cleaned_data[f"level_{item.key}"] is not None
        ]

    def _rows(self, items: Iterable[CompetencyItem]) -> list[ProfileRow]:
        return [
            ProfileRow(item, self[f"level_{item.key}"], self[f"wish_{item.key}"], self[f"visible_{item.key}"])
            for item in items
        ]


class AnswerForm(forms.Form):
    """How one sees a colleague: a level for each competency they asked about, or nothing."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, asked: Sequence[tuple[CompetencyItem, int | None]]
    ) -> None:
        super().__init__(data)
        self.asked = [item for item, _level in asked]
        for item, level in asked:
            field = _level_field(level, _("I cannot say"))
            field.label = item.name
            self.fields[f"level_{item.key}"] = field

    def rows(self) -> list[tuple[CompetencyItem, forms.BoundField]]:
        """Each competency with its field."""
        return [(item, self[f"level_{item.key}"]) for item in self.asked]

    def levels(self) -> dict[str, int | None]:
        """The level for each competency, None where nothing was said."""
        return {item.key: self.cleaned_data[f"level_{item.key}"] for item in self.asked}


class AskForm(forms.Form):
    """What to ask a colleague about."""

    competencies = forms.MultipleChoiceField(
        label=_("What do you want to know about?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one competency.")},
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        competencies: Sequence[CompetencyItem],
        initial: Sequence[str] = (),
    ) -> None:
        super().__init__(data, initial={"competencies": list(initial)})
        field = self.fields["competencies"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [(item.key, item.name) for item in competencies]


class ConsentForm(forms.Form):
    """How many hours a week an allocation may count on; empty = as many as whoever allocates says."""

    hours_per_week = forms.DecimalField(
        label=_("At most so many hours a week"),
        required=False,
        localize=True,
        max_digits=4,
        decimal_places=1,
        help_text=_(
            "All leadership tasks together. Empty: what those who allocate count on for everybody. "
            "They can see it."
        ),
    )


class NotesForm(forms.Form):
    """Private notes."""

    text = forms.CharField(
        label=_("My notes"),
        required=False,
        max_length=NOTES_LENGTH,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Results of strength tests you have taken, for example, and what you make of them."),
    )


def _level_field(initial: int | None, nothing: Any) -> forms.TypedChoiceField:
    """The levels by name; what each looks like stands beside it on the page."""
    choices = [("", nothing), *((level, f"{level} · {name}") for level, name in LEVEL_NAMES.items())]
    return _optional_number(_("Level"), choices, initial)


def _wish_field(initial: int | None) -> forms.TypedChoiceField:
    return _optional_number(_("Wish"), [("", _("not said")), *Wish.choices], initial)


def _optional_number(label: Any, choices: Sequence[Any], initial: int | None) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=choices, coerce=int, empty_value=None, required=False, initial=initial
    )
