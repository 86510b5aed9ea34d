from django import forms
from django.utils.translation import gettext_lazy as _


class ReceiversForm(forms.Form):
    """Who gets checkpoints by e-mail."""

    emails = forms.CharField(
        label=_("E-mail addresses of members, one a line"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Best are people who do not run the server: of the board, of the works council."),
    )

    def clean_emails(self) -> list[str]:
        """The addresses, blanks dropped."""
        return [line.strip() for line in self.cleaned_data["emails"].splitlines() if line.strip()]
