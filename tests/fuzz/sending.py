"""A request, made by chance: mostly of what the product offers, with something nasty in it."""

from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote, quote_from_bytes

from colead.api.v1 import openapi_document
from fuzz.offers import SHARED, Field, Offer, schema_parts
from fuzz.values import DAYS, NUMBERS, deep_json, json_bytes, nasty_json, nasty_text, number_text, table_file
from house.actors import Scene
from house.table import Row, row_path

BOUNDARY = "fuzz-7f3a"
FORM = "application/x-www-form-urlencoded"
ODD_METHODS = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "POST", "TRACE")
WORDS = ("Ward", "Who works when", "carla@example.org", "DKK", "on", "yes", "50", "2", "2026-03-02")


@dataclass
class Sent:
    """A request as it is sent."""

    actor: str
    method: str
    route: str
    path: str
    query: str = ""
    body: bytes = b""
    content_type: str = FORM
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.actor} {self.method} {self.path}{'?' if self.query else ''}{self.query}"[:300]


class Sender:
    """Draws requests. `offers` as read from the product, `rows` of the tables of permissions."""

    def __init__(self, scene: Scene, offers: list[Offer], rows: dict[tuple[bool, str], Row]) -> None:
        self.scene, self.offers, self.rows = scene, offers, rows
        self.document = openapi_document()
        said = {(row.is_api, row.path): [] for row in rows.values()}
        for row in rows.values():
            said[row.is_api, row.path].append(row.method)
        self.methods = {
            one.route: said.get((one.route.is_api, row_path(one.route)), ["GET", "POST"]) for one in offers
        }
        self.names = [one.name for one in scene.actors]

    def draw(self, chance: Random) -> Sent:
        """The next request."""
        offer = chance.choice(self.offers)
        method = self._method(offer, chance)
        actor = chance.choice(self.names)
        if chance.random() < 0.5:  # half of them by who may most
            actor = chance.choice(("olga", "carla", "bo", "alma"))
        sent = Sent(actor, method, offer.route.path, self._path(offer, chance), headers=_headers(chance))
        sent.query = self._query(offer, method, chance)
        if method not in {"GET", "HEAD"}:
            sent.content_type, sent.body = self._body(offer, method, chance)
        return sent

    def _method(self, offer: Offer, chance: Random) -> str:
        if chance.random() < 0.02:
            return chance.choice(ODD_METHODS)
        return chance.choice(self.methods[offer.route])

    def _path(self, offer: Offer, chance: Random) -> str:
        values = {}
        for name in offer.route.parameters:
            place = self.scene.there if chance.random() < 0.05 else self.scene.here
            value = str(place.values.get(name, nasty_text(chance)))
            if chance.random() < (0.03 if name == "organisation" else 0.2):
                value = number_text(chance) if chance.random() < 0.3 else nasty_text(chance)
            values[name] = quote(value.encode("utf-8", "surrogatepass"), safe=chance.choice(("", "/")))
        return offer.route.url(values)[:8_000]

    def _query(self, offer: Offer, method: str, chance: Random) -> str:
        """Parameters of the address: of a GET all its fields are meant to stand there."""
        known = list(offer.fields.get("GET", {}).values()) if method in {"GET", "HEAD"} else []
        known += [Field(one["name"]) for one in offer.operations.get(method, {}).get("parameters", [])]
        chosen = [one for one in known if chance.random() < 0.5]
        if chance.random() < 0.3:
            chosen.append(Field(chance.choice(SHARED)))
        return _encoded([(one.name, self._value(one, chance)) for one in chosen])

    def _value(self, one: Field, chance: Random) -> str:
        if chance.random() < 0.25:
            return nasty_text(chance)
        if (
            one.name in {"as_of", "day"}
            or one.kind == "date"
            or one.name.endswith(("_on", "_until", "_from"))
        ):
            return chance.choice(DAYS)
        if one.values:
            return chance.choice(one.values)
        if one.name in self.scene.here.values and chance.random() < 0.8:
            return str(self.scene.here.values[one.name])
        if one.kind == "number" or one.name in {"page", "limit", "level"}:
            return number_text(chance) if chance.random() < 0.5 else str(chance.randint(0, 5))
        return chance.choice(WORDS)

    def _body(self, offer: Offer, method: str, chance: Random) -> tuple[str, bytes]:
        if chance.random() < 0.03:
            kinds = (
                "application/json",
                FORM,
                "text/plain",
                f"multipart/form-data; boundary={BOUNDARY}",
                "",
                "a/b;c=\0",
            )
            return chance.choice(kinds), chance.choice((b"", b"\0", deep_json(chance), chance.randbytes(300)))
        if operation := offer.operations.get(method):
            return self._api_body(offer, operation, chance)
        fields = offer.fields.get("POST", {})
        pairs = [
            (one.name, self._value(one, chance))
            for one in fields.values()
            if one.kind != "file" and chance.random() < 0.9
        ]
        pairs += [
            (name, str(value)) for name, value in self._whole(offer, method).items() if chance.random() < 0.8
        ]
        if chance.random() < 0.05:
            pairs.append((nasty_text(chance)[:50] or "x", nasty_text(chance)))
        files = [name for name, one in fields.items() if one.kind == "file" and chance.random() < 0.9]
        if files:
            return _multipart(pairs, files, chance)
        return FORM, _encoded(pairs).encode()

    def _whole(self, offer: Offer, method: str) -> dict[str, Any]:
        """What the tables of permissions send there, which is known to work."""
        row = self.rows.get((offer.route.is_api, f"{method} {row_path(offer.route)}"))
        return row.body(self.scene.here.values) if row else {}

    def _api_body(self, offer: Offer, operation: dict[str, Any], chance: Random) -> tuple[str, bytes]:
        content = operation.get("requestBody", {}).get("content", {})
        if "multipart/form-data" in content:
            schema = next(schema_parts(content["multipart/form-data"]["schema"], self.document))
            names = schema.get("properties", {})
            files = [name for name, said in names.items() if "binary" in str(said)]
            pairs = [
                (name, self._value(Field(name), chance))
                for name in names
                if name not in files and chance.random() < 0.7
            ]
            return _multipart(pairs, files, chance)
        if chance.random() < 0.03:
            return "application/json", deep_json(chance)
        schema = content.get("application/json", {}).get("schema")
        whole = self._whole(offer, next(key for key, said in offer.operations.items() if said is operation))
        value: Any = whole if whole and chance.random() < 0.5 else self._json("", schema or {}, chance)
        if chance.random() < 0.6:
            value = _spoiled(value, chance)
        return "application/json", json_bytes(value)

    def _json(self, name: str, schema: dict[str, Any], chance: Random) -> Any:
        """A value that a schema allows, as far as it says."""
        said = chance.choice(list(schema_parts(schema, self.document)))
        if "enum" in said:
            return chance.choice(said["enum"])
        known = self.scene.here.values
        match said.get("type"):
            case "object":
                needed = said.get("required", ())
                fields = said.get("properties", {}).items()
                return {
                    key: self._json(key, one, chance)
                    for key, one in fields
                    if key in needed or chance.random() < 0.5
                }
            case "array":
                return [
                    self._json(name.rstrip("s"), said.get("items", {}), chance)
                    for _ in range(chance.choice((0, 1, 2, 2, 5)))
                ]
            case "integer" | "number":
                return (
                    known[name] if isinstance(known.get(name), int) else chance.choice((1, 2, 50, *NUMBERS))
                )
            case "boolean":
                return chance.random() < 0.5
            case "null":
                return None
        if "date" in str(said.get("format")):
            return chance.choice(DAYS)
        return known.get(name) or chance.choice(WORDS)


