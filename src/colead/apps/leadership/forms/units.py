"""Fields for units: a list moved in by depth, or, of many units, text that a key or a name is found by."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from colead.apps.leadership.selectors.task_choices import UnitOption
from colead.apps.people.plain import plain

MOST_IN_LIST = 300  # units in a list that one can still look through
MOST_SUGGESTED = 2_000  # units that a browser suggests while one types: the upper ones
MOST_TOLD = 5
Units = Sequence[UnitOption]


class UnitInput(forms.TextInput):
    """A text field whose units the browser suggests, and which does without suggestions, too."""

    units: Units = ()

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """The field and the list it draws from."""
        list_id = f"{(attrs or {}).get('id', name)}_list"
        field = super().render(name, value, {**(attrs or {}), "list": list_id}, renderer)
        upper = sorted(self.units, key=lambda unit: len(unit.above))[:MOST_SUGGESTED]
        lines = format_html_join(
            "", '<option value="{}">{}</option>', ((unit.written, unit.path) for unit in upper)
        )
        return format_html('{}<datalist id="{}">{}</datalist>', field, list_id, lines)


class UnitText(forms.CharField):
    """One unit by its key, its name, or words of the path that leads to it; the value is the key."""

    widget = UnitInput
    units: Units = ()

    def prepare_value(self, value: Any) -> Any:
        """A key stands as name and key; what somebody wrote stays."""
        return _written(self.units, value)

    def clean(self, value: Any) -> str:
        """The key of the one unit that is meant; an empty text for none."""
        text = super().clean(value)
        return find_unit(self.units, text).key if text else ""


class UnitLines(forms.CharField):
    """Several units, one a line, each by its key or its name; the value is their keys."""

    widget = forms.Textarea(attrs={"rows": 4})
    units: Units = ()

    def prepare_value(self, value: Any) -> Any:
        """Keys stand as name and key, one a line."""
        return "\n".join(_written(self.units, line) for line in _lines(value))

    def clean(self, value: Any) -> list[str]:
        """The keys of the units, each once."""
        lines = _lines(super().clean(value))
        return list(dict.fromkeys(find_unit(self.units, line).key for line in lines))


def one_unit(units: Units, **options: Any) -> forms.Field:
    """A field for one unit."""
    if len(units) <= MOST_IN_LIST:
        blank = [("", gettext_lazy("Choose a unit"))] if len(units) != 1 else []
        return forms.ChoiceField(choices=[*blank, *_choices(units)], **options)
    field = UnitText(help_text=gettext_lazy("Write a part of its name, or its key."), **options)
    field.units = field.widget.units = units
    return field


def several_units(units: Units, *, help_text: Any, **options: Any) -> forms.Field:
    """A field for any number of units."""
    if len(units) <= MOST_IN_LIST:
        size = min(8, max(3, len(units)))
        widget = forms.SelectMultiple(attrs={"size": size})
        return forms.MultipleChoiceField(
            choices=_choices(units), widget=widget, help_text=help_text, **options
        )
    hint = [gettext_lazy("One unit a line, by name or key."), " ", help_text]
    field = UnitLines(help_text=format_html_join("", "{}", ((part,) for part in hint)), **options)
    field.units = units
    return field


def find_unit(units: Units, text: str) -> UnitOption:
    """The one unit that a text means; ValidationError names those that it could mean."""
    wanted, words = text.strip().casefold(), plain(text).split()
    found = (
        [unit for unit in units if wanted in (unit.key.casefold(), unit.written.casefold())]
        or [unit for unit in units if unit.name.casefold() == wanted]
        or [
            unit  # its name holds one of the words at least; the rest may stand in the path
            for unit in units
            if all(word in plain(unit.path) for word in words)
            and any(word in plain(unit.name) for word in words)
        ]
    )
    if not found:
        nobody = _("You look after no unit called “%(name)s”. Write its name as in the list of units.")
        raise ValidationError(nobody % {"name": text})
    if len(found) > 1:
        told = "; ".join(f"{unit.path} ({unit.key})" for unit in found[:MOST_TOLD])
        raise ValidationError(_("Several units fit: %(units)s. Write the key of one.") % {"units": told})
    return found[0]


def _written(units: Units, value: Any) -> str:
    text = str(value or "")
    return next((unit.written for unit in units if unit.key == text), text)


def _lines(value: Any) -> list[str]:
    """What stands in the lines of a text, or of each of several texts."""
    texts = [value] if isinstance(value, str) else value or ()
    return [line.strip() for text in texts for line in str(text).splitlines() if line.strip()]


def _choices(units: Units) -> list[tuple[str, str]]:
    """Lines of an indented list; the uppermost of the units stand at its edge."""
    edge = min((len(unit.above) for unit in units), default=0)
    return [(unit.key, "\u2003" * (len(unit.above) - edge) + unit.name) for unit in units]
