"""Every route × tokens and sessions that do not let in; who may ask what, tests/house/permissions says."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from api.caller import CLINIC, ROOT, Caller, caller
from api.conftest import Scene
from api.routes import OF_ORGANISATION, READS, ROUTES, WRITES, Route
from cast import today
from colead.apps.organisations import services
from colead.apps.organisations.models import ApiToken, Membership, User
from colead.kit.roles import Role
from house.world import CANARY

PAST_THE_DOOR = {200, 201, 202, 404, 409, 422}  # the call itself was looked at


def answers(by: Caller, routes: list[Route], scene: Scene) -> dict[str, HttpResponse]:
    """What each route answers; nothing of the other organisation stands in any answer."""
    found = {}
    for route in routes:
        response = by.attempt(route.method, route.url(scene.here.values), {})
        assert CANARY.format("elsewhere") not in response.content.decode(errors="replace"), str(route)
        found[str(route)] = response
    return found


def statuses(by: Caller, routes: list[Route], scene: Scene) -> dict[str, int]:
    return {route: response.status_code for route, response in answers(by, routes, scene).items()}


def others(found: dict[str, int], *expected: int) -> dict[str, int]:
    """The routes that answered something else."""
    return {route: status for route, status in found.items() if status not in expected}


def test_every_route_of_an_organisation_names_its_permission() -> None:
    assert len(OF_ORGANISATION) >= 20
    assert [str(route) for route in OF_ORGANISATION if route.permission is None] == []


def test_every_route_asks_who_is_calling() -> None:
    assert [str(route) for route in ROUTES if not route.operation.get("security")] == []


def test_nobody_is_asked_to_sign_in(scene: Scene) -> None:
    assert others(statuses(Caller(), ROUTES, scene), 401) == {}


def test_other_organisation_finds_nothing(scene: Scene) -> None:
    assert others(statuses(caller(scene.cast.ida), OF_ORGANISATION, scene), 404) == {}


def test_reads_of_the_furnished_world_answer(scene: Scene, owner: Caller) -> None:
    """What the matrix walks is really there: a 404 for everybody would prove nothing."""
    missing = others(statuses(owner, READS, scene), 200)
    assert missing == {}


def test_tokens_that_no_longer_work_are_nobodys(scene: Scene) -> None:
    cast, now = scene.cast, timezone.now()
    expired, revoked, closed = (caller(member) for member in (cast.alma, cast.bo, cast.uma))
    ApiToken.objects.filter(user=cast.alma.user).update(expires_at=now)
    ApiToken.objects.filter(user=cast.bo.user).update(revoked_at=now)
    User.objects.filter(pk=cast.uma.user.pk).update(is_active=False)
    for by in (expired, revoked, closed, Caller("never-made")):
        cache.clear()  # the limit on guesses is not what is tried here
        assert others(statuses(by, ROUTES, scene), 401, 429) == {}


def test_ended_membership_closes_the_door_for_its_tokens(scene: Scene) -> None:
    by = caller(scene.cast.carla)
    yesterday = today() - timedelta(days=1)
    Membership.objects.filter(user=scene.cast.carla.user).update(valid_until=yesterday)
    assert others(statuses(by, OF_ORGANISATION, scene), 404) == {}


def test_token_that_may_read_only_reads(scene: Scene) -> None:
    by = caller(scene.cast.olga, scope="read")
    assert others(statuses(by, READS, scene), 200) == {}
    assert others(statuses(by, WRITES, scene), 403) == {}
    assert by.post(f"{CLINIC}/nomination-sets", {}).json()["code"] == "token_reads_only"


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


def test_session_writes_need_the_csrf_token(scene: Scene) -> None:
    by = Caller(client=Client(enforce_csrf_checks=True))
    by.client.force_login(scene.cast.olga.user)
    for route in WRITES:
        refused = by.attempt(route.method, route.url(scene.here.values), {})
        assert (refused.status_code, refused.json()["code"]) == (403, "csrf"), str(route)
    by.client.get("/profile/")  # hands out the cookie
    by.csrf = by.client.cookies["csrftoken"].value
    passed = statuses(by, WRITES, scene)
    assert others(passed, *PAST_THE_DOOR) == {}


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