def _spoiled(value: Any, chance: Random) -> Any:
    """The value with one thing in it that is not what it should be."""
    if isinstance(value, dict) and value and chance.random() < 0.9:
        key = chance.choice(list(value))
        rest = {name: one for name, one in value.items() if name != key}
        if chance.random() < 0.1:
            return rest
        return rest | {key: _spoiled(value[key], chance)}
    if isinstance(value, list) and value and chance.random() < 0.7:
        place = chance.randrange(len(value))
        return [
            *value[:place],
            _spoiled(value[place], chance),
            *value[place + 1 :],
            *([value[0]] * (chance.random() < 0.2)),
        ]
    return nasty_json(chance)


def _headers(chance: Random) -> dict[str, str]:
    headers = {}
    if chance.random() < 0.15:
        headers["HX-Request"] = "true"
    if chance.random() < 0.2:
        headers["Accept-Language"] = chance.choice(("da", "en", "xx", "*", "da;q=a", ",," * 200))
    if chance.random() < 0.15:
        headers["Idempotency-Key"] = chance.choice(("a", "b", "x" * 201, "å", " "))
    if chance.random() < 0.02:
        headers["Authorization"] = chance.choice(
            ("Bearer ", "Bearer x", "Basic eA==", "å", "Bearer " + "x" * 9_000)
        )
    if chance.random() < 0.02:
        headers["Cookie"] = chance.choice(
            ("sessionid=\0", "a", "sessionid=" + "x" * 3_000, "django_language=å")
        )
    if chance.random() < 0.02:
        headers["X-Forwarded-For"] = chance.choice(("a, b", "1.2.3.4, 999.9.9.9", ",", "::1"))
    if chance.random() < 0.01:
        headers["Host"] = chance.choice(("evil.example", "a b", "å", ""))
    return headers


def _encoded(pairs: list[tuple[str, str]]) -> str:
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs)


def _quoted(text: str) -> str:
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe="")


def _multipart(pairs: list[tuple[str, str]], files: list[str], chance: Random) -> tuple[str, bytes]:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode("utf-8", "replace")
        + value.encode("utf-8", "surrogatepass")
        for name, value in pairs
    ]
    for name in files:
        file_name, content = table_file(chance)
        head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n\r\n'
        )
        parts.append(head.encode("utf-8", "replace") + content)
    return f"multipart/form-data; boundary={BOUNDARY}", b"\r\n".join([*parts, f"--{BOUNDARY}--\r\n".encode()])
