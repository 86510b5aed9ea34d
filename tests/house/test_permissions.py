"""The access matrix: every route and method × everybody, beside the tables of `permissions/`.

What may be seen and done is read from tables that people wrote, never from the code that is checked.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from attacks.hidden import KNOWN_TO, SECRETS, answers, hide, taken_back
from cast import whole_cast
from colead.apps.organisations.services import end_sessions
from colead.apps.people.models import Strength
from colead.kit import scope
from house.actors import Actor, Scene, ask, build_scene, may, wrong
from house.routes import Route, organisation_routes
from house.services import all_services, refuses
from house.table import EVERYBODY, WHOSE, Row, all_rows, row_path, said_services

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.xdist_group("matrix"),  # the scene is built once, in one process
]

METHODS = {False: ("GET", "POST"), True: ("GET", "POST", "PUT", "PATCH", "DELETE")}
ROUTES: dict[tuple[bool, str], Route] = {(one.is_api, row_path(one)): one for one in organisation_routes()}
ROWS = all_rows()
ACTORS = (
    *("uma", "eik", "alma", "bo", "carla", "dan", "olga"),
    *("bo's program", "olga's reading program", "ida", "fay", "nobody"),
)


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    """The scene of all tests here: what one of them writes is taken back before the next."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_scene(whole_cast())
        transaction.set_rollback(True)


def route_of(row: Row) -> Route:
    return ROUTES[row.is_api, row.path]


def rows_for(actor: Actor) -> list[Row]:
    """Programs call the API alone. What every member may is tried with one, Uma.

    Bo, who leads a unit, is tried on all that members may not; those who led one, or were asked, on what
    depends on whose it is.
    """
    rows = [row for row in ROWS if row.is_api or "program" not in actor.name]
    if actor.name not in {"eik", "alma", "bo"}:
        return rows
    return [row for row in rows if "member" not in row.may and (actor.name == "bo" or row.may & WHOSE)]


def test_every_row_has_a_route() -> None:
    assert [str(row) for row in ROWS if (row.is_api, row.path) not in ROUTES] == []


def without_row(scene: Scene, routes: dict[tuple[bool, str], Route], rows: list[Row]) -> list[str]:
    """What no row allows answers "405 method not allowed" to the owner, who may everything else."""
    known, missing = {(row.is_api, row.key) for row in rows}, []
    for (is_api, path), route in routes.items():
        for method in METHODS[is_api]:
            key = f"{method} {path}"
            if (is_api, key) not in known:
                row = Row("", key, is_api, method, path, frozenset(), frozenset())
                answer = ask(scene.actor("olga"), row, route, scene.here.values)
                missing += [] if answer.status == 405 else [f"{row}: {answer.status}"]
    return missing


def test_every_route_and_method_has_a_row(scene: Scene) -> None:
    assert without_row(scene, ROUTES, ROWS) == []


def surprises(actor: Actor, scene: Scene, rows: list[Row]) -> list[str]:
    """What the actor is answered that the rows do not say."""
    answers = ((row, ask(actor, row, route_of(row), scene.here.values)) for row in rows)
    return [said for row, answer in answers if (said := wrong(actor, row, answer))]


@pytest.mark.parametrize("name", ACTORS)
def test_everybody_gets_what_the_tables_say(name: str, scene: Scene) -> None:
    actor = scene.actor(name)
    assert surprises(actor, scene, rows_for(actor)) == []


def wrong_doors(route: Route) -> list[str]:
    """The roles that a door lets in although none of its rows does, or the other way round."""
    rows = [row for row in ROWS if (row.is_api, row.path) == (route.is_api, row_path(route))]
    said = []
    for door in route.doors():
        wanted = {title for row in rows if row.method in (door.methods or row.method) for title in row.door}
        opened = {role.replace("_", " ") for role in door.wanted.roles}
        said += [f"{route} {title}" for title in sorted(wanted ^ opened)]
    return said


def test_every_door_asks_for_the_roles_of_its_rows() -> None:
    """Also where the service behind it would refuse the same people: there are two walls."""
    assert [said for route in ROUTES.values() for said in wrong_doors(route)] == []


