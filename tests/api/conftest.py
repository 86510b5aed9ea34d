"""The clinic and another organisation, both furnished, and programs that call for the people in them."""

from dataclasses import dataclass

import pytest
from django.utils import timezone

from api.caller import Caller, caller
from cast import LONG_AGO, Cast
from colead.apps.organisations import scope
from colead.apps.organisations.models import Organisation
from colead.apps.organisations.roles import Member
from colead.apps.people.models import StaffImport
from house.world import World, build_world


@dataclass(frozen=True)
class Scene:
    """Who there is, and what every parameter of an address may name here and there."""

    cast: Cast
    here: World
    there: World


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return Scene(cast, furnished(cast.clinic, cast.alma), furnished(cast.other, cast.ida))


def furnished(organisation: Organisation, member: Member) -> World:
    """An organisation with an example of everything, a staff list on its way among it."""
    world = build_world(organisation, member)
    with scope.organisation(organisation):
        staff_import = StaffImport.objects.create(
            organisation=organisation, as_of=LONG_AGO, n_rows=0, created_at=timezone.now()
        )
    return World({"import_id": staff_import.pk} | world.values)


@pytest.fixture
def owner(scene: Scene) -> Caller:
    return caller(scene.cast.olga)


@pytest.fixture
def people_team(scene: Scene) -> Caller:
    return caller(scene.cast.carla)


@pytest.fixture
def alma(scene: Scene) -> Caller:
    return caller(scene.cast.alma)
