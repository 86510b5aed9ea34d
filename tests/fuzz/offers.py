"""What the product offers to send: fields of the forms on its pages, operations of the API's description."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.urls import Resolver404, resolve

from colead.api.v1 import openapi_document
from house.actors import Scene
from house.routes import Route, all_routes

READERS = ("olga", "bo", "alma", "nobody")  # together they see every form
SHARED = (
    "as_of",
    "page",
    "q",
    "cursor",
    "limit",
    "format",
    "sort",
    "unit",
    "person",
    "language",
    "next",
    "stage",
)


@dataclass(frozen=True)
class Field:
    """A field of a form, or a parameter of an address: its kind, and values that the page offers."""

    name: str
    kind: str = "text"
    values: tuple[str, ...] = ()


@dataclass
class Offer:
    """A route with all that may be sent to it. Pages: fields by method; API: an operation by method."""

    route: Route
    fields: dict[str, dict[str, Field]] = field(default_factory=dict)
    operations: dict[str, Any] = field(default_factory=dict)

    def learn(self, method: str, fields: list[Field]) -> None:
        """Add fields; of one that is known, further values."""
        known = self.fields.setdefault(method, {})
        for one in fields:
            before = known.get(one.name, one)
            values = tuple(dict.fromkeys((*before.values, *one.values)))[:12]
            known[one.name] = Field(one.name, one.kind, values)


class _Forms(HTMLParser):
    """The forms of a page, and the queries of its links."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, str, list[Field]]] = []
        self.links: list[str] = []
        self.select = ""

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in pairs}
        if tag == "form":
            self.forms.append((said.get("action", ""), said.get("method", "get").upper(), []))
        elif tag == "a" and "?" in said.get("href", ""):
            self.links.append(said["href"])
        elif tag == "select":
            self.select = said.get("name", "")
        elif tag == "option" and self.select:
            self._add(Field(self.select, "select", (said.get("value", ""),)))
        elif tag in {"input", "textarea", "button"} and said.get("name"):
            self._add(
                Field(said["name"], said.get("type", "text"), (said["value"],) if "value" in said else ())
            )

    def _add(self, found: Field) -> None:
        if self.forms and found.name != "csrfmiddlewaretoken":
            self.forms[-1][2].append(found)


def read_offers(scene: Scene) -> list[Offer]:
    """Every route, with what the pages that `scene` shows and the API's description say of it."""
    offers = {route.path: Offer(route) for route in all_routes()}
    for path, methods in openapi_document()["paths"].items():
        offer = next((one for one in offers.values() if _as_api(one.route.path) == path), None)
        if offer:
            offer.operations = {name.upper(): said for name, said in methods.items()}
    for name in READERS:
        for offer in list(offers.values()):
            if not offer.route.is_api:
                _read_page(scene, name, offer, offers)
    return list(offers.values())


def _as_api(path: str) -> str:
    return "/" + path.replace("<", "{").replace(">", "}").replace("int:", "").replace("path:", "")


def _read_page(scene: Scene, name: str, offer: Offer, offers: dict[str, Offer]) -> None:
    if any(parameter not in scene.here.values for parameter in offer.route.parameters):
        return
    url = offer.route.url(scene.here.values)
    answer = scene.actor(name).client.get(url)
    if answer.streaming or "html" not in answer.headers.get("Content-Type", ""):
        return
    page = _Forms()
    page.feed(answer.content.decode())
    for action, method, fields in page.forms:
        if found := _offer_at(action or url, offers):
            found.learn(method, fields)
    for link in page.links:
        if found := _offer_at(link if link.startswith("/") else url + link, offers):
            found.learn(
                "GET", [Field(key, "text", (value,)) for key, value in parse_qsl(urlsplit(link).query)]
            )


def _offer_at(url: str, offers: dict[str, Offer]) -> Offer | None:
    try:
        return offers.get(resolve(urlsplit(url).path).route.lstrip("^").replace("\\Z", ""))
    except Resolver404:
        return None


def schema_parts(schema: dict[str, Any], document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The schema behind a reference, and each of those it may be one of."""
    if "$ref" in schema:
        yield from schema_parts(
            document["components"]["schemas"][schema["$ref"].rpartition("/")[2]], document
        )
    elif "anyOf" in schema or "oneOf" in schema or "allOf" in schema:
        for part in schema.get("anyOf") or schema.get("oneOf") or schema["allOf"]:
            yield from schema_parts(part, document)
    else:
        yield schema
