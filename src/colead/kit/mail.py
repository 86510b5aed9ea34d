"""E-mails made of templates, and the mail server, with what it was given counted."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.template.loader import render_to_string

from colead.kit.metrics import count_mails


class CountedEmailBackend(EmailBackend):
    """Django's SMTP, counting what was sent and what was not."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        sent = 0
        try:
            sent = super().send_messages(email_messages) or 0
        finally:
            count_mails("sent", sent)
            count_mails("failed", len(email_messages) - sent)
        return sent


def written(template: str, to: str, context: Mapping[str, Any], **headers: str) -> EmailMessage:
    """An e-mail in the language of the moment; the first line of its template is the subject.

    headers : names with _ for -.
    """
    subject, _blank, body = render_to_string(template, dict(context)).strip().partition("\n")
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[to], headers=named)
