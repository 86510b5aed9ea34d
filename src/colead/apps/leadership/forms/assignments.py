"""What is asked when a task is offered, answered, shared, covered, given back and handed over."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from colead.apps.leadership.models.tasks import TEXT_LENGTH
from colead.apps.organisations.forms import DayField


class NoteField(forms.CharField):
    """Lines that are never needed."""

    def __init__(self, rows: int = 3, max_length: int = 4000, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(required=False, max_length=max_length, widget=widget, **options)


class MessageField(NoteField):
    """A few lines, never needed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=TEXT_LENGTH, **options)


class ShareField(forms.DecimalField):
    """A share of a seat in whole percent; the value is between 0 and 1."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=5, max_value=100, decimal_places=0, **options)

    def prepare_value(self, value: Any) -> Any:
        """Show a share of 0.5 as 50."""
        return f"{100 * value:.0f}" if isinstance(value, Decimal) and value <= 1 else value

    def clean(self, value: Any) -> Decimal | None:
        """Read 50 as 0.5."""
        percentage = super().clean(value)
        return None if percentage is None else percentage / 100


class VolunteerForm(forms.Form):
    message = MessageField(
        label=_("What makes you want it? (optional)"), help_text=_("Those who look after the task read it.")
    )


class SuggestForm(forms.Form):
    message = MessageField(
        label=_("What makes you think of them? (optional)"),
        help_text=_("Your colleague reads it, and sees that it comes from you."),
    )


class OfferForm(forms.Form):
    """A share of a seat."""

    starts_on = DayField(label=_("From"))
    ends_on = DayField(
        label=_("Until (optional)"),
        required=False,
        help_text=_("The day on which it ends. Left out: after the term of the task."),
    )
    share = ShareField(label=_("Share of a seat, in percent"), initial=Decimal(1))
    trial_until = DayField(
        label=_("Trial until (optional)"),
        required=False,
        help_text=_("Until then both of you can end it from one day to the next."),
    )
    message = MessageField(label=_("A few words to them (optional)"), help_text=_("Why them?"))


class WordsForm(forms.Form):
    message = MessageField(label=_("A few words to them (optional)"))


class CoverForm(WordsForm):
    starts_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Back on"), help_text=_("On this day the task returns by itself."))
    field_order = ("starts_on", "ends_on", "message")


class ReasonForm(forms.Form):
    reason = MessageField(
        label=_("Reason (you need not give one)"), help_text=_("Only the one who offered it reads this.")
    )


class GiveBackForm(forms.Form):
    day = DayField(label=_("From which day on is it free?"))
    note = NoteField(label=_("What the next one should know (optional)"), rows=4)


class ShareForm(forms.Form):
    share = ShareField(label=_("Share of the seat, in percent"))
    day = DayField(label=_("From"))


class NoteForm(forms.Form):
    note = NoteField(label=_("What the next one should know"), rows=8)


class FinishForm(forms.Form):
    day = DayField(label=_("From which day on is it no longer yours?"))
