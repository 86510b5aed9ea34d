"""Every route of the API, from its own description, so that a new one joins these tests by itself."""

import re
from dataclasses import dataclass
from typing import Any

from colead.api.v1 import api, openapi_document
from colead.kit.roles import Permission


@dataclass(frozen=True)
class Route:
    """One method at one address."""

    method: str
    path: str
    operation: dict[str, Any]
    permission: Permission | None

    def __str__(self) -> str:
        return f"{self.method} {self.path.removeprefix('/api/v1/')}"

    @property
    def is_of_organisation(self) -> bool:
        return "{organisation}" in self.path

    @property
    def parameters(self) -> list[str]:
        """The names that the address holds."""
        return re.findall(r"{(\w+)}", self.path)

    @property
    def queries(self) -> set[str]:
        """The names of the query parameters."""
        return {one["name"] for one in self.operation["parameters"] if one["in"] == "query"}

    @property
    def may_be_empty(self) -> bool:
        """True for a write that needs no body."""
        return not self.operation.get("requestBody", {}).get("required", False)

    def url(self, values: dict[str, Any]) -> str:
        return re.sub(r"{(\w+)}", lambda found: str(values[found[1]]), self.path)

    def body(self) -> Any:
        """The least body that fits the description; None where a form with files is sent."""
        content = self.operation.get("requestBody", {}).get("content", {})
        return example(content["application/json"]["schema"]) if "application/json" in content else None


def example(schema: dict[str, Any]) -> Any:
    """The least value that a JSON schema allows: only what is required."""
    if "$ref" in schema:
        return example(DOCUMENT["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]])
    if "anyOf" in schema:
        return example(schema["anyOf"][0])
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    if schema["type"] == "object":
        return {name: example(schema["properties"][name]) for name in schema.get("required", [])}
    if schema["type"] == "array":
        return [example(schema["items"])] * schema.get("minItems", 0)
    if schema["type"] == "string":
        return TEXTS.get(schema.get("format", ""), "x")
    return {"integer": 1, "number": 1, "boolean": True, "null": None}[schema["type"]]


def permissions() -> dict[str, Permission | None]:
    """What each operation asks of the caller, by its id."""
    found = {}
    for router in api._get_bound_routers():
        for view in router.path_operations.values():
            for operation in view.operations:
                name = operation.operation_id or api.get_openapi_operation_id(operation)
                found[name] = operation.auth_callbacks[0].permission
    return found


DOCUMENT = openapi_document()
TEXTS = {"date": "2026-03-31", "date-time": "2026-03-31T12:00:00Z"}


def all_routes() -> list[Route]:
    asked = permissions()
    return [
        Route(method.upper(), path, operation, asked[operation["operationId"]])
        for path, methods in DOCUMENT["paths"].items()
        for method, operation in methods.items()
    ]


ROUTES = all_routes()
OF_ORGANISATION = [route for route in ROUTES if route.is_of_organisation]
READS = [route for route in OF_ORGANISATION if route.method == "GET"]
WRITES = [route for route in OF_ORGANISATION if route.method != "GET"]
