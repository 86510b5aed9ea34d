"""Its part of the tests' world."""

from django.utils import timezone

from cast import DAY, LONG_AGO
from colead.apps.leadership.models import (
    Application,
    Assignment,
    Handover,
    HandoverItem,
    LeadershipTask,
    Offer,
    Scenario,
)
from colead.apps.people.models import Unit
from house.world import World


def furnish(world: World) -> None:
    """Three tasks of the unit and a scenario. The third of the people holds and hands over the first task,
    is offered the second, and would like the third."""
    canary, now, own = world.canary, timezone.now(), world.people[2]
    shared = {"organisation": world.organisation}
    held_task, offered, wanted = (_task(world.unit, f"Task {number} {canary}") for number in range(3))
    held = Assignment.objects.create(
        task=held_task, person=own, valid_from=LONG_AGO, accepted_at=now, why=canary, **shared
    )
    handover = Handover.objects.create(assignment=held, note=canary, started_at=now, **shared)
    item = HandoverItem.objects.create(handover=handover, text=canary, **shared)
    offer = Offer.objects.create(
        task=offered, person=own, starts_on=DAY, offered_at=now, message=canary, **shared
    )
    application = Application.objects.create(
        task=wanted, person=own, created_at=now, message=canary, **shared
    )
    scenario = Scenario.objects.create(name=f"Scenario {canary}", as_of=DAY, created_at=now, **shared)
    world.values |= {
        "task": held_task.pk,
        "assignment": held.pk,
        "handover": handover.pk,
        "item": item.pk,
        "offer": offer.pk,
        "application": application.pk,
        "scenario": scenario.pk,
    }


def _task(unit: Unit, title: str) -> LeadershipTask:
    return LeadershipTask.objects.create(
        organisation=unit.organisation,
        title=title,
        purpose=title,
        unit=unit,
        hours_per_week=2,
        seats=3,
        valid_from=LONG_AGO,
        opened_at=timezone.now(),
    )
