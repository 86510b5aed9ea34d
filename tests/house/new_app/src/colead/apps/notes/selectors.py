"""Reads of notes."""

from dataclasses import dataclass

from colead.apps.notes.models import Note
from django.http import Http404

from colead.apps.people.models import Unit


@dataclass(frozen=True)
class NoteRow:
    """A note, and the name of its unit."""

    id: int
    unit: str
    text: str


def all_notes() -> list[NoteRow]:
    """The notes of the organisation, the newest first. One query."""
    return [_row(note) for note in Note.objects.select_related("unit").order_by("-written_at")]


def existing_note(number: int) -> NoteRow:
    """One note; Http404 if there is none. One query."""
    found = Note.objects.select_related("unit").filter(pk=number).first()
    if found is None:
        raise Http404
    return _row(found)


def newest_note() -> NoteRow | None:
    """The newest note, if there is one. One query."""
    return next(
        (_row(note) for note in Note.objects.select_related("unit").order_by("-written_at")[:1]), None
    )


def notes_of_unit(unit: Unit) -> list[NoteRow]:
    """The notes of one unit, the newest first. One query."""
    return [
        _row(note) for note in Note.objects.filter(unit=unit).select_related("unit").order_by("-written_at")
    ]


def _row(note: Note) -> NoteRow:
    return NoteRow(note.pk, note.unit.name, note.text)
