"""The access matrix: every route × everybody. A new route joins by itself; a new parameter needs an example.

Actors: each role, somebody whose membership ended, a member of another organisation, nobody at all.
"""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import cast as cast_module
from cast import Cast
from colead.apps.organisations import services
from colead.apps.organisations.roles import Role
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
    "organisations/new/",
    "profile/",
    "sign-in/",
)


@dataclass(frozen=True)
class Scene:
    """The clinic and the other organisation, both furnished."""

    cast: Cast
    here: World
    there: World


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return Scene(cast, build_world(cast.clinic, cast.alma), build_world(cast.other, cast.ida))


def client_of(member: Any) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def test_every_route_outside_an_organisation_is_meant_to_be() -> None:
    outside = [route.path for route in all_routes() if route not in ROUTES and route.path]
    assert [path for path in outside if not path.startswith(OUTSIDE)] == []


def test_every_page_declares_its_permission() -> None:
    assert [route.path for route in PAGES if route.permission is None] == []


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_nobody_from_outside_gets_in(route: Route, scene: Scene) -> None:
    url = route.url(scene.here.values)
    for method in ("get", "post"):
        anonymous = getattr(Client(), method)(url)
        assert anonymous.status_code in {302, 401, 405}, f"anonymous {method}: {anonymous.status_code}"
        foreign = getattr(client_of(scene.cast.ida), method)(url)
        assert foreign.status_code in {404, 405}, f"other organisation {method}: {foreign.status_code}"
        assert CANARY.format(scene.cast.clinic.slug) not in foreign.content.decode()


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_an_ended_membership_opens_nothing(route: Route, scene: Scene) -> None:
    client = client_of(scene.cast.uma)
    membership = scene.cast.uma.user.memberships.get()
    membership.valid_until = cast_module.LONG_AGO
    membership.save()
    assert client.get(route.url(scene.here.values)).status_code in {404, 405}
    services.end_sessions(scene.cast.uma.user)
    assert client.get(route.url(scene.here.values)).status_code in {302, 401, 405}


@pytest.mark.parametrize("route", [route for route in ROUTES if len(route.parameters) > 1], ids=str)
def test_objects_of_another_organisation_do_not_exist_here(route: Route, scene: Scene) -> None:
    client = client_of(scene.cast.olga)
    for parameter in set(route.parameters) - {"organisation"}:
        values = scene.here.values | {parameter: scene.there.values[parameter]}
        if values[parameter] == scene.here.values[parameter]:
            continue
        for method in ("get", "post"):
            status = getattr(client, method)(route.url(values)).status_code
            assert status in {404, 405}, f"{method} with a foreign {parameter}: {status}"


@pytest.mark.parametrize("route", PAGES, ids=str)
def test_each_role_gets_what_its_permission_says(route: Route, scene: Scene) -> None:
    cast = scene.cast
    assert route.permission is not None
    for member in (cast.alma, cast.carla, cast.dan, cast.olga):
        response = client_of(member).get(route.url(scene.here.values))
        if member.role not in route.permission.roles:
            assert response.status_code in {403, 405}, f"{member.role}: {response.status_code}"
        else:
            assert response.status_code in {200, 302, 405} or _own_things_only(
                response.status_code, member.role
            )
        assert CANARY.format(cast.other.slug) not in response.content.decode(errors="replace")


def _own_things_only(status: int, role: Role) -> bool:
    """A page of one's own rows (a token, a notice, an import) may be 404 for colleagues; never for nobody."""
    return status == 404 and role in Role


@pytest.mark.parametrize("route", PAGES, ids=str)
def test_reading_writes_nothing(route: Route, scene: Scene) -> None:
    client = client_of(scene.cast.olga)
    client.get("/profile/")
    with CaptureQueriesContext(connection) as queries:
        client.get(route.url(scene.here.values))
    wrote = [q["sql"] for q in queries if q["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert [sql for sql in wrote if "django_session" not in sql] == []


@pytest.mark.parametrize("route", PAGES, ids=str)
def test_posting_needs_the_csrf_token(route: Route, scene: Scene) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(scene.cast.olga.user)
    assert client.post(route.url(scene.here.values)).status_code in {403, 405}
