from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from colead.apps.notices.models import NoticePreference


class PreferenceForm(forms.ModelForm[NoticePreference]):
    """How and when to be told; `kinds` are those that can be muted."""

    muted = forms.MultipleChoiceField(
        label=_("Do not tell me about"),
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
    )

    class Meta:
        model = NoticePreference
        fields = ("digest", "weekday")
        help_texts = {"digest": _("Only when there is something you have not read.")}

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        muted = self.fields["muted"]
        assert isinstance(muted, forms.MultipleChoiceField)  # noqa: S101  (for the type checker)
        muted.choices, muted.initial = kinds, self.instance.muted
        if not kinds:
            del self.fields["muted"]
