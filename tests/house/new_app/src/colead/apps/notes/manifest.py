"""What this app brings: notes that a unit leaves for everybody."""

from datetime import date

from colead.apps.notes import permissions, texts
from colead.apps.notes.selectors import newest_note, notes_of_unit
from django.utils.translation import gettext_lazy as _

from colead.apps.people.models import Unit
from colead.apps.people.selectors.leads import units_led
from colead.kit.manifest import Card, Front, Manifest, MenuEntry, SamplePart, Section
from colead.kit.roles import Member


def front(_member: Member, _day: date) -> Front:
    """The newest note."""
    return Front(cards=[Card("notes/_newest.html", newest_note(), place=15)])


def of_unit(_member: Member, unit: Unit, _day: date, _today: date) -> Section:
    """The notes of the unit."""
    return Section("notes/_of_unit.html", notes_of_unit(unit))


def leads_a_unit(member: Member, today: date) -> bool:
    """Whoever leads a unit today."""
    return bool(units_led(member, today=today))


MANIFEST = Manifest(
    permissions=permissions,
    urls="colead.apps.notes.urls",
    api="colead.apps.notes.api",
    menu=(MenuEntry(_("Notes"), "notes:list", "notebook", permissions.VIEW, place=95, visible=leads_a_unit),),
    front=front,
    of_unit=of_unit,
    entries=texts.ENTRIES,
    sample=(SamplePart(_("Notes"), "colead.sample.notes_part.add_notes"),),
)