ROLES = {"uma": "member", "carla": "people team", "dan": "consultant", "olga": "owner"}


def wrongly_served(name: str, scene: Scene) -> list[str]:
    """The roles that a service refuses although the tables let them in, or the other way round."""
    service, said = all_services()[name], said_services().get(name, EVERYBODY)
    with scope.organisation(scene.cast.clinic):
        refused = {role for who, role in ROLES.items() if refuses(service, getattr(scene.cast, who))}
    return [f"{name}: {role}" for role in ROLES.values() if (role in refused) == (role in said)]


def test_every_service_asks_for_the_roles_that_the_tables_say(scene: Scene) -> None:
    """Whoever calls it: page, API, command line or another service. Without a row it refuses no role."""
    assert sorted(said_services().keys() - all_services()) == []
    assert [said for name in all_services() for said in wrongly_served(name, scene)] == []


def test_the_cast_tries_every_title(scene: Scene) -> None:
    tried = {title for actor in scene.actors for title in actor.titles}
    assert tried == {title for row in ROWS for title in row.may}
    assert {actor.name for actor in scene.actors} == set(ACTORS)
    for row in ROWS:
        assert any(may(actor, row) for actor in scene.actors), row
        assert not all(may(actor, row) for actor in scene.actors), row


def test_objects_of_another_organisation_do_not_exist_here(scene: Scene) -> None:
    """Tried by somebody who may everything that the row is about, here."""
    found = []
    for row in ROWS:
        actor = next(one for one in map(scene.actor, ("olga", "alma", "bo", "carla")) if may(one, row))
        for parameter in re.findall(r"<(\w+)>", row.path):
            assert scene.here.values[parameter] != scene.there.values[parameter]
            values = scene.here.values | {parameter: scene.there.values[parameter]}
            answer = ask(actor, row, route_of(row), values)
            if answer.status != 404 or answer.wrote:
                found.append(f"foreign {parameter}: {row}: {answer.status}")
    assert found == []


def test_posting_needs_the_csrf_token(scene: Scene) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(scene.cast.olga.user)
    olga = Actor("olga", frozenset(), client)
    rows = [row for row in ROWS if row.writes]
    answers = [(row, ask(olga, row, route_of(row), scene.here.values)) for row in rows]
    assert [str(row) for row, answer in answers if answer.status != 403 or answer.wrote] == []


def test_an_ended_session_opens_nothing(scene: Scene) -> None:
    client = Client()
    client.force_login(scene.cast.olga.user)
    end_sessions(scene.cast.olga.user)
    olga, rows = Actor("olga", frozenset(), client), [row for row in ROWS if not row.writes]
    answers = [(row, ask(olga, row, route_of(row), scene.here.values)) for row in rows]
    assert [str(row) for row, answer in answers if answer.status not in {302, 401}] == []


def told_apart(actor: Actor, scene: Scene, kinds: Iterable[str]) -> list[str]:
    """The rows whose answers tell one of these kinds of hidden things."""
    rows = [(row, route_of(row)) for row in ROWS if may(actor, row)]
    with taken_back(), scope.organisation(scene.cast.clinic):
        hide(scene.here)
        before = answers(actor, scene, rows)
        for kind in kinds:
            SECRETS[kind](scene.here)
        after = answers(actor, scene, rows)
    return [row for row in before if before[row] != after[row]]


@pytest.mark.parametrize("name", ["bo", "carla", "dan"])
def test_what_is_hidden_changes_no_answer(name: str, scene: Scene) -> None:
    """Whatever somebody hides: page, file, API, what may be done, and what is recorded of it."""
    kinds = [kind for kind in SECRETS if name not in KNOWN_TO.get(kind, ())]
    assert told_apart(scene.actor(name), scene, kinds) == []


def test_what_is_told_is_noticed(scene: Scene) -> None:
    """The same search finds an own strength where its owner looks."""
    alma = scene.actor("alma")
    rows = [(row, route_of(row)) for row in ROWS if row.key == "GET /own-strengths"]
    with taken_back(), scope.organisation(scene.cast.clinic):
        before = answers(alma, scene, rows)
        Strength.objects.filter(person=scene.here.people[2]).update(level=1)
        assert answers(alma, scene, rows) != before
