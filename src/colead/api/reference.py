"""The reference page: the OpenAPI document as plain HTML, drawn on the server, under the strict CSP."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from colead.api.v1 import openapi_document


@dataclass(frozen=True)
class Field:
    """One parameter of a route, or one field of a schema; `schema` is what its type links to, or empty."""

    name: str
    kind: str
    schema: str
    place: str
    is_required: bool
    text: list[SafeString]


@dataclass(frozen=True)
class RouteText:
    """One method at one address."""

    id: str
    tag: str
    method: str
    path: str
    text: list[SafeString]
    parameters: list[Field]
    body: Field | None
    body_type: str
    status: str
    answer: Field | None


@dataclass(frozen=True)
class SchemaText:
    """One kind of object that calls send or answer with."""

    name: str
    text: list[SafeString]
    fields: list[Field]


@dataclass(frozen=True)
class Group:
    """The routes about one thing."""

    tag: str
    routes: list[RouteText]


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """All routes and schemas of the API; open to everybody, for it holds no data."""
    schema = openapi_document()
    routes = list(_routes(schema))
    groups = [Group(tag, list(found)) for tag, found in groupby(routes, key=lambda route: route.tag)]
    schemas = [_schema(name, one) for name, one in sorted(schema["components"]["schemas"].items())]
    context = {"about": _prose(schema["info"]["description"]), "groups": groups, "schemas": schemas}
    return render(request, "api/reference.html", context)


@require_safe
def openapi(_request: HttpRequest) -> HttpResponse:
    """The OpenAPI document itself."""
    return JsonResponse(openapi_document())


def _routes(schema: dict[str, Any]) -> Iterator[RouteText]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield _route(path, method, operation)


def _route(path: str, method: str, operation: dict[str, Any]) -> RouteText:
    status, answer = next(iter(operation["responses"].items()))
    body_type, body = _content(operation.get("requestBody", {}))
    return RouteText(
        id=operation["operationId"],
        tag=operation["tags"][0],
        method=method.upper(),
        path=path,
        text=_prose(operation.get("description", "")),
        parameters=[_parameter(one) for one in operation["parameters"]],
        body=body,
        body_type=body_type,
        status=str(status),
        answer=_content(answer)[1],
    )


def _content(holder: dict[str, Any]) -> tuple[str, Field | None]:
    """The media type of a body or an answer, and what it holds."""
    for media_type, content in holder.get("content", {}).items():
        return media_type, _field("", content["schema"], True)
    return "", None


def _parameter(one: dict[str, Any]) -> Field:
    return _field(one["name"], one["schema"], one["required"], place=one["in"])


def _schema(name: str, schema: dict[str, Any]) -> SchemaText:
    required = schema.get("required", [])
    fields = [_field(key, one, key in required) for key, one in schema.get("properties", {}).items()]
    return SchemaText(name, _prose(schema.get("description", "")), fields)


def _field(name: str, schema: dict[str, Any], is_required: bool, place: str = "") -> Field:
    kind, linked = _kind(schema)
    return Field(name, kind, linked, place, is_required, _prose(schema.get("description", "")))


def _prose(text: str) -> list[SafeString]:
    """The paragraphs of a description, what stands in `backticks` as code."""
    paragraphs = [" ".join(part.split()) for part in text.split("\n\n")]
    return [format_html_join("", "{}", _marked(paragraph)) for paragraph in paragraphs if paragraph]


def _marked(paragraph: str) -> Iterator[tuple[str]]:
    for number, piece in enumerate(paragraph.split("`")):
        yield (format_html("<code>{}</code>", piece) if number % 2 else piece,)


def _kind(schema: dict[str, Any]) -> tuple[str, str]:
    """A type in words, and the schema that it names: `list of`, `PersonRow`."""
    if "$ref" in schema:
        return "", schema["$ref"].rsplit("/", 1)[-1]
    if "anyOf" in schema:
        kinds, links = zip(*map(_kind, schema["anyOf"]), strict=True)
        return " or ".join(filter(None, kinds)), next(filter(None, links), "")
    if schema.get("type") == "array":
        kind, linked = _kind(schema.get("items", {}))
        return f"list of {kind}".strip(), linked
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"])), ""
    return schema.get("format") or schema.get("type", "any"), ""
