"""Changes of notes."""

from datetime import datetime

from colead.apps.notes import permissions
from colead.apps.notes.models import Note
from django.db import transaction

from colead.apps.ledger.services import append_entry
from colead.apps.people.models import Unit
from colead.kit.roles import Member


@transaction.atomic
def write_note(*, by: Member, unit: Unit, text: str, now: datetime) -> Note:
    """Leave a note at a unit."""
    by.require(permissions.WRITE)
    note = Note.objects.create(organisation=by.organisation, unit=unit, text=text, written_at=now)
    append_entry(by=by, action="notes.written", subject=f"note:{note.pk}", now=now)
    return note
