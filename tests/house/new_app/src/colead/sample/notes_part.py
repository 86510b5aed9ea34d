"""Notes in the sample."""

from colead.apps.notes.services import write_note

from colead.apps.people.models import Unit
from colead.sample.loading import Loading
from colead.sample.records import Bilingual
from colead.sample.units import MERGED_INTO

WELCOME = Bilingual("Kig forbi til kaffe om fredagen", "Come by for coffee on Fridays")


def add_notes(loading: Loading) -> None:
    """One note, of the unit in which the characters work."""
    unit = Unit.objects.get(pk=loading.keys.units[MERGED_INTO])
    write_note(by=loading.by, unit=unit, text=WELCOME.spoken(loading.keys.language), now=loading.now)
