"""Its part of the tests' world."""

from colead.apps.notes.models import Note
from django.utils import timezone

from house.world import World


def furnish(world: World) -> None:
    """A note of the unit."""
    note = Note.objects.create(
        organisation=world.organisation, unit=world.unit, text=world.canary, written_at=timezone.now()
    )
    world.values["note"] = note.pk
