from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from colead.apps.organisations.models import ApiToken, Organisation, User
from colead.engine.dates import FIRST_DAY, LAST_DAY
from colead.kit.errors import DomainError
from colead.kit.roles import Role

TOKEN_DAYS = [(30, _("30 days")), (90, _("90 days")), (365, _("a year"))]


class DayField(forms.DateField):
    """A date that can be meant, with the browser's own picker."""

    default_validators = [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **options)


class OrganisationForm(forms.ModelForm[Organisation]):
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=[(name, name) for name in sorted(available_timezones())]
    )

    class Meta:
        model = Organisation
        fields = ("name", "language", "time_zone")
        help_texts = {
            "language": _("The language of e-mails and reports. Everybody chooses their own on the pages.")
        }


class NewOrganisationForm(forms.Form):
    name = forms.CharField(label=_("Name of the organisation"), max_length=200)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    until = DayField(label=_("Until"), required=False, help_text=_("Needed for consultants."))


class ChangeRoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    until = DayField(label=_("Until"), required=False)


class TokenForm(forms.Form):
    name = forms.CharField(label=_("What is it for?"), max_length=100)
    scope = forms.ChoiceField(label=_("Rights"), choices=ApiToken.Scope.choices)
    days = forms.TypedChoiceField(label=_("Works for"), choices=TOKEN_DAYS, coerce=int, initial=90)


class ProfileForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ("name", "language", "csv_dialect")
        help_texts = {"csv_dialect": _("Not chosen: as a spreadsheet in the page's language opens them.")}


class LinkRequestForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))


def add_error(form: forms.BaseForm, error: DomainError) -> None:
    """Show a DomainError at its field, or above the form when it has none."""
    field = error.field if error.field in form.fields else None
    form.add_error(field, str(error))
