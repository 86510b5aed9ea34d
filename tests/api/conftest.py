"""The clinic and another organisation, both furnished, and programs that call for the people in them."""

from dataclasses import dataclass

import pytest

from api.caller import Caller, caller
from cast import Cast
from house.world import World, build_world
from remembered import remembered


@dataclass(frozen=True)
class Scene:
    """Who there is, and what every parameter of an address may name here and there."""

    cast: Cast
    here: World
    there: World


@pytest.fixture
@remembered
def scene(cast: Cast) -> Scene:
    return Scene(cast, build_world(cast.clinic, cast.olga), build_world(cast.other, cast.ida))


@pytest.fixture
def owner(scene: Scene) -> Caller:
    return caller(scene.cast.olga)


@pytest.fixture
def people_team(scene: Scene) -> Caller:
    return caller(scene.cast.carla)
