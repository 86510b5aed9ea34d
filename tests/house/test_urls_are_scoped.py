"""The access matrix: every route × everybody. A new route joins by itself; a new parameter needs an example.

Actors: each role, somebody whose membership ended, a member of another organisation, nobody at all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import cast as cast_module
from cast import Cast
from colead.apps.organisations import services
from house.routes import Route, all_routes, organisation_routes
from house.world import CANARY, World, build_world

ROUTES = organisation_routes()
PAGES = [route for route in ROUTES if not route.is_api]

# Routes that do not lie inside an organisation, and why that is right. Anything else must be scoped.
OUTSIDE = (
    "account/",  # signing in
    "api/v1/",  # its own door; routes of an organisation are in ROUTES
    "health/",
    "language/",
    "notices/stop/",  # the link in an e-mail that ends it, signed
    "organisations/new/",
    "profile/",
    "sign-in/",
)

# What only those may open whom it concerns: Olga made it or looks after it, for colleagues it may be missing.
OWN_THINGS = {
    *("job", "notice", "token_id", "nomination_import", "view_request"),
    *("offer", "assignment", "handover"),
}


@dataclass(frozen=True)
class Scene:
    """The clinic and the other organisation, both furnished."""

    cast: Cast
    here: World
    there: World


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return Scene(cast, build_world(cast.clinic, cast.olga), build_world(cast.other, cast.ida))


def client_of(member: Any) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def test_every_route_outside_an_organisation_is_meant_to_be() -> None:
    outside = [route.path for route in all_routes() if route not in ROUTES and route.path]
    assert [path for path in outside if not path.startswith(OUTSIDE)] == []


def test_every_page_declares_its_permission() -> None:
    assert [route.path for route in PAGES if route.permission is None] == []


def answers(client: Client, route: Route, values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """What a route answers to GET and to POST, with words for the failure message."""
    as_json = {"data": {}, "content_type": "application/json"} if route.is_api else {}
    for method, sent in (("get", {}), ("post", as_json)):
        response = getattr(client, method)(route.url(values), **sent)
        yield f"{method} {route}: {response.status_code}", response


def test_nobody_from_outside_gets_in(scene: Scene) -> None:
    clients = {"nobody": (Client(), {302, 401, 405}), "another": (client_of(scene.cast.ida), {404, 405})}
    wrong = []
    for route in ROUTES:
        for who, (client, allowed) in clients.items():
            for words, response in answers(client, route, scene.here.values):
                leaks = CANARY.format(scene.cast.clinic.slug) in response.content.decode(errors="replace")
                if response.status_code not in allowed or leaks:
                    wrong.append(f"{who} {words}")
    assert wrong == []


def test_an_ended_membership_opens_nothing(scene: Scene) -> None:
    membership = scene.cast.carla.user.memberships.get()
    membership.valid_until = cast_module.LONG_AGO
    membership.save()
    client = client_of(scene.cast.carla)
    statuses = {str(route): client.get(route.url(scene.here.values)).status_code for route in ROUTES}
    assert {route: status for route, status in statuses.items() if status not in {404, 405}} == {}
    services.end_sessions(scene.cast.carla.user)
    statuses = {str(route): client.get(route.url(scene.here.values)).status_code for route in ROUTES}
    assert {route: status for route, status in statuses.items() if status not in {302, 401, 405}} == {}


def test_objects_of_another_organisation_do_not_exist_here(scene: Scene) -> None:
    client = client_of(scene.cast.olga)
    wrong = []
    for route in ROUTES:
        for parameter in set(route.parameters) - {"organisation"}:
            assert scene.here.values[parameter] != scene.there.values[parameter]
            values = scene.here.values | {parameter: scene.there.values[parameter]}
            for words, response in answers(client, route, values):
                if response.status_code not in {404, 405}:
                    wrong.append(f"foreign {parameter}: {words}")
    assert wrong == []


@pytest.mark.parametrize("name", ["alma", "carla", "dan", "olga"])
def test_each_role_gets_what_its_permission_says(name: str, scene: Scene) -> None:
    member = getattr(scene.cast, name)
    client = client_of(member)
    wrong = []
    for route in PAGES:
        assert route.permission is not None
        response = client.get(route.url(scene.here.values))
        allowed = {200, 302, 405} if member.role in route.permission.roles else {403, 405}
        if OWN_THINGS & set(route.parameters) and member is not scene.cast.olga:
            allowed = allowed | {404}
        leaks = CANARY.format(scene.cast.other.slug) in response.content.decode(errors="replace")
        if response.status_code not in allowed or leaks:
            wrong.append(f"{member.role} {route}: {response.status_code}")
    assert wrong == []


def test_reading_writes_nothing(scene: Scene) -> None:
    client = client_of(scene.cast.olga)
    wrong = []
    for route in PAGES:
        with CaptureQueriesContext(connection) as queries:
            client.get(route.url(scene.here.values))
        wrote = [q["sql"] for q in queries if q["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
        wrong += [f"{route}: {sql[:80]}" for sql in wrote if "django_session" not in sql]
    assert wrong == []


def test_posting_needs_the_csrf_token(scene: Scene) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(scene.cast.olga.user)
    statuses = {str(route): client.post(route.url(scene.here.values)).status_code for route in PAGES}
    assert {route: status for route, status in statuses.items() if status not in {403, 405}} == {}
