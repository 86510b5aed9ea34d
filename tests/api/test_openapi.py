"""The description of the API is true: valid OpenAPI 3.1, and what is sent fits it."""

from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from api.caller import Caller
from api.conftest import Scene
from api.routes import DOCUMENT, OF_ORGANISATION, READS, ROUTES, WRITES, Route

REGISTRY = Registry().with_resource("urn:api", Resource.opaque(DOCUMENT))


def test_document_is_openapi_3_1(db: None) -> None:
    document = Client().get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert document["info"]["title"] == "Colead"
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_reference_leads_somewhere() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    wanted = {text.rsplit("/", 1)[-1] for text in _references(DOCUMENT)}
    assert wanted <= schemas.keys()


def _references(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return own + [found for value in node.values() for found in _references(value)]
    return [found for value in node for found in _references(value)] if isinstance(node, list) else []


def test_operations_have_names_of_their_own() -> None:
    names = [route.operation["operationId"] for route in ROUTES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_route_is_described(route: Route) -> None:
    assert route.operation["description"].endswith((".", "all."))
    assert route.operation["responses"]["4XX"]["content"].keys() == {"application/problem+json"}
    in_address = [one["name"] for one in route.operation["parameters"] if one["in"] == "path"]
    assert sorted(in_address) == sorted(route.parameters)


@pytest.mark.parametrize("route", WRITES, ids=str)
def test_writes_take_an_idempotency_key(route: Route) -> None:
    assert "Idempotency-Key" in [one["name"] for one in route.operation["parameters"]]


def test_what_is_sent_fits_the_description(scene: Scene, owner: Caller) -> None:
    for route in READS:
        if "/exports/" not in route.path:
            fits(route, owner.get(route.url(scene.here.values)).json())


def fits(route: Route, data: Any) -> None:
    """Raise unless the data is what the route says it sends."""
    answer = next(one for status, one in route.operation["responses"].items() if str(status).startswith("2"))
    text = answer["content"]["application/json"]["schema"]
    absolute = _absolute(text)
    Draft202012Validator(absolute, registry=REGISTRY).validate(data)


def _absolute(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: f"urn:api{value}" if key == "$ref" else _absolute(value) for key, value in node.items()}
    return [_absolute(value) for value in node] if isinstance(node, list) else node


def test_reference_page_shows_every_route_and_schema(db: None) -> None:
    page = Client().get("/api/v1/docs").content.decode()
    for route in OF_ORGANISATION:
        assert route.path in page
    for name in DOCUMENT["components"]["schemas"]:
        assert f'id="schema-{name}"' in page


def test_reference_page_stands_in_both_languages(db: None) -> None:
    danish = Client().get("/api/v1/docs", headers={"Accept-Language": "da"})
    assert danish.headers["Content-Language"] == "da"
    assert "<script" not in danish.content.decode().split("</head>")[1]
