"""The e-mail that carries a checkpoint out of the house, in its receiver's language."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation

from colead.apps.ledger.models import LedgerCheckpoint, LedgerHead
from colead.apps.ledger.texts import fault_texts
from colead.apps.organisations.models import Organisation, User
from colead.kit.mail import written


def checkpoint_letter(
    organisation: Organisation, checkpoint: LedgerCheckpoint, head: LedgerHead, to: User
) -> EmailMessage:
    """What the log was when it was signed, and what the check of that night has found."""
    with translation.override(to.language or organisation.language):
        context = {
            "organisation": organisation,
            "checkpoint": checkpoint,
            "faults": fault_texts(head.faults),
            "url": settings.BASE_URL + reverse("ledger:list", args=[organisation.slug]),
        }
        return written("ledger/email/checkpoint.txt", to.email, context, Auto_Submitted="auto-generated")
