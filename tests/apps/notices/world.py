"""Its part of the tests' world."""

from django.utils import timezone

from colead.apps.notices.services import notify
from house.world import World


def furnish(world: World) -> None:
    """A notice of somebody's own."""
    notice = notify(
        to=world.own.user,
        organisation=world.organisation,
        kind="people.import_finished",
        subject="import:0",
        values={"joined": 1, "left": 0, "moved": 0},
        now=timezone.now(),
    )
    world.values["notice"] = notice.pk
