"""Maps of earlier versions, and the work that was to measure them again."""

from importlib import import_module
from unittest import mock

from django.apps import apps
from django.db.models import Model, QuerySet

from apps.network.hospital import NOW
from cast import DAY
from colead.apps.jobs.models import Job
from colead.apps.network.models import LeadershipMap
from colead.apps.network.services import request_map

fives = import_module("colead.apps.network.migrations.0004_in_fives")
frozen = import_module("colead.apps.network.migrations.0003_frozen")


def test_what_is_kept_of_groups_becomes_fives(clinic, advice_map: LeadershipMap) -> None:
    flows, atoms = [[0, 0, 1], [0, 1, 0], [13, 1, 4]], [atom | {"answered": 8} for atom in advice_map.atoms]
    QuerySet(LeadershipMap).filter(pk=advice_map.pk).update(flows=flows, atoms=atoms)
    with mock.patch.object(LeadershipMap, "save", Model.save):
        fives.keep_fives(apps, None)
    kept = LeadershipMap.objects.get(pk=advice_map.pk)
    assert kept.flows == [[0, 1], [0, 0], [15, 5]]
    assert {atom["answered"] for atom in kept.atoms} <= {5, 10}


def test_maps_measured_otherwise_go_with_what_was_to_measure_them_again(
    clinic, advice_map: LeadershipMap
) -> None:
    for work, state in (("network.compute_map", "queued"), ("network.refresh_maps", "queued")):
        Job.objects.create(
            organisation=clinic.clinic,
            work=work,
            arguments={"nomination_set": advice_map.nomination_set_id, "day": DAY.isoformat()},
            key=work,
            state=state,
        )
    frozen.forget_measured_again(apps, None)
    assert not LeadershipMap.objects.exists()
    assert not Job.objects.exists()
    assert request_map(by=clinic.carla, nomination_set=advice_map.nomination_set_id, now=NOW)
