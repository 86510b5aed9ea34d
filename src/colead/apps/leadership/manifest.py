"""What this app brings: leadership tasks, who holds them, allocations, and how leadership is spread."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from colead.apps.leadership import permissions, texts
from colead.apps.leadership.selectors.board import TASKS, handovers_of_unit, tasks_held_by, tasks_of_unit
from colead.apps.leadership.selectors.holders import APPLICATIONS, OFFERS
from colead.apps.leadership.selectors.overview import leadership_tile
from colead.apps.leadership.selectors.scenarios import LOADS, SCENARIOS, SEATS
from colead.apps.leadership.selectors.spread import MONTHS_OF_SPREAD, UNITS_OF_SPREAD
from colead.apps.leadership.selectors.task_choices import RECIPES
from colead.apps.leadership.selectors.who_led import WHO_LED
from colead.apps.people.models import Person, Unit
from colead.kit.manifest import Card, Front, Manifest, MenuEntry, SamplePart, Section
from colead.kit.roles import Member


def front(member: Member, day: date) -> Front:
    """How many seats are open, and what waits for the reader."""
    return Front(cards=[Card("leadership/_overview_card.html", leadership_tile(member, day), place=10)])


def of_unit(member: Member, unit: Unit, day: date, today: date) -> Section:
    """The tasks of the unit itself, and what is to be handed over. Ten queries, more for a lead."""
    cards = tasks_of_unit(unit, day, member=member, today=today)
    due = handovers_of_unit(unit, member=member, today=today) if day == today else []
    return Section("leadership/_tasks_of_unit.html", {"cards": cards, "key": unit.key, "to_hand_over": due})


def of_person(member: Member, person: Person, day: date, today: date) -> Section:
    """What the person leads on the day, also as deputy or cover. Seven queries at most."""
    cards = tasks_held_by(person, day, member=member, today=today)
    return Section("leadership/_tasks_of_person.html", {"cards": cards, "key": person.key})


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
    erasures={"leadership.forgotten_person": "colead.apps.leadership.services.scenarios.forget_again"},
    lists=(
        *(TASKS, RECIPES, OFFERS, APPLICATIONS, WHO_LED),
        *(SCENARIOS, SEATS, LOADS, MONTHS_OF_SPREAD, UNITS_OF_SPREAD),
    ),
    turnover="colead.apps.leadership.services.turnover",
    sample=(SamplePart(_("Leadership tasks"), "colead.sample.leadership_part.add_tasks"),),
)
