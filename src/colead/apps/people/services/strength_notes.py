"""A person's own notes on their strengths."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from colead.apps.people import permissions
from colead.apps.people.models import NOTES_LENGTH, StrengthNotes
from colead.apps.people.own_person import own_person
from colead.kit.errors import DomainError
from colead.kit.roles import Member


@transaction.atomic
def save_notes(*, by: Member, text: str) -> None:
    """Keep the person's notes; empty ones are removed.

    No entry in the ledger, alone among the changes: that somebody keeps notes is nobody's business.
    """
    by.require(permissions.DESCRIBE_STRENGTHS)
    person = own_person(by)
    if len(text) > NOTES_LENGTH:
        raise DomainError(
            "notes_too_long",
            _("The notes are longer than %(most)s characters.") % {"most": NOTES_LENGTH},
            _("Shorten them."),
            field="text",
        )
    if text.strip():
        StrengthNotes.objects.update_or_create(
            person=person, defaults={"organisation": by.organisation, "text": text}
        )
    else:
        StrengthNotes.objects.filter(person=person).delete()
