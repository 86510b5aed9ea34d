"""Its part of the tests' world."""

from itertools import pairwise

from django.utils import timezone

from cast import DAY
from colead.apps.network.models import Nomination, NominationSet, Respondent
from colead.apps.network.services import compute_map, start_import
from house.world import World


def furnish(world: World) -> None:
    """Nominations along a chain of the people, their map, and an unfinished import."""
    nominations = _nomination_set(world)
    compute_map(by=world.office, nomination_set=nominations.pk, now=timezone.now())
    world.values |= {"nomination_set": nominations.pk, "nomination_import": _import(world)}


def _nomination_set(world: World) -> NominationSet:
    shared = {"organisation": world.organisation}
    nominations = NominationSet.objects.create(
        name=f"Advice {world.canary}", held_on=DAY, created_at=timezone.now(), **shared
    )
    for source, target in pairwise(world.people):
        Respondent.objects.create(nomination_set=nominations, person=source, **shared)
        Nomination.objects.create(nomination_set=nominations, source=source, target=target, **shared)
    return nominations


def _import(world: World) -> int:
    ties = f"from,to\n{world.people[1].key},{world.people[0].key}\n".encode()
    return start_import(
        by=world.office, name=world.canary, held_on=DAY, nominations=ties, now=timezone.now()
    ).pk
