"""Maps of earlier versions, and the work that was to measure them again."""

from importlib import import_module

from django.apps import apps

from apps.network.hospital import NOW
from cast import DAY
from colead.apps.jobs.models import Job
from colead.apps.network.models import LeadershipMap
from colead.apps.network.services import request_map

frozen = import_module("colead.apps.network.migrations.0003_frozen")


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
