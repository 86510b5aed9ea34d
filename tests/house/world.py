"""One example of everything that a URL can name, each carrying its organisation's canary.

An app furnishes its part of the world: `furnish(world)` in `tests/apps/<app>/world.py`, in the order of apps.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.db import transaction

from colead.apps import APPS
from colead.apps.organisations.models import Organisation
from colead.kit import scope
from colead.kit.roles import Member

if TYPE_CHECKING:
    from colead.apps.people.models import Competency, Person, Unit

CANARY = "canary-of-{}"


@dataclass
class World:
    """An organisation with one thing of each kind.

    own : what can be somebody's own is theirs, and the third of the people signs in as them.
    office : works in the people team.    lead, former_lead : lead the unit, and led it until last month.
    elsewhere : work in another unit.
    unit, people, competency : what later apps hang their things on.
    values : for the parameters of URLs, by name.
    """

    organisation: Organisation
    own: Member
    office: Member
    lead: Member | None = None
    former_lead: Member | None = None
    elsewhere: Sequence[Member] = ()
    unit: "Unit" = field(init=False)
    people: "list[Person]" = field(init=False)
    competency: "Competency" = field(init=False)
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def canary(self) -> str:
        """Who reads it outside this organisation has read what is not theirs."""
        return CANARY.format(self.organisation.slug)


@transaction.atomic
def build_world(
    organisation: Organisation,
    own: Member,
    *,
    office: Member | None = None,
    lead: Member | None = None,
    former_lead: Member | None = None,
    elsewhere: Sequence[Member] = (),
) -> World:
    """Furnish an organisation. Without an office, `own` does its work."""
    world = World(organisation, own, office or own, lead, former_lead, elsewhere)
    with scope.organisation(organisation):
        for app in APPS:
            if find_spec(f"apps.{app}.world"):
                import_module(f"apps.{app}.world").furnish(world)
    return world
