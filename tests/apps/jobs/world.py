"""Its part of the tests' world."""

from django.utils import timezone

from colead.apps.jobs.services import enqueue
from house.world import World


def furnish(world: World) -> None:
    """A job of somebody's own."""
    job = enqueue(by=world.own, work="people.check_import", arguments={"import_id": 0}, now=timezone.now())
    world.values["job"] = job.pk
