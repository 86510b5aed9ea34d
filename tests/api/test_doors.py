"""Every route × everybody: who is let in, and what those outside learn (nothing)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from api.caller import CLINIC, ROOT, Caller, caller
from api.conftest import Scene
from api.routes import OF_ORGANISATION, READS, ROUTES, WRITES, Route
from colead.apps.organisations import services
from colead.apps.organisations.models import ApiToken, Membership, User
from colead.apps.organisations.roles import Role
from house.world import CANARY

NOT_JUDGED_YET = {200, 201, 202, 404, 409, 422}  # past the door: the call itself was looked at


def call(by: Caller, route: Route, scene: Scene) -> int:
    response = by.send(route.method, route.url(scene.here.values), None if route.method == "GET" else {})
    assert CANARY.format(scene.cast.other.slug) not in response.content.decode(errors="replace")
    return int(response.status_code)


def test_every_route_of_an_organisation_names_its_permission() -> None:
    assert len(OF_ORGANISATION) >= 20
    assert [str(route) for route in OF_ORGANISATION if route.permission is None] == []


def test_every_route_asks_who_is_calling() -> None:
    assert [str(route) for route in ROUTES if not route.operation.get("security")] == []


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_nobody_is_asked_to_sign_in(route: Route, scene: Scene) -> None:
    assert call(Caller(), route, scene) == 401


@pytest.mark.parametrize("route", OF_ORGANISATION, ids=str)
def test_other_organisation_finds_nothing(route: Route, scene: Scene) -> None:
    assert call(caller(scene.cast.ida), route, scene) == 404


@pytest.mark.parametrize("route", OF_ORGANISATION, ids=str)
def test_each_role_gets_what_its_permission_says(route: Route, scene: Scene) -> None:
    assert route.permission is not None
    cast = scene.cast
    for member in (cast.alma, cast.carla, cast.dan, cast.olga):
        status = call(caller(member), route, scene)
        if member.role in route.permission.roles:
            assert status in NOT_JUDGED_YET, f"{member.role}: {status}"
        else:
            assert status == 403, f"{member.role}: {status}"


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_tokens_that_no_longer_work_are_nobodys(route: Route, scene: Scene) -> None:
    expired, revoked, closed = (caller(member) for member in (scene.cast.alma, scene.cast.bo, scene.cast.uma))
    now = timezone.now()
    ApiToken.objects.filter(user=scene.cast.alma.user).update(expires_at=now)
    ApiToken.objects.filter(user=scene.cast.bo.user).update(revoked_at=now)
    User.objects.filter(pk=scene.cast.uma.user.pk).update(is_active=False)
    for by in (expired, revoked, closed, Caller("never-made")):
        assert call(by, route, scene) == 401


@pytest.mark.parametrize("route", OF_ORGANISATION, ids=str)
def test_ended_membership_closes_the_door_for_its_tokens(route: Route, scene: Scene) -> None:
    by = caller(scene.cast.carla)
    yesterday = timezone.now().date() - timedelta(days=1)
    Membership.objects.filter(user=scene.cast.carla.user).update(valid_until=yesterday)
    assert call(by, route, scene) == 404


@pytest.mark.parametrize("route", WRITES, ids=str)
def test_token_that_may_read_writes_nothing(route: Route, scene: Scene) -> None:
    response = caller(scene.cast.olga, scope="read").send(route.method, route.url(scene.here.values), {})
    assert response.status_code == 403
    assert response.json()["code"] == "token_reads_only"


@pytest.mark.parametrize("route", READS, ids=str)
def test_token_that_may_read_reads_as_its_user(route: Route, scene: Scene) -> None:
    assert call(caller(scene.cast.olga, scope="read"), route, scene) in {200, 404}


@pytest.mark.parametrize("route", [one for one in OF_ORGANISATION if len(one.parameters) > 1], ids=str)
def test_objects_of_another_organisation_do_not_exist_here(route: Route, scene: Scene) -> None:
    by = caller(scene.cast.olga)
    for name in set(route.parameters) - {"organisation"}:
        values = scene.here.values | {name: scene.there.values[name]}
        response = by.send(route.method, route.url(values), None if route.method == "GET" else {})
        assert response.status_code == 404, f"foreign {name}: {response.status_code}"
        assert CANARY.format("elsewhere") not in response.content.decode()


def test_role_is_read_anew_at_every_call(scene: Scene) -> None:
    by, imports = caller(scene.cast.carla), f"{CLINIC}/people-imports"
    assert by.get(imports).status_code == 200
    Membership.objects.filter(user=scene.cast.carla.user).update(role=Role.MEMBER)
    assert by.get(imports).status_code == 403


def test_token_of_one_organisation_does_not_open_the_users_other(scene: Scene) -> None:
    services.invite_member(
        by=scene.cast.olga,
        email=scene.cast.ida.user.email,
        role=Role.OWNER,
        today=scene.cast.clinic.today(timezone.now()),
    )
    by = caller(scene.cast.ida)  # made in the other organisation
    assert by.get(CLINIC).status_code == 404
    assert [row["slug"] for row in by.get(f"{ROOT}/organisations").json()["items"]] == ["elsewhere"]
    signed_in = Client()
    signed_in.force_login(scene.cast.ida.user)
    assert signed_in.get(CLINIC).status_code == 200  # the person may, the token may not


@pytest.mark.parametrize("header", ["Bearer", "Bearer  ", "Basic YWxtYTp4", "Token abc", "nonsense", ""])
def test_header_that_is_wrong_never_falls_back_to_the_session(scene: Scene, header: str) -> None:
    client = Client()
    client.force_login(scene.cast.olga.user)
    assert client.get(CLINIC).status_code == 200
    assert client.get(CLINIC, headers={"Authorization": header}).status_code == 401


def test_answer_to_nobody_says_how_to_sign_in(scene: Scene) -> None:
    assert Caller().get(CLINIC).headers["WWW-Authenticate"].startswith("Bearer")


def test_token_in_the_address_is_refused(scene: Scene) -> None:
    secret = caller(scene.cast.olga).token
    assert Client().get(f"{CLINIC}?token={secret}&access_token={secret}").status_code == 401


@pytest.mark.parametrize("route", WRITES, ids=str)
def test_session_writes_need_the_csrf_token(route: Route, scene: Scene) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(scene.cast.olga.user)
    url = route.url(scene.here.values)
    refused = client.generic(route.method, url, "{}", "application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
    client.get("/profile/")  # hands out the cookie
    headers = {"X-CSRFToken": client.cookies["csrftoken"].value}
    passed = client.generic(route.method, url, "{}", "application/json", headers=headers)
    assert passed.status_code in NOT_JUDGED_YET


def test_token_needs_no_csrf_token(scene: Scene) -> None:
    by = caller(scene.cast.carla)
    by.client = Client(enforce_csrf_checks=True)
    assert by.post(f"{CLINIC}/nomination-sets", {}).status_code == 422


def test_ended_session_is_nobodys(scene: Scene) -> None:
    client = Client()
    client.force_login(scene.cast.uma.user)
    assert client.get(CLINIC).status_code == 200
    services.end_sessions(scene.cast.uma.user)
    assert client.get(CLINIC).status_code == 401
