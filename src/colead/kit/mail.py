"""The mail server, with what it was given counted."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

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
