"""Leadership maps: asked for, computed in the background, kept."""

import secrets
from datetime import date, datetime
from importlib.metadata import version

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from colead.apps.jobs.models import Job
from colead.apps.jobs.services import enqueue
from colead.apps.ledger.services import append_entry
from colead.apps.network import permissions
from colead.apps.network.bridge.compute import Progress, compute, fingerprint
from colead.apps.network.models import LeadershipMap, NominationSet
from colead.kit.errors import NotFound
from colead.kit.roles import Member

SEED = 1


def map_key(nomination_set: int, day: date) -> str:
    """The key of the job that computes a map: asking again while it waits makes no second job."""
    return f"network.map:{nomination_set}:{day.isoformat()}"


@transaction.atomic
def request_map(*, by: Member, nomination_set: int, day: date, now: datetime) -> Job:
    """Have the map of a set computed with the structure of `day`."""
    by.require(permissions.COMPUTE)
    return enqueue_map(by=by, nomination_set=_existing(nomination_set), day=day, now=now)


def enqueue_map(*, by: Member, nomination_set: NominationSet, day: date, now: datetime) -> Job:
    """Put the computation in the queue, with the address of the map as its result."""
    url = reverse("network:map", args=[by.organisation.slug, nomination_set.pk])
    return enqueue(
        by=by,
        work="network.compute_map",
        arguments={"nomination_set": nomination_set.pk, "day": day.isoformat()},
        key=map_key(nomination_set.pk, day),
        now=now,
        result_url=url if day == nomination_set.held_on else f"{url}?as_of={day.isoformat()}",
    )


def compute_map(
    *, by: Member, nomination_set: int, day: date, now: datetime, progress: Progress | None = None
) -> LeadershipMap:
    """Compute a map and keep it in place of an older one of the same day."""
    by.require(permissions.COMPUTE)
    found = _existing(nomination_set)
    structure = fingerprint(day)
    computed = compute(
        found,
        day,
        seed=SEED,
        entropy=secrets.randbits(128),
        progress=progress or (lambda _done, _total: None),
    )
    with transaction.atomic():
        kept, _created = LeadershipMap.objects.update_or_create(
            organisation=by.organisation,
            nomination_set=found,
            as_of=day,
            defaults={
                "seed": SEED,
                "engine_version": version("colead"),
                "computed_at": now,
                "structure": structure,
                "whole": computed.whole,
                "units": computed.units,
                "atoms": computed.atoms,
                "flows": computed.flows,
                "places": computed.places,
            },
        )
        append_entry(
            by=by,
            action="network.map_computed",
            subject=f"nomination_set:{found.pk}",
            details={"day": day.isoformat(), "people": computed.whole["size"]["people"]},
            now=now,
        )
    return kept


def refresh_maps(*, by: Member, now: datetime) -> list[Job]:
    """Have every map computed again whose structure has changed since. Three queries a day that has maps."""
    by.require(permissions.COMPUTE)
    kept = LeadershipMap.objects.select_related("nomination_set").only(
        "as_of", "structure", "nomination_set__held_on", "organisation_id"
    )
    current: dict[date, str] = {}
    jobs = []
    for one in kept:
        if one.as_of not in current:
            current[one.as_of] = fingerprint(one.as_of)
        if current[one.as_of] != one.structure:
            jobs.append(enqueue_map(by=by, nomination_set=one.nomination_set, day=one.as_of, now=now))
    return jobs


def _existing(nomination_set: int) -> NominationSet:
    found = NominationSet.objects.filter(pk=nomination_set).first()
    if found is None:
        raise NotFound("no_nomination_set", _("There is no such nomination set."))
    return found
