"""Leadership maps: measured once in the background, when a set is stored, and frozen."""

import secrets
from datetime import datetime
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
from colead.kit.errors import Conflict, NotFound
from colead.kit.roles import Member

SEED = 1


def map_key(nomination_set: int) -> str:
    """The key of the job that computes a map: asking again while it waits makes no second job."""
    return f"network.map:{nomination_set}"


@transaction.atomic
def request_map(*, by: Member, nomination_set: int, now: datetime) -> Job:
    """Have the map of a set computed, where an earlier attempt could not. Conflict once it is frozen."""
    by.require(permissions.COMPUTE)
    found = _existing(nomination_set)
    if LeadershipMap.objects.filter(nomination_set=found).exists():
        raise Conflict(
            "map_frozen",
            _("This map is frozen: what was measured once is not measured again."),
            _("Another day shows its groups under the units of that day."),
        )
    return enqueue_map(by=by, nomination_set=found, now=now)


def enqueue_map(*, by: Member, nomination_set: NominationSet, now: datetime) -> Job:
    """Put the computation in the queue, with the address of the map as its result."""
    return enqueue(
        by=by,
        work="network.compute_map",
        arguments={"nomination_set": nomination_set.pk},
        key=map_key(nomination_set.pk),
        now=now,
        result_url=reverse("network:map", args=[by.organisation.slug, nomination_set.pk]),
    )


def compute_map(
    *, by: Member, nomination_set: int, now: datetime, progress: Progress | None = None
) -> LeadershipMap:
    """Measure the map of a set with the structure of its day, and freeze it; nothing where that was done."""
    by.require(permissions.COMPUTE)
    found = _existing(nomination_set)
    kept = LeadershipMap.objects.filter(nomination_set=found).first()
    return kept or _frozen(by, _measured(found, now, progress or (lambda _done, _total: None)))


@transaction.atomic
def _frozen(by: Member, measured: LeadershipMap) -> LeadershipMap:
    kept, is_new = measured.freeze(nomination_set=measured.nomination_set)
    if is_new:
        append_entry(
            by=by,
            action="network.map_computed",
            subject=f"nomination_set:{kept.nomination_set_id}",
            details={"day": kept.as_of.isoformat(), "people": kept.whole["size"]["people"]},
            now=kept.computed_at,
        )
    return kept


def _measured(nomination_set: NominationSet, now: datetime, progress: Progress) -> LeadershipMap:
    day = nomination_set.held_on
    structure = fingerprint(day)
    found = compute(nomination_set, day, seed=SEED, entropy=secrets.randbits(128), progress=progress)
    return LeadershipMap(
        organisation=nomination_set.organisation,
        nomination_set=nomination_set,
        as_of=day,
        seed=SEED,
        engine_version=version("colead"),
        computed_at=now,
        structure=structure,
        whole=found.whole,
        units=found.units,
        atoms=found.atoms,
        flows=found.flows,
        places=found.places,
    )


def _existing(nomination_set: int) -> NominationSet:
    found = NominationSet.objects.filter(pk=nomination_set).first()
    if found is None:
        raise NotFound("no_nomination_set", _("There is no such nomination set."))
    return found
