"""What this app brings: leadership tasks, who holds them, allocations, and how leadership is spread."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from colead.apps.leadership import permissions, texts
from colead.apps.leadership.sections import of_person, of_unit
from colead.apps.leadership.selectors.board import TASKS
from colead.apps.leadership.selectors.offers import APPLICATIONS, OFFERS
from colead.apps.leadership.selectors.overview import leadership_tile
from colead.apps.leadership.selectors.recipes import RECIPES
from colead.apps.leadership.selectors.scenarios import LOADS, SCENARIOS, SEATS
from colead.apps.leadership.selectors.spread import MONTHS_OF_SPREAD, UNITS_OF_SPREAD
from colead.apps.leadership.selectors.who_led import WHO_LED
from colead.kit.manifest import Card, Front, Manifest, MenuEntry, SamplePart
from colead.kit.roles import Member


def front(member: Member, day: date) -> Front:
    """How many seats are open, and what waits for the reader."""
    return Front(cards=[Card("leadership/_overview_card.html", leadership_tile(member, day), place=10)])


MANIFEST = Manifest(
    permissions=permissions,
    urls="colead.apps.leadership.urls",
    api="colead.apps.leadership.api",
    menu=(
        MenuEntry(_("My leadership"), "leadership:mine", "user-star", permissions.TAKE_PART, place=10),
        MenuEntry(_("Leadership tasks"), "leadership:board", "layout-kanban", permissions.VIEW, place=30),
        MenuEntry(_("Allocate"), "leadership:scenarios", "arrows-split-2", permissions.ALLOCATE, place=40),
        MenuEntry(
            _("How leadership is spread"),
            "leadership:spread",
            "chart-dots-3",
            permissions.VIEW_SPREAD,
            place=50,
        ),
    ),
    front=front,
    of_unit=of_unit,
    of_person=of_person,
    entries=texts.ENTRIES,
    notices=texts.NOTICES,
    jobs="colead.apps.leadership.jobs",
    lists=(
        *(TASKS, RECIPES, OFFERS, APPLICATIONS, WHO_LED),
        *(SCENARIOS, SEATS, LOADS, MONTHS_OF_SPREAD, UNITS_OF_SPREAD),
    ),
    sample=(SamplePart(_("Leadership tasks"), "colead.sample.leadership_part.add_tasks"),),
)
