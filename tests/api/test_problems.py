"""One shape for every error, at every route, and never a word from inside."""

from collections.abc import Iterator, Sequence

from django.http import HttpResponse
from django.test import Client

from api.caller import CLINIC, ROOT, Caller, caller
from api.conftest import Scene
from api.routes import OF_ORGANISATION, READS, ROUTES, WRITES, Route

KEYS = {
    "type",
    "title",
    "status",
    "code",
    "detail",
    "hint",
    "field",
    "problems",
    "more_problems",
    "request_id",
}


def assert_problem(response: HttpResponse, status: int) -> dict:
    assert response.status_code == status, response.content[:500]
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem.keys() == KEYS
    assert problem["status"] == status
    assert problem["type"] == "about:blank"
    assert problem["title"]
    assert problem["code"]
    assert problem["detail"]
    assert "Traceback" not in response.content.decode()
    assert "/src/colead" not in response.content.decode()
    return dict(problem)


UNKNOWN = ["/", "/nothing", "/organisations/", "/organisations/clinic/nothing", "/../x", "/docs/x"]
BAD_DAYS = ["yesterday", "2026-13-01", "2026-02-30", "1", "20260101T00", "9999999-01-01", "9999-12-31"]
BAD_CURSORS = ["x", "====", "W10", "eyJhIjoxfQ", "WzEsMiwzLDQsNV0", "bnVsbA", "é", "WyJhIiwi", "A" * 5000]
UNKNOWN_ORGANISATIONS = ["no-such-place", "CLINIC", "a b", "%2e%2e"]
BAD_LIMITS = ["0", "201", "-1", "many", "1.5", ""]
BAD_BODIES = ["", "{", "[]", "null", '"text"', "{}", '{"name": 7}', "\x00", "[" * 5000]
EMPTY_BODIES = {"", "{}", "null"}


def each(routes: Sequence[Route], values: Sequence[str]) -> Iterator[tuple[Route, str]]:
    """Every value at the first route, and at every further route one of them, in turn."""
    yield from ((routes[0], value) for value in values)
    yield from ((route, values[place % len(values)]) for place, route in enumerate(routes[1:]))


def test_unknown_address(owner: Caller) -> None:
    for path in UNKNOWN:
        for method in ("GET", "POST", "PUT", "DELETE"):
            assert_problem(owner.send(method, f"{ROOT}{path}"), 404)


def test_of_many_problems_the_first_hundred_are_listed_and_the_others_counted(owner: Caller) -> None:
    ties = [{"from": "nobody", "to": f"p{number}"} for number in range(130)]
    body = {"name": "Advice", "held_on": "2026-03-02", "ties": ties}
    problem = assert_problem(owner.post(f"{CLINIC}/nomination-sets", body), 422)
    assert len(problem["problems"]) == 100
    assert problem["more_problems"] == 260 - 100  # both ends of every row are unknown


def test_wrong_method(scene: Scene, owner: Caller) -> None:
    for route in ROUTES:
        known = {one.method for one in ROUTES if one.path == route.path}
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - known:
            response = owner.send(method, route.url(scene.here.values), {})
            assert_problem(response, 405)
            assert set(response.headers["Allow"].split(", ")) == known


def test_bad_day(scene: Scene, owner: Caller) -> None:
    for route, day in each(READS, BAD_DAYS):
        problem = assert_problem(owner.get(route.url(scene.here.values), as_of=day), 422)
        assert (problem["code"], problem["field"]) == ("bad_date", "as_of")
        assert "2026-03-31" in problem["hint"]


def test_every_read_takes_a_day(scene: Scene, owner: Caller) -> None:
    for route in READS:
        assert "as_of" in route.queries, str(route)
        assert owner.get(route.url(scene.here.values), as_of="2026-03-02").status_code == 200, str(route)


def test_misspelt_parameter_is_not_ignored(scene: Scene, owner: Caller) -> None:
    for route in OF_ORGANISATION:
        url = route.url(scene.here.values) + "?asof=2020-01-01"
        problem = assert_problem(owner.attempt(route.method, url, {}), 422)
        if "requestBody" not in route.operation:
            assert (problem["code"], problem["field"]) == ("unknown_parameter", "asof")


def test_bad_cursor(scene: Scene, owner: Caller) -> None:
    for route, cursor in each([one for one in READS if "cursor" in one.queries], BAD_CURSORS):
        problem = assert_problem(owner.get(route.url(scene.here.values), cursor=cursor), 422)
        assert (problem["code"], problem["field"]) == ("bad_cursor", "cursor"), f"{route} {cursor}"


def test_bad_limit(scene: Scene, owner: Caller) -> None:
    for route, limit in each([one for one in READS if "limit" in one.queries], BAD_LIMITS):
        problem = assert_problem(owner.get(route.url(scene.here.values), limit=limit), 422)
        assert problem["problems"][0]["field"] == "limit"


def fits(route: Route, body: str) -> bool:
    """True where nothing is required of a body, so that an empty one is right."""
    return (body == "{}" and route.body() == {}) or (body in EMPTY_BODIES and route.may_be_empty)


def test_wrong_body(scene: Scene, owner: Caller) -> None:
    routes = [one for one in WRITES if "requestBody" in one.operation]
    for route, body in [*each(routes, BAD_BODIES), *((one, "{") for one in routes)]:
        if not fits(route, body):
            response = owner.attempt(route.method, route.url(scene.here.values), body)
            assert response.status_code in {400, 422}, f"{route} {body}"
            assert_problem(response, response.status_code)


def test_problems_name_the_field_that_does_not_fit(owner: Caller) -> None:
    body = {"name": "", "held_on": "soon", "ties": [{"from": "a", "to": "b", "weight": -1}]}
    problem = assert_problem(owner.post(f"{CLINIC}/nomination-sets", body), 422)
    assert {one["field"] for one in problem["problems"]} == {
        "data.name",
        "data.held_on",
        "data.ties.0.weight",
    }


def test_foreign_and_unknown_organisations_look_the_same(scene: Scene) -> None:
    by = caller(scene.cast.ida)
    everywhere = [(route, "clinic") for route in OF_ORGANISATION]
    for route, slug in [*everywhere, *each(OF_ORGANISATION, UNKNOWN_ORGANISATIONS)]:
        url = route.url(scene.here.values | {"organisation": slug})
        problem = assert_problem(by.attempt(route.method, url, {}), 404)
        assert problem["detail"] == "There is nothing at this address, or not for you."


def test_language_follows_the_caller(scene: Scene) -> None:
    danish = Client().get(CLINIC, headers={"Accept-Language": "da"}).json()["detail"]
    english = Client().get(CLINIC, headers={"Accept-Language": "en"}).json()["detail"]
    assert danish != english


def test_fault_of_ours_is_told_without_details(scene: Scene, monkeypatch) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise ValueError("secret inside")

    monkeypatch.setattr("colead.apps.organisations.api.organisations_of", fail)
    by = caller(scene.cast.olga)
    by.client = Client(raise_request_exception=False)
    response = by.get(f"{ROOT}/organisations")
    problem = assert_problem(response, 500)
    assert problem["code"] == "internal_error"
    assert "secret inside" not in response.content.decode()
