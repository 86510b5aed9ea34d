"""Its part of the tests' world."""

from django.utils import timezone

from colead.apps.ledger.services import append_entry
from house.world import World


def furnish(world: World) -> None:
    """Entries. Every organisation counts its own, so the last has a number that others have not."""
    for _number in range(len(world.organisation.slug) ** 2):
        last = append_entry(by=world.office, action="a.b", subject="canary", now=timezone.now())
    world.values["entry"] = last.index
